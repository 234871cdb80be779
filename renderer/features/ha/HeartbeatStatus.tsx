import { byNaturalOrder, isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef } from '#shared/domain/inventory/watched.ts';
import { haText } from '#shared/text/ha-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { CardTable } from '#renderer/ui/CardTable.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';

/** What each host sees of the others and of the heartbeat's disk, as it says itself. */
export function HeartbeatStatus({ inventory, isLastKnown }: { readonly inventory: Inventory; readonly isLastKnown: boolean }) {
  const all = inventory.host.size;
  return (
    <Card title={haText.status} isLastKnown={isLastKnown}>
      <CardTable
        label={haText.status}
        columns={[{ title: haText.host }, { title: haText.network }, { title: haText.statefile }]}
        rows={byName([...inventory.host]).map(([ref, host]) => ({
          key: ref,
          cells: isHostLive(inventory, ref)
            ? [
                host.name,
                <Peers key="peers" seen={host.haNetworkPeers.length} all={all} />,
                <Statefile key="file" host={host} inventory={inventory} />,
              ]
            : [host.name, <StatusWord key="silent" icon="dark" tone="warn" word={haText.silent} />, ''],
        }))}
      />
    </Card>
  );
}

function byName(hosts: readonly (readonly [HostRef, Host])[]): typeof hosts {
  return hosts.toSorted(([, a], [, b]) => byNaturalOrder(a.name, b.name));
}

function Peers({ seen, all }: { readonly seen: number; readonly all: number }) {
  const word = haText.peers(seen, all);
  return seen >= all ? (
    <StatusWord icon="ok" tone="ok" word={word} />
  ) : (
    <StatusWord icon="warning" tone={seen === 0 ? 'danger' : 'warn'} word={word} />
  );
}

function Statefile({ host, inventory }: { readonly host: Host; readonly inventory: Inventory }) {
  const disks = [...inventory.vdi].filter(([ref]) => host.haStatefiles.includes(ref)).map(([, vdi]) => vdi);
  const names = disks.flatMap(({ sr }) => (sr === null ? [] : (inventory.sr.get(sr)?.name ?? [])));
  if (host.haStatefiles.length === 0) return <StatusWord icon="error" tone="danger" word={haText.statefileLost} />;
  return <StatusWord icon="ok" tone="ok" word={haText.statefileSeen(names.join(', '))} />;
}
