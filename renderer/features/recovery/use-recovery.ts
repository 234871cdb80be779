import { useEffect, useState } from 'react';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { useClient } from '#renderer/state/client-context.ts';
import { keepInvestigation, useInvestigation } from '#renderer/state/recovery-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';

export interface Recovery {
  readonly investigation: Investigation | undefined;
  readonly failure: Failure | undefined;
  readonly openAgain: () => void;
}

/** Begins to look for a host, or joins; while nobody watches, the host is left in peace and the way to it is kept. */
export function useRecovery(server: ServerId, host: HostRef): Recovery {
  const client = useClient();
  const link = useInventory((state) => state.link);
  const investigation = useInvestigation(server, host);
  const [failure, setFailure] = useState<Failure>();
  const [attempt, setAttempt] = useState(1);
  useEffect(() => {
    if (link !== 'open' || attempt === 0) return undefined;
    let isWatched = true;
    client.call('recovery.open', { server, host }).then(
      (result) => {
        if (result.ok) keepInvestigation(result.value.investigation);
        if (isWatched) setFailure(result.ok ? undefined : result.failure);
        if (isWatched && result.ok && result.value.investigation.isPaused) pause(false);
      },
      (error: unknown) => reportError(error),
    );
    function pause(isPaused: boolean): void {
      client.call('recovery.pause', { server, host, isPaused }).catch((error: unknown) => reportError(error));
    }
    return () => {
      isWatched = false;
      pause(true);
    };
  }, [client, link, server, host, attempt]);
  return { investigation, failure, openAgain: () => setAttempt(attempt + 1) };
}
