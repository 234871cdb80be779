import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { Server } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { JoinSide } from '#shared/domain/joining/side.ts';

export type Looked =
  | { readonly is: 'looking' }
  | { readonly is: 'seen'; readonly side: JoinSide }
  | { readonly is: 'failed'; readonly failure: Failure };

/** As soon as a host shows a change it is asked again, but not at every single one of many. */
const LOOK_AGAIN_AFTER_MS = 1_500;

export interface Sides {
  of(server: string): Looked;
  readonly lookAgain: () => void;
}

/** What each server answers of itself, asked when it appears, when its records change and when somebody wants to know. */
export function useSides(client: Client, servers: readonly { readonly server: Server; readonly inventory: Inventory }[]): Sides {
  const [looked, setLooked] = useState<ReadonlyMap<string, Looked>>(new Map());
  const asked = useRef(new Map<string, { readonly inventory: Inventory; readonly stop: AbortController; readonly timer: number }>());

  const look = useCallback(
    (server: Server, stop: AbortController) => {
      const tell = (next: Looked): void => {
        if (!stop.signal.aborted) setLooked((known) => new Map([...known, [server.id, next]]));
      };
      client.call('joining.look', { server: server.id }, stop.signal).then(
        (result) => tell(result.ok ? { is: 'seen', side: result.value.side } : { is: 'failed', failure: result.failure }),
        (error: unknown) => reportError(error),
      );
    },
    [client],
  );

  useEffect(() => {
    for (const { server, inventory } of servers) {
      const before = asked.current.get(server.id);
      if (before?.inventory === inventory) continue;
      window.clearTimeout(before?.timer);
      const stop = before?.stop ?? new AbortController();
      const timer = window.setTimeout(() => look(server, stop), before === undefined ? 0 : LOOK_AGAIN_AFTER_MS);
      asked.current.set(server.id, { inventory, stop, timer });
    }
  }, [servers, look]);

  useEffect(() => {
    const all = asked.current;
    return () => {
      for (const { stop, timer } of all.values()) {
        window.clearTimeout(timer);
        stop.abort();
      }
      all.clear();
    };
  }, []);

  return {
    of: (server) => looked.get(server) ?? { is: 'looking' },
    lookAgain() {
      setLooked(new Map());
      for (const { server } of servers) {
        const stop = asked.current.get(server.id)?.stop;
        if (stop !== undefined) look(server, stop);
      }
    },
  };
}
