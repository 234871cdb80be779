import { percentText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { StackedBar } from '#renderer/ui/StackedBar.tsx';
import { Missing } from '../Missing.tsx';
import { textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { SrFacts } from '../SrGeneral.tsx';

const { label, card, sentence } = propertiesText;

/** Above this an administrator wants to know before it is too late. */
const FULL = 0.9;

export function SrUsageCard({ facts: { sr, truth } }: { readonly facts: SrFacts }) {
  const { physicalSize: size, physicalUtilisation: used, virtualAllocation: promised } = sr;
  // Drives and some libraries have no size of their own.
  if (size <= 0) {
    return (
      <Card title={card.usage} fill="padded">
        <p>
          <Missing is="unsaid" />
        </p>
      </Card>
    );
  }
  const promise = promised > size ? `${sizeText(promised)} · ${sentence.overcommitted}` : sizeText(promised);
  return (
    <PropertyCard
      title={card.usage}
      mark={percentText(used / size)}
      properties={[textProperty(label.size, sizeText(size)), textProperty(label.promised, promise)]}
      isLastKnown={!truth.isNow}
    >
      <StackedBar
        isLastKnown={!truth.isNow}
        parts={[
          { key: used / size > FULL ? 'crowded' : 'used', value: used, label: `${label.used} ${sizeText(used)}` },
          { key: 'free', value: Math.max(0, size - used), label: sentence.free(sizeText(Math.max(0, size - used))) },
        ]}
      />
    </PropertyCard>
  );
}
