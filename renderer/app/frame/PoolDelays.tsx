import { useEffect, useState } from 'react';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { useInventory } from '#renderer/state/tree-state.ts';
import { poolNameOf } from '#renderer/state/pool-name.ts';
import css from './StatusBar.module.css';

/** As many as there is room for: the slowest, which are those that matter. */
const SHOWN = 3;

/** How long each pool that is live takes to answer. */
export function PoolDelays({ servers }: { readonly servers: readonly Server[] }) {
  const delays = useDelays();
  const names = usePoolNames(servers);
  const known = servers.flatMap(({ id, state }) => {
    const ms = delays.get(id);
    return ms === undefined || state.is !== 'live' ? [] : [{ id, ms, text: frameText.delay(names.get(id) ?? '', ms) }];
  });
  if (known.length === 0) return null;
  const slowest = new Set(known.toSorted((a, b) => b.ms - a.ms).slice(0, SHOWN));
  return (
    <span className={css['delays']} title={[frameText.delays, ...known.map(({ text }) => text)].join('\n')}>
      {known
        .filter((one) => slowest.has(one))
        .map(({ text }) => text)
        .join(' · ')}
    </span>
  );
}

function useDelays(): ReadonlyMap<ServerId, number> {
  const client = useClient();
  const [delays, setDelays] = useState<ReadonlyMap<ServerId, number>>(new Map());
  useEffect(
    () =>
      client.listen({
        opened: () => undefined,
        event(event) {
          if (event.topic !== 'delays') return;
          const { server, ms } = event.payload;
          setDelays((known) => (known.get(server) === ms ? known : new Map(known).set(server, ms)));
        },
        lost: () => setDelays(new Map()),
      }),
    [client],
  );
  return delays;
}

/** In one text, so that a pool's other changes draw nothing here. */
function usePoolNames(servers: readonly Server[]): ReadonlyMap<ServerId, string> {
  const names = useInventory(({ inventories }) =>
    servers.map((server) => poolNameOf({ server, inventory: inventories.get(server.id) ?? emptyInventory })).join('\n'),
  ).split('\n');
  return new Map(servers.map(({ id }, index) => [id, names[index] ?? '']));
}
