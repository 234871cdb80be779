import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { recordAt } from '#shared/domain/inventory/facts.ts';
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
        rows={rows.map(({ vm, disk, target }) => {
          const record = home.vdi.get(disk);
          const from = record?.sr ?? null;
          const name = record?.name ?? '';
          return {
            key: disk,
            cells: [
              ...(vms.length > 1 ? [home.vm.get(vm)?.name ?? ''] : []),
              name,
              sizeText(record?.virtualSize ?? 0),
              recordAt(home.sr, from)?.name ?? '',
              <select
                key="to"
                aria-label={relocationText.targetOf(name)}
                value={target ?? ''}
                onChange={(event) => {
                  const sr = targets.find((each) => each === event.currentTarget.value);
                  if (sr !== undefined) onChoose(new Map([...choice.disks, [disk, sr]]));
                }}
              >
                {(target === undefined || !targets.includes(target)) && <option value={target ?? ''}>{relocationText.nothing}</option>}
                {targets.map((sr) => (
                  <option key={sr} value={sr}>
                    {label(sr, from)}
                  </option>
                ))}
              </select>,
            ],
          };
        })}
      />
    </section>
  );
}
