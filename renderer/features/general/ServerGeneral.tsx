import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { missingProperty, textProperty } from './properties.tsx';
import { PropertyCard } from './PropertyCard.tsx';
import { TruthMark, useTruth } from './truth.tsx';

const { label, card } = propertiesText;

/** A connection of which no more is known than how it is made. */
export function ServerGeneral({ target }: { readonly target: Target }) {
  const { server, inventory } = target;
  const truth = useTruth(target, undefined);
  const members = [...inventory.host.values()].map(({ address }) => address).sort(byNaturalOrder);
  const properties = [
    textProperty(label.address, server.address, { isEvidence: true }),
    textProperty(label.user, server.user),
    members.length === 0 ? missingProperty(label.members, 'not-loaded') : textProperty(label.members, members.join('\n'), { isEvidence: true }),
  ];
  return (
    <Columns>
      <Stack>
        <PropertyCard title={card.connection} properties={properties} mark={<TruthMark truth={truth} />} isLastKnown={!truth.isNow} />
      </Stack>
    </Columns>
  );
}
