import { byNaturalOrder, isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { ipv6Of } from '#shared/domain/networks/managed-at.ts';
import { keyOf } from '#shared/domain/tree/items.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { valueText } from '#shared/text/value-text.ts';
import { useMemo } from 'react';
import type { Target } from '#renderer/state/command.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { Columns, Stack } from '#renderer/ui/Columns.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { type Edited, sortingRows, writtenRows } from './common-rows.tsx';
import { FieldsCard } from './FieldsCard.tsx';
import { LinkWord, nicName } from './host/AddressesCard.tsx';
import { DetailsNote } from './DetailsNote.tsx';
import { Missing } from './Missing.tsx';
import { NotesCard } from './NotesCard.tsx';
import { ObjectLink } from './ObjectLink.tsx';
import { detailProperty, textProperty } from './properties.tsx';
import { PropertyCard } from './PropertyCard.tsx';
import { type Truth, TruthMark, useTruth } from './truth.tsx';
import { useDetails } from './use-details.ts';
import { VmsCard } from './VmsCard.tsx';

type Network = RecordOf<'network'>;
type NetworkRef = RefOf<'network'>;
const { label, card, sentence, yes, no } = propertiesText;

export function NetworkGeneral({ target }: { readonly target: Target }) {
  const { item, inventory } = target;
  const network = item.is === 'network' ? inventory.network.get(item.ref) : undefined;
  if (item.is !== 'network' || network === undefined) return null;
  return <NetworkCards key={keyOf(item)} target={target} networkRef={item.ref} network={network} />;
}

interface NetworkProps {
  readonly target: Target;
  readonly networkRef: NetworkRef;
}

function NetworkCards({ target, networkRef, network }: NetworkProps & { readonly network: Network }) {
  const { inventory } = target;
  const truth = useTruth(target, undefined);
  const details = useDetails(target, { class: 'network', ref: networkRef, record: network });
  const vms = useMemo(() => vmsOn(target, networkRef), [target, networkRef]);
  const edited: Edited = { target, class: 'network', ref: networkRef, record: network };
  const tags = new Set([...inventory.pif.values()].filter((pif) => pif.network === networkRef && pif.vlan >= 0).map(({ vlan }) => String(vlan)));
  const properties = [
    ...writtenRows(edited),
    textProperty(label.vlan, [...tags].join(', ')),
    textProperty(label.mtu, String(network.mtu)),
    textProperty(label.bridge, network.bridge, { isEvidence: true }),
    textProperty(label.purpose, network.purpose.map((word) => valueText('networkPurpose', word)).join(', ')),
    detailProperty(label.lockingMode, details, ({ defaultLockingMode: mode }) => (mode === undefined ? undefined : valueText('lockingMode', mode))),
    // XenCenter writes it, and every client that makes VMs reads it.
    textProperty(label.automatic, network.otherConfig['automatic'] === 'true' ? yes : no),
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
          <NicsCard target={target} networkRef={networkRef} truth={truth} />
          <VmsCard target={target} vms={vms} empty={sentence.noVms} isLastKnown={!truth.isNow} />
          <FieldsCard edited={edited} />
          <NotesCard edited={edited} />
        </Stack>
      </Columns>
    </>
  );
}

function vmsOn({ inventory }: Target, network: NetworkRef): readonly VmRef[] {
  const users = [...inventory.vif.values()].flatMap((vif) => (vif.network === network && vif.vm !== null ? [vif.vm] : []));
  return [...new Set(users)].filter((ref) => {
    const vm = inventory.vm.get(ref);
    return vm !== undefined && isOrdinaryVm(vm);
  });
}

/** Where the network leads out, host by host. */
function NicsCard({ target, networkRef, truth }: NetworkProps & { readonly truth: Truth }) {
  const { inventory, server } = target;
  const hostName = (pif: RecordOf<'pif'>): string => (pif.host === null ? undefined : inventory.host.get(pif.host)?.name) ?? sentence.gone;
  const pifs = [...inventory.pif.values()].filter((pif) => pif.network === networkRef).sort((a, b) => byNaturalOrder(hostName(a), hostName(b)));
  return (
    <Card title={card.nics} isLastKnown={!truth.isNow}>
      {pifs.length === 0 ? (
        <EmptyState>{sentence.externalOnly}</EmptyState>
      ) : (
        <CardTable
          label={card.nics}
          columns={[{ title: label.host }, { title: label.nic }, { title: label.address }, { title: label.link }]}
          rows={pifs.map((pif) => ({
            key: pif.uuid,
            cells: [
              pif.host === null ? (
                sentence.gone
              ) : (
                <ObjectLink key="host" item={{ is: 'host', server: server.id, ref: pif.host }} name={hostName(pif)} />
              ),
              nicName(pif),
              [pif.ip, ipv6Of(pif) ?? ''].filter((one) => one !== '').join(', ') || <Missing key="address" is="none" />,
              <LinkWord key="link" pif={pif} inventory={inventory} isNow={truth.isNow} />,
            ],
          }))}
        />
      )}
    </Card>
  );
}
