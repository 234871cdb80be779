import { useEffect, useMemo, useState } from 'react';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import { clockText } from '#shared/text/format.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { InventoryState } from '#renderer/state/inventory-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StatusWord } from '#renderer/ui/StatusWord.tsx';
import { useSeconds } from '#renderer/ui/use-seconds.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import { PoolDelays } from './PoolDelays.tsx';
import css from './StatusBar.module.css';
import { tryNow } from './try-now.ts';

/** Sentences about everything at once. */
export function StatusBar({ version }: { readonly version: string | undefined }) {
  const servers = useInventory((state) => state.servers);
  const live = servers.filter((server) => server.state.is === 'live').length;
  const say = windowText.status;
  return (
    <footer className={css['bar']} aria-live="off">
      {servers.length === 0 && <StatusWord icon="info" tone="quiet" word={say.none} />}
      {live > 0 && <StatusWord icon="ok" tone="ok" word={say.live(live)} />}
      <HostsWord servers={servers} />
      {servers.map((server) => (
        <LostServer key={server.id} server={server} />
      ))}
      <span className={css['end']}>
        {live > 0 && <LastEvent />}
        {live > 0 && <PoolDelays servers={servers} />}
        {servers.length === 0 && version !== undefined && windowText.version(version)}
        {servers.length > 0 && <Clock />}
      </span>
    </footer>
  );
}

function HostsWord({ servers }: { readonly servers: readonly Server[] }) {
  const inventories = useInventory((state) => state.inventories);
  const hosts = useMemo(() => hostCounts(servers, inventories), [servers, inventories]);
  if (hosts.all === 0) return null;
  const isAll = hosts.live === hosts.all;
  return <StatusWord icon={isAll ? 'ok' : 'dark'} tone={isAll ? 'ok' : 'warn'} word={frameText.darkHosts(hosts.live, hosts.all)} />;
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

function LostServer({ server }: { readonly server: Server }) {
  const inventory = useInventory((state) => state.inventories.get(server.id)) ?? emptyInventory;
  const { state } = server;
  if (state.is === 'live' || state.is === 'connecting') return null;
  const name = poolNameOf({ server, inventory });
  if (state.is === 'closed') {
    return <StatusWord icon="clock" tone="known" word={state.why.kind === 'read-from-file' ? frameText.fromFile(name) : frameText.lost(name)} />;
  }
  return <NextTry server={server} name={name} atMs={state.nextTryAtMs} />;
}

function NextTry({ server, name, atMs }: { readonly server: Server; readonly name: string; readonly atMs: number | undefined }) {
  const client = useClient();
  const nowMs = useSeconds();
  const seconds = atMs === undefined ? 0 : Math.ceil((atMs - nowMs) / 1_000);
  return (
    <>
      <StatusWord icon="clock" tone="known" word={seconds <= 0 ? frameText.tryingNow(name) : frameText.nextTry(name, seconds)} />
      <Button kind="quiet" label={frameText.tryNow(name)} onClick={() => tryNow(client, server.id)}>
        {windowText.details.tryNow}
      </Button>
    </>
  );
}

/** In steps of five seconds: an age that runs draws the eye. */
const STEP_S = 5;

function LastEvent() {
  const client = useClient();
  const nowMs = useSeconds();
  const [heardMs, setHeardMs] = useState<number>();
  useEffect(
    () =>
      client.listen({
        opened: () => undefined,
        // Whole seconds, so that a flood of events draws this word once.
        event: ({ topic }) => topic === 'pools' && setHeardMs(Math.floor(Date.now() / 1_000) * 1_000),
        lost: () => undefined,
      }),
    [client],
  );
  if (heardMs === undefined) return null;
  const age = Math.max(0, (nowMs - heardMs) / 1_000);
  return <StatusWord icon="live" tone="ok" word={frameText.lastEvent(age < STEP_S ? Math.min(age, 1) : age - (age % STEP_S))} />;
}

function Clock() {
  return <time>{clockText(useSeconds())}</time>;
}
