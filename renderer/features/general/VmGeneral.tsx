import { homeOf } from '#shared/domain/inventory/facts.ts';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import type { Target } from '#renderer/state/command.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import type { Edited } from './common-rows.tsx';
import { DetailsNote } from './DetailsNote.tsx';
import { FieldsCard } from './FieldsCard.tsx';
import { NotesCard } from './NotesCard.tsx';
import { RecentCard } from './RecentCard.tsx';
import { type Truth, useTruth } from './truth.tsx';
import { type DetailsState, useDetails } from './use-details.ts';
import { AvailabilityCard } from './vm/AvailabilityCard.tsx';
import { BootCard } from './vm/BootCard.tsx';
import { ComputeCard } from './vm/ComputeCard.tsx';
import { DisksCard } from './vm/DisksCard.tsx';
import { GuestCard } from './vm/GuestCard.tsx';
import { SnapshotCard } from './vm/SnapshotCard.tsx';
import { VifsCard } from './vm/VifsCard.tsx';
import { VmOverviewCard } from './vm/VmOverviewCard.tsx';

type VmItem = Extract<TreeItem, { is: 'vm' | 'template' | 'snapshot' }>;

/** What every card about a VM, a template or a snapshot starts from. */
export interface VmFacts {
  readonly target: Target;
  readonly is: VmItem['is'];
  readonly ref: VmRef;
  readonly vm: Vm;
  readonly truth: Truth;
  readonly details: DetailsState<'vm'>;
}

export function VmGeneral({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  if (item.is !== 'vm' && item.is !== 'template' && item.is !== 'snapshot') return null;
  const vm = inventory.vm.get(item.ref);
  return vm === undefined ? null : <VmCards key={keyOf(item)} target={target} item={item} vm={vm} />;
}

function VmCards({ target, item, vm }: { readonly target: Target; readonly item: VmItem; readonly vm: Vm }) {
  const truth = useTruth(target, vm.power === 'Halted' ? undefined : homeOf(target.inventory, vm));
  const details = useDetails(target, { class: 'vm', ref: item.ref, record: vm });
  const facts: VmFacts = { target, is: item.is, ref: item.ref, vm, truth, details };
  const edited: Edited = { target, class: 'vm', ref: item.ref, record: vm };
  return (
    <>
      <DetailsNote details={details} />
      <Columns>
        <Stack>
          <VmOverviewCard facts={facts} edited={edited} />
          {item.is === 'snapshot' && <SnapshotCard facts={facts} />}
          {item.is === 'vm' && <GuestCard facts={facts} />}
        </Stack>
        <Stack>
          <ComputeCard facts={facts} />
          <DisksCard facts={facts} />
          <VifsCard facts={facts} />
        </Stack>
        <Stack width="rest">
          <BootCard facts={facts} />
          {item.is === 'vm' && <AvailabilityCard facts={facts} />}
          {item.is === 'vm' && <RecentCard target={target} uuid={vm.uuid} />}
          <FieldsCard edited={edited} />
          <NotesCard edited={edited} />
        </Stack>
      </Columns>
    </>
  );
}
