import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { prefixOf } from '#shared/domain/address/netmask.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { linkSpeedText } from '#shared/text/size-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { Copyable } from '../Copyable.tsx';
import type { HostFacts } from '../HostGeneral.tsx';

type Pif = RecordOf<'pif'>;

const { label, sentence, card } = propertiesText;

/** Every interface with an address, management first. */
export function AddressesCard({ facts: { target, ref, truth } }: { readonly facts: HostFacts }) {
  const { inventory } = target;
  const pifs = addressedPifs(inventory, ref);
  return (
    <Card title={card.addresses} isLastKnown={!truth.isNow}>
      {pifs.length === 0 ? (
        <EmptyState>{sentence.noAddress}</EmptyState>
      ) : (
        <CardTable
          label={card.addresses}
          columns={[{ title: label.purpose }, { title: label.nic }, { title: label.address, width: 'wide' }, { title: label.link }]}
          rows={pifs.map((pif) => ({
            key: pif.uuid,
            cells: [
              purposeOf(inventory, pif),
              nicName(pif),
              <Copyable key="address" label={label.address} lines={addressesOf(pif)} />,
              <LinkWord key="link" pif={pif} inventory={inventory} isNow={truth.isNow} />,
            ],
          }))}
        />
      )}
    </Card>
  );
}

function addressedPifs(inventory: Inventory, host: HostRef): readonly Pif[] {
  const own = [...inventory.pif.values()].filter((pif) => pif.host === host && (pif.isManagement || addressesOf(pif).length > 0));
  return own.sort((a, b) =>
    a.isManagement === b.isManagement ? byNaturalOrder(a.device, b.device) : Number(b.isManagement) - Number(a.isManagement),
  );
}

function addressesOf({ ip, netmask, ipv6 }: Pif): readonly string[] {
  const prefix = prefixOf(netmask);
  const four = ip === '' ? [] : [prefix === undefined ? ip : `${ip}/${prefix}`];
  return [...four, ...ipv6.filter(Boolean)];
}

/** What the administrator calls it; the management interface keeps its own word. */
function purposeOf(inventory: Inventory, pif: Pif): string {
  const named = pif.otherConfig['management_purpose'] ?? '';
  if (named !== '') return named;
  if (pif.isManagement) return sentence.management;
  return (pif.network === null ? undefined : inventory.network.get(pif.network)?.name) ?? sentence.gone;
}

export function nicName({ device, vlan }: Pif): string {
  return vlan >= 0 ? `${device}.${vlan}` : device;
}

export function LinkWord({ pif, inventory, isNow }: { readonly pif: Pif; readonly inventory: Inventory; readonly isNow: boolean }) {
  const metrics = pif.metrics === null ? undefined : inventory.pifMetrics.get(pif.metrics);
  if (!pif.isAttached) return <StatusWord icon="dash" tone="quiet" word={sentence.notAttached} />;
  if (metrics === undefined) return <StatusWord icon="dash" tone="quiet" word={propertiesText.missing.unsaid} />;
  const word = metrics.hasCarrier ? (metrics.speed > 0 ? linkSpeedText(metrics.speed) : sentence.linkUp) : sentence.linkDown;
  if (!isNow) return <StatusWord icon="clock" tone="known" word={word} />;
  return <StatusWord icon={metrics.hasCarrier ? 'ok' : 'error'} tone={metrics.hasCarrier ? 'ok' : 'danger'} word={word} />;
}
