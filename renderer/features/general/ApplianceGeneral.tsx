import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { keyOf, vmItem } from '#shared/domain/tree/items.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { powerText } from '#shared/text/window-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { type Edited, sortingRows, writtenRows } from './common-rows.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { PropertyCard } from './PropertyCard.tsx';
import { TruthMark, useTruth } from './truth.tsx';

type ApplianceRef = RefOf<'appliance'>;
const { label, card, sentence } = propertiesText;

export function ApplianceGeneral({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const appliance = item.is === 'appliance' ? inventory.appliance.get(item.ref) : undefined;
  if (item.is !== 'appliance' || appliance === undefined) return null;
  return <ApplianceCards key={keyOf(item)} target={target} applianceRef={item.ref} appliance={appliance} />;
}

interface ApplianceProps {
  readonly target: Target;
  readonly applianceRef: ApplianceRef;
}

function ApplianceCards({ target, applianceRef, appliance }: ApplianceProps & { readonly appliance: RecordOf<'appliance'> }) {
  const truth = useTruth(target, undefined);
  const edited: Edited = { target, class: 'appliance', ref: applianceRef, record: appliance };
  const properties = [...writtenRows(edited), ...sortingRows(edited)];
  return (
    <Columns>
      <Stack>
        <PropertyCard title={card.overview} properties={properties} mark={<TruthMark truth={truth} />} isLastKnown={!truth.isNow} />
      </Stack>
      <Stack>
        <MembersCard target={target} applianceRef={applianceRef} />
      </Stack>
    </Columns>
  );
}

/** In the order in which they are started. */
function MembersCard({ target: { inventory, server }, applianceRef }: ApplianceProps) {
  const members = [...inventory.vm].filter(([, vm]) => vm.appliance === applianceRef && !vm.isSnapshot);
  const sorted = members.sort(([, a], [, b]) => (a.order === b.order ? byNaturalOrder(a.name, b.name) : a.order - b.order));
  return (
    <Card title={card.members} mark={members.length === 0 ? undefined : members.length} isLastKnown={server.state.is !== 'live'}>
      {members.length === 0 ? (
        <EmptyState>{sentence.noMembers}</EmptyState>
      ) : (
        <CardTable
          label={card.members}
          columns={[{ title: label.order, width: 'narrow' }, { title: label.name, width: 'wide' }, { title: label.power }]}
          rows={sorted.map(([ref, vm]) => ({
            key: ref,
            cells: [
              sentence.orderOf(vm.order, vm.startDelay),
              <ObjectLink key="name" item={vmItem(server.id, ref, vm)} name={vm.name} />,
              powerText(vm.power),
            ],
          }))}
        />
      )}
    </Card>
  );
}
