import { targetOfSr } from '#shared/domain/capacity/sr-facts.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { SrFacts } from '../SrGeneral.tsx';

const { label, card } = propertiesText;

/** Only what a driver of its kind needs; what does not belong to it is left out. */
export function SrTargetCard({ facts: { target, ref, truth } }: { readonly facts: SrFacts }) {
  const place = targetOfSr(target.inventory, ref);
  const properties = (['target', 'path', 'device', 'scsiId'] as const).flatMap((name) =>
    place[name] === undefined ? [] : [textProperty(label[name], place[name], { isEvidence: true })],
  );
  return properties.length === 0 ? null : <PropertyCard title={card.target} properties={properties} isLastKnown={!truth.isNow} />;
}
