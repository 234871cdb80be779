import { processorsOf } from '#shared/domain/capacity/processors.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { HostFacts } from '../HostGeneral.tsx';
import { missingProperty, textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';

const { card, label, sentence } = propertiesText;

export function ProcessorCard({ facts: { host, truth } }: { readonly facts: HostFacts }) {
  const processors = processorsOf(host);
  const properties =
    processors === undefined
      ? [missingProperty(label.model, 'unsaid')]
      : [
          textProperty(label.model, sentence.processors(processors.sockets, processors.model)),
          textProperty(label.cores, sentence.cores(processors.cores, processors.threads)),
        ];
  return <PropertyCard title={card.processor} properties={properties} isLastKnown={!truth.isNow} />;
}
