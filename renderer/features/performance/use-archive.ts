import { useEffect, useState } from 'react';
import type { Input, Output } from '#shared/contract/calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { type Span, spans } from '#shared/domain/metrics/history.ts';
import { useClient } from '#renderer/state/client-context.ts';

export type Machine = Input<'metrics.archive'>['of'];
type Answer = Output<'metrics.archive'>;

export type ArchiveState = { readonly is: 'waiting' } | { readonly is: 'failed'; readonly failure: Failure } | Answer;

/** New rows of the coarser archives come seldom; what is asked more often than this is asked for nothing. */
const SELDOM_MS = 60_000;

/** What a machine has measured, asked for again as often as there is something new while somebody looks. */
export function useArchive(server: ServerId, of: Machine | undefined, on: { readonly span: Span; readonly isLive: boolean }): ArchiveState {
  const client = useClient();
  const { span, isLive } = on;
  const key = of === undefined ? '' : `${server} ${of.is} ${of.ref} ${span}`;
  const [known, setKnown] = useState<{ readonly key: string; readonly state: ArchiveState }>();
  const [is, ref] = [of?.is, of?.ref];
  useEffect(() => {
    if (is === undefined || ref === undefined) return undefined;
    const asked = { server, of: { is, ref } as Machine, span };
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const result = document.hidden ? undefined : await client.call('metrics.archive', asked, stop.signal);
      if (stop.signal.aborted) return;
      if (result !== undefined)
        setKnown((before) => next(before, { key, state: result.ok ? result.value : { is: 'failed', failure: result.failure } }));
      if (isLive) timer = setTimeout(() => background(ask()), Math.min(spans[span].stepSec * 1_000, SELDOM_MS));
    };
    background(ask());
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [client, server, is, ref, span, isLive, key]);
  return known?.key === key ? known.state : { is: 'waiting' };
}

interface Known {
  readonly key: string;
  readonly state: ArchiveState;
}

/** What was known stays when one answer is missing. */
function next(before: Known | undefined, now: Known): Known {
  const isWorse = now.state.is !== 'known' && before?.key === now.key && before.state.is === 'known';
  return isWorse ? before : now;
}

function background(work: Promise<void>): void {
  work.catch((error: unknown) => reportError(error));
}
