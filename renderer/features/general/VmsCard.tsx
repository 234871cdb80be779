import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { vmItem } from '#shared/domain/tree/items.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { powerText } from '#shared/text/window-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Icon, type Tone } from '#renderer/ui/Icon.tsx';
import type { IconName } from '#renderer/ui/icon-paths.ts';
import css from './NamedObject.module.css';
import { ObjectLink } from './ObjectLink.tsx';
import more from './host/StorageLinksCard.module.css';

/** The rest is on the Search tab, which is made for many. */
const SHOWN = 20;
const { card, label, sentence } = propertiesText;

export interface VmsCardProps {
  readonly target: Target;
  readonly vms: readonly VmRef[];
  readonly empty: string;
  readonly isLastKnown: boolean;
}

/** The virtual machines something is about. */
export function VmsCard({ target, vms, empty, isLastKnown }: VmsCardProps) {
  const { inventory, server } = target;
  const known = vms.flatMap((ref) => {
    const vm = inventory.vm.get(ref);
    return vm === undefined ? [] : [{ ref, vm }];
  });
  const rows = known.sort((a, b) => byNaturalOrder(a.vm.name, b.vm.name)).slice(0, SHOWN);
  return (
    <Card title={card.vms} mark={known.length === 0 ? undefined : known.length} isLastKnown={isLastKnown}>
      {known.length === 0 ? (
        <EmptyState>{empty}</EmptyState>
      ) : (
        <CardTable
          label={card.vms}
          columns={[{ title: label.name, width: 'wide' }, { title: label.power }]}
          rows={rows.map(({ ref, vm }) => ({
            key: ref,
            cells: [
              <span key="name" className={css['named']}>
                <Icon {...lookOf(vm, isLastKnown)} />
                <ObjectLink item={vmItem(server.id, ref, vm)} name={vm.name} />
              </span>,
              wordOf(vm),
            ],
          }))}
        />
      )}
      {known.length > SHOWN && <p className={more['more']}>{sentence.moreVms(known.length - SHOWN)}</p>}
    </Card>
  );
}

function lookOf({ power, isSnapshot, isTemplate }: Vm, isLastKnown: boolean): { readonly name: IconName; readonly tone: Tone } {
  if (isSnapshot) return { name: 'camera', tone: 'quiet' };
  if (isTemplate) return { name: 'template', tone: 'quiet' };
  if (power === 'Running') return { name: 'vmRunning', tone: isLastKnown ? 'known' : 'ok' };
  return power === 'Halted' ? { name: 'vmStopped', tone: 'quiet' } : { name: 'vmPaused', tone: isLastKnown ? 'known' : 'info' };
}

/** Snapshots and templates are VMs only to the server, and their power says nothing. */
function wordOf({ power, isSnapshot, isTemplate }: Vm): string {
  if (isSnapshot) return sentence.snapshot;
  return isTemplate ? sentence.template : powerText(power);
}
