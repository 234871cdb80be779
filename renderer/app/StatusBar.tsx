import { useMemo } from 'react';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import { windowText } from '#shared/text/window-text.ts';
import type { InventoryState } from '#renderer/state/inventory-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import css from './StatusBar.module.css';

/** Sentences about everything at once. */
export function StatusBar({ version }: { readonly version: string | undefined }) {
  const servers = useInventory((state) => state.servers);
  const inventories = useInventory((state) => state.inventories);
  const hosts = useMemo(() => hostCounts(servers, inventories), [servers, inventories]);
  const live = servers.filter((server) => server.state.is === 'live').length;
  const lost = servers.filter((server) => server.state.is === 'stale' || server.state.is === 'closed');
  const say = windowText.status;
  return (
    <footer className={css['bar']} aria-live="off">
      {servers.length === 0 && <StatusWord icon="info" tone="quiet" word={say.none} />}
      {live > 0 && <StatusWord icon="ok" tone="ok" word={say.live(live)} />}
      {lost.map((server) => (
        <StatusWord key={server.id} icon="clock" tone="known" word={say.lost(server.address)} />
      ))}
      {hosts.all > 0 && (
        <StatusWord
          icon={hosts.live === hosts.all ? 'ok' : 'dark'}
          tone={hosts.live === hosts.all ? 'ok' : 'warn'}
          word={say.hosts(hosts.live, hosts.all)}
        />
      )}
      <span className={css['end']}>{version === undefined ? '' : windowText.version(version)}</span>
    </footer>
  );
}

/** Of the pools that answer: what a lost pool said last is no answer. */
function hostCounts(servers: InventoryState['servers'], inventories: InventoryState['inventories']) {
  let live = 0;
  let all = 0;
  for (const { id, state } of servers) {
    const inventory = inventories.get(id);
    if (state.is !== 'live' || inventory === undefined) continue;
    for (const host of inventory.host.keys()) {
      all += 1;
      if (isHostLive(inventory, host)) live += 1;
    }
  }
  return { live, all };
}
