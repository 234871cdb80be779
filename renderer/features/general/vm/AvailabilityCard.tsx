import { propertiesText } from '#shared/text/properties-text.ts';
import { textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

const { label, sentence, card } = propertiesText;

export function AvailabilityCard({ facts: { vm, truth } }: { readonly facts: VmFacts }) {
  const properties = [
    textProperty(label.restart, restartText(vm.haRestartPriority)),
    textProperty(label.order, sentence.orderOf(vm.order, vm.startDelay)),
  ];
  return <PropertyCard title={card.availability} properties={properties} isLastKnown={!truth.isNow} />;
}

function restartText(priority: string): string {
  if (priority === 'restart') return sentence.restart;
  return priority === 'best-effort' ? sentence.bestEffort : priority === '' ? sentence.haNone : priority;
}
