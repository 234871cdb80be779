import { propertiesText } from '#shared/text/properties-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { detailProperty, textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { VmFacts } from '../VmGeneral.tsx';

const { label, sentence, card } = propertiesText;

export function ComputeCard({ facts }: { readonly facts: VmFacts }) {
  const { vm, details, truth } = facts;
  const properties = [
    textProperty(label.vcpus, sentence.vcpus(vm.vcpusAtStartup, vm.vcpusMax)),
    detailProperty(label.topology, details, ({ platform }) =>
      platform === undefined ? undefined : topologyText(vm.vcpusMax, platform['cores-per-socket']),
    ),
    textProperty(label.memory, sizeText(vm.memoryDynamicMax)),
    textProperty(label.memoryRange, sentence.range(sizeText(vm.memoryDynamicMin), sizeText(vm.memoryDynamicMax))),
    textProperty(label.memoryLimits, sentence.range(sizeText(vm.memoryStaticMin), sizeText(vm.memoryStaticMax))),
    ...actualRows(facts),
  ];
  return <PropertyCard title={card.cpu} properties={properties} isLastKnown={!truth.isNow} />;
}

/** Without a word about it every virtual processor is a socket of its own. */
function topologyText(vcpus: number, coresPerSocket: string | undefined): string {
  const said = Number(coresPerSocket ?? '1');
  const cores = said >= 1 ? said : 1;
  return sentence.topology(Math.max(1, Math.round(vcpus / cores)), cores);
}

function actualRows({ vm, target }: VmFacts): readonly Property[] {
  const actual = vm.metrics === null || vm.power !== 'Running' ? undefined : target.inventory.vmMetrics.get(vm.metrics)?.memoryActual;
  return actual === undefined ? [] : [textProperty(label.memoryNow, sizeText(actual))];
}
