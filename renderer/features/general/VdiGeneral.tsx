import { useMemo } from 'react';
import { homeOfLocalSr, vmsOfVdi } from '#shared/domain/capacity/sr-facts.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { keyOf } from '#shared/domain/tree/items.ts';
import { dateText } from '#shared/text/format.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { sizeText } from '#shared/text/size-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import type { Target } from '#renderer/state/command.ts';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import type { Property } from '#renderer/ui/PropertyGrid.tsx';
import { type Edited, sortingRows, writtenRows } from './common-rows.tsx';
import { DetailsNote } from './DetailsNote.tsx';
import { FieldsCard } from './FieldsCard.tsx';
import { NotesCard } from './NotesCard.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { detailProperty, nodeProperty, textProperty, wordProperty } from './properties.tsx';
import { PropertyCard } from './PropertyCard.tsx';
import { SrName } from './SrName.tsx';
import { TruthMark, useTruth } from './truth.tsx';
import { useDetails } from './use-details.ts';
import { VmsCard } from './VmsCard.tsx';

type Vdi = RecordOf<'vdi'>;
const { label, card, sentence, yes, no } = propertiesText;

export function VdiGeneral({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const vdi = item.is === 'vdi' ? inventory.vdi.get(item.ref) : undefined;
  if (item.is !== 'vdi' || vdi === undefined) return null;
  return <VdiCards key={keyOf(item)} target={target} vdiRef={item.ref} vdi={vdi} />;
}

function VdiCards({ target, vdiRef, vdi }: { readonly target: Target; readonly vdiRef: RefOf<'vdi'>; readonly vdi: Vdi }) {
  const { inventory } = target;
  const truth = useTruth(target, vdi.sr === null ? undefined : homeOfLocalSr(inventory, vdi.sr));
  const details = useDetails(target, { class: 'vdi', ref: vdiRef, record: vdi });
  const vms = useMemo(() => vmsOfVdi(inventory, vdiRef), [inventory, vdiRef]);
  const edited: Edited = { target, class: 'vdi', ref: vdiRef, record: vdi };
  const properties = [
    ...writtenRows(edited),
    textProperty(label.size, sizeText(vdi.virtualSize)),
    textProperty(label.used, sizeText(vdi.physicalUtilisation)),
    nodeProperty(label.storage, <SrName target={target} sr={vdi.sr} />, vdi.sr === null ? '' : (inventory.sr.get(vdi.sr)?.name ?? '')),
    ...stateRows(vdi),
    textProperty(label.type, valueText('diskType', vdi.type)),
    textProperty(label.readOnly, vdi.isReadOnly ? yes : no),
    textProperty(label.shared, vdi.isSharable ? yes : no),
    detailProperty(label.tracking, details, ({ hasChangedBlockTracking: isOn }) =>
      isOn === undefined ? undefined : isOn ? sentence.checksOn : sentence.checksOff,
    ),
    detailProperty(label.onBoot, details, ({ onBoot }) => (onBoot === undefined ? undefined : valueText('atBoot', onBoot))),
    detailProperty(label.location, details, ({ location }) => textProperty(label.location, location, { isEvidence: true })),
    ...snapshotRows(target, vdi),
    ...sortingRows(edited),
  ];
  return (
    <>
      <DetailsNote details={details} />
      <Columns>
        <Stack>
          <PropertyCard title={card.overview} properties={properties} mark={<TruthMark truth={truth} />} isLastKnown={!truth.isNow} />
        </Stack>
        <Stack>
          <VmsCard target={target} vms={vms} empty={sentence.noVms} isLastKnown={!truth.isNow} />
          <FieldsCard edited={edited} />
          <NotesCard edited={edited} />
        </Stack>
      </Columns>
    </>
  );
}

function stateRows({ isMissing }: Vdi): readonly Property[] {
  return isMissing ? [wordProperty(label.state, { icon: 'error', tone: 'danger', word: sentence.diskMissing })] : [];
}

function snapshotRows({ inventory, server }: Target, vdi: Vdi): readonly Property[] {
  if (!vdi.isSnapshot) return [];
  const original = vdi.snapshotOf === null ? undefined : inventory.vdi.get(vdi.snapshotOf);
  const of =
    vdi.snapshotOf === null || original === undefined
      ? textProperty(label.snapshotOf, sentence.gone)
      : nodeProperty(
          label.snapshotOf,
          <ObjectLink item={{ is: 'vdi', server: server.id, ref: vdi.snapshotOf }} name={original.name} />,
          original.name,
        );
  return [of, textProperty(label.taken, vdi.snapshotTime === null ? undefined : dateText(vdi.snapshotTime))];
}
