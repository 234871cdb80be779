import { byNaturalOrder, recordAt } from '#shared/domain/inventory/facts.ts';
import type { RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { holdsDisks } from '#shared/domain/rules/storage-room.ts';
import { drivesByDisk } from '#shared/domain/storage/drives-of.ts';
import { sizeText } from '#shared/text/size-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { type Judged, judged } from './disk-dialogs.ts';

interface Wish {
  readonly machine: VmRef;
  readonly isReadOnly: boolean;
  readonly text: string;
}

/** As many as can be looked over; the others are found by name. */
const SHOWN = 12;

function isForMachines(disk: RecordOf<'vdi'>): boolean {
  return disk.isManaged && !disk.isSnapshot && !disk.isMissing && disk.type === 'user';
}

/** Disks that could become this machine's: nobody's own, or some that may be shared; only those that are shown are judged. */
export function attachableDisks(target: Target, { machine, isReadOnly, text }: Wish) {
  const { inventory, server } = target;
  const drives = drivesByDisk(inventory);
  const wanted = text.trim().toLowerCase();
  const found: { readonly key: RefOf<'vdi'>; readonly name: string; readonly home: string; readonly fact: string }[] = [];
  for (const [ref, disk] of inventory.vdi) {
    const sr = recordAt(inventory.sr, disk.sr);
    if (sr === undefined || !holdsDisks(sr) || !isForMachines(disk)) continue;
    const isFree = disk.isSharable || drives(ref).every(({ vm }) => recordAt(inventory.vm, vm)?.isSnapshot === true);
    const name = `${disk.name} (${sr.name})`;
    if (isFree && name.toLowerCase().includes(wanted)) found.push({ key: ref, name, home: sr.name, fact: sizeText(disk.virtualSize) });
  }
  const sorted = found.toSorted((a, b) => byNaturalOrder(a.name, b.name));
  const shown = sorted.slice(0, SHOWN).map((choice): typeof choice & Judged => ({
    ...choice,
    ...judged([target], () => ({ kind: 'disk.attach', server: server.id, disk: choice.key, slot: { machine, isReadOnly, isBootable: false } })),
  }));
  return { shown, more: sorted.length - shown.length };
}
