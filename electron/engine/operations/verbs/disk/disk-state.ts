import type { Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { drivesOf } from '#shared/domain/storage/drives-of.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';

export type DiskRef = RefOf<'vdi'>;

/** Where it is, how large, and whose, by the names things have now. */
export function diskTraces(inventory: Inventory, ref: DiskRef): readonly Trace[] {
  const disk = inventory.vdi.get(ref);
  if (disk === undefined) return [{ is: 'object-gone' }];
  const vms = drivesOf(inventory, ref).flatMap(({ vm }) => (vm === null ? [] : (inventory.vm.get(vm)?.name ?? [])));
  const sr = disk.sr === null ? '' : (inventory.sr.get(disk.sr)?.name ?? '');
  return [{ is: 'disk', sr, sizeBytes: disk.virtualSize, vms: [...new Set(vms)].sort() }];
}

/** Operations stand on the object by the reference of their task. */
export function taskOn(
  inventory: Inventory,
  object: { readonly currentOperations: Readonly<Record<string, string>> } | undefined,
  operation: string,
): TaskRef | undefined {
  const running = Object.entries(object?.currentOperations ?? {}).find(([, name]) => name === operation)?.[0];
  return [...inventory.task.keys()].find((task) => task === running);
}

interface Sought {
  readonly sr: RefOf<'sr'>;
  readonly names: readonly string[];
  readonly sizeBytes: number;
  /** Whoever may have it by now; absent: nobody. */
  readonly machine?: VmRef | undefined;
}

/** An app that was started again does not know what was there before: every disk that could be the one it had asked for. */
export function disksLike(inventory: Inventory, { sr, names, sizeBytes, machine }: Sought): readonly DiskRef[] {
  return [...inventory.vdi].flatMap(([ref, disk]) => {
    const isLike = disk.sr === sr && names.includes(disk.name) && disk.isManaged && !disk.isSnapshot && disk.virtualSize >= sizeBytes;
    // Drivers round up to their blocks.
    if (!isLike || disk.virtualSize >= sizeBytes + LARGEST_BLOCK) return [];
    return drivesOf(inventory, ref).every(({ vm }) => vm === machine) ? [ref] : [];
  });
}

const LARGEST_BLOCK = 64 * 1024 ** 2;

/** What was not there before, when the answer that named it was lost. */
export function newDisk(inventory: Inventory, is: { readonly sr: RefOf<'sr'>; readonly name: string; readonly before: ReadonlySet<DiskRef> }) {
  for (const [ref, disk] of inventory.vdi) if (disk.sr === is.sr && disk.name === is.name && disk.isManaged && !is.before.has(ref)) return ref;
  return undefined;
}
