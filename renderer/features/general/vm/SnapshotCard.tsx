import { vmItem } from '#shared/domain/tree/items.ts';
import { timeText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { useNow } from '#renderer/ui/use-now.ts';
import { ObjectLink } from '../ObjectLink.tsx';
import { nodeProperty, textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

const { label, sentence, card } = propertiesText;

export function SnapshotCard({ facts }: { readonly facts: VmFacts }) {
  const nowMs = useNow();
  const { vm, truth } = facts;
  const properties = [
    originalRow(facts),
    textProperty(label.taken, vm.snapshotTime === null ? undefined : timeText(vm.snapshotTime, nowMs)),
    textProperty(label.withMemory, vm.power === 'Suspended' ? sentence.withMemory : sentence.diskOnly),
  ];
  return <PropertyCard title={card.snapshot} properties={properties} isLastKnown={!truth.isNow} />;
}

function originalRow({ target, vm }: VmFacts): Property {
  const original = vm.snapshotOf === null ? undefined : target.inventory.vm.get(vm.snapshotOf);
  if (vm.snapshotOf === null || original === undefined) return textProperty(label.snapshotOf, sentence.gone);
  const link = <ObjectLink item={vmItem(target.server.id, vm.snapshotOf, original)} name={original.name} />;
  return nodeProperty(label.snapshotOf, link, original.name);
}
