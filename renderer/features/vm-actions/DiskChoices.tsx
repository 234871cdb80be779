import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { reachedFrom, type RelocationChoice, type RelocationFacts, relocationTo } from '#shared/domain/rules/relocation-plan.ts';
import { freeBytesOf } from '#shared/domain/rules/storage-room.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import css from './RelocateDialog.module.css';

export interface DiskChoicesProps {
  readonly facts: RelocationFacts;
  readonly host: HostRef;
  readonly onChoose: (disks: RelocationChoice['disks']) => void;
}

/** Where each disk goes: everything the host reaches, with its room. */
export function DiskChoices({ facts, host, onChoose }: DiskChoicesProps) {
  const { home, there, vms, choice } = facts;
  const targets = reachedFrom(there.inventory, host);
  const isAbroad = there.server !== facts.server;
  const rows = vms.flatMap((vm) => {
    const chosen = new Map(relocationTo(facts, vm, host).disks.map(({ disk, target }) => [disk, target]));
    return disksOfVm(home, vm).map((disk) => ({ vm, disk, target: chosen.get(disk) }));
  });
  if (rows.length === 0) return <p>{relocationText.noDisks}</p>;

  function label(sr: RefOf<'sr'>, from: RefOf<'sr'> | null): string {
    const record = there.inventory.sr.get(sr);
    if (record === undefined) return '';
    if (!isAbroad && sr === from) return relocationText.stays(record.name);
    return relocationText.target(record.name, freeBytesOf(record), record.isShared);
  }

  return (
    <section className={css['choices']} aria-label={relocationText.disks}>
      <CardTable
        label={relocationText.disks}
        columns={[
          ...(vms.length > 1 ? [{ title: relocationText.vm }] : []),
          { title: relocationText.disk },
          { title: relocationText.size, align: 'end' as const },
          { title: relocationText.from },
          { title: relocationText.to, width: 'wide' as const },
        ]}
        rows={rows.map(({ vm, disk, target }) => ({
          key: disk,
          cells: [
            ...(vms.length > 1 ? [home.vm.get(vm)?.name ?? ''] : []),
            ...diskCells(home, disk),
            <TargetSelect
              key="to"
              name={home.vdi.get(disk)?.name ?? ''}
              target={target}
              choices={targets.map((sr) => ({ sr, label: label(sr, home.vdi.get(disk)?.sr ?? null) }))}
              onChoose={(sr) => onChoose(new Map([...choice.disks, [disk, sr]]))}
            />,
          ],
        }))}
      />
    </section>
  );
}

/** Its name, its size, and where it lies now. */
function diskCells(home: Inventory, disk: RefOf<'vdi'>): readonly string[] {
  const record = home.vdi.get(disk);
  return [record?.name ?? '', sizeText(record?.virtualSize ?? 0), recordAt(home.sr, record?.sr ?? null)?.name ?? ''];
}

interface TargetSelectProps {
  /** Of the disk. */
  readonly name: string;
  readonly target: RefOf<'sr'> | undefined;
  readonly choices: readonly { readonly sr: RefOf<'sr'>; readonly label: string }[];
  readonly onChoose: (sr: RefOf<'sr'>) => void;
}

function TargetSelect({ name, target, choices, onChoose }: TargetSelectProps) {
  const isOffered = choices.some(({ sr }) => sr === target);
  return (
    <select
      aria-label={relocationText.targetOf(name)}
      value={target ?? ''}
      onChange={(event) => {
        const chosen = choices.find(({ sr }) => sr === event.currentTarget.value);
        if (chosen !== undefined) onChoose(chosen.sr);
      }}
    >
      {!isOffered && <option value={target ?? ''}>{relocationText.nothing}</option>}
      {choices.map(({ sr, label }) => (
        <option key={sr} value={sr}>
          {label}
        </option>
      ))}
    </select>
  );
}
