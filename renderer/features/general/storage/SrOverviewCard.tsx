import { poolNameOf } from '#renderer/state/pool-name.ts';
import { homeOfLocalSr } from '#shared/domain/capacity/sr-facts.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { storageTypeText } from '#shared/text/storage-type-text.ts';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { type Edited, sortingRows, writtenRows } from '../common-rows.tsx';
import { ObjectLink } from '../ObjectLink.tsx';
import { nodeProperty, textProperty } from '../properties.tsx';
import { PropertyCard } from '../PropertyCard.tsx';
import type { SrFacts } from '../SrGeneral.tsx';
import { TruthMark } from '../truth.tsx';

const { label, card } = propertiesText;

export function SrOverviewCard({ facts, edited }: { readonly facts: SrFacts; readonly edited: Edited }) {
  const { sr, truth } = facts;
  const properties = [
    ...writtenRows(edited),
    textProperty(label.type, storageTypeText(sr)),
    textProperty(label.shared, sr.isShared ? propertiesText.yes : propertiesText.no),
    placeRow(facts),
    ...sortingRows(edited),
  ];
  return <PropertyCard title={card.overview} properties={properties} mark={<TruthMark truth={truth} />} isLastKnown={!truth.isNow} />;
}

function placeRow({ target, ref }: SrFacts): Property {
  const { inventory, server } = target;
  const host = homeOfLocalSr(inventory, ref);
  const record = host === undefined ? undefined : inventory.host.get(host);
  if (host !== undefined && record !== undefined) {
    return nodeProperty(label.host, <ObjectLink item={{ is: 'host', server: server.id, ref: host }} name={record.name} />, record.name);
  }
  return textProperty(label.pool, poolNameOf(target));
}
