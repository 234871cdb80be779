import { useEffect, useMemo, useState } from 'react';
import type { Client } from '#shared/contract/client.ts';
import type { Input, Output } from '#shared/contract/calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { DetailClass, Details } from '#shared/domain/details/details.ts';
import { useClient } from '#renderer/state/client-context.ts';
import type { Target } from '#renderer/state/command.ts';
import { useNow } from '#renderer/ui/use-now.ts';

/** What the server has said of an object beyond what is known of all, as far as it has been asked. */
export type DetailsState<C extends DetailClass> =
  | { readonly is: 'loading' }
  | { readonly is: 'failed'; readonly failure: Failure }
  | { readonly is: 'known'; readonly fields: Details<C>; readonly atMs: number; readonly isNow: boolean };

type Question = Input<'object.details'>;
type Answer = Output<'object.details'>;

/**
 * Asks for the details of an object, again whenever its record, the connection or the minute has changed. What was
 * known stays until the next answer is there.
 */
export function useDetails<C extends DetailClass>(
  target: Target,
  of: { readonly class: C; readonly ref: string; readonly record: object },
): DetailsState<C> {
  const client = useClient();
  const nowMs = useNow();
  const [state, setState] = useState<DetailsState<C>>({ is: 'loading' });
  const server = target.server.id;
  const link = target.server.state.is;
  const { class: name, ref, record } = of;
  const asker = useMemo(
    () =>
      createAsker(
        client,
        { server, class: name, ref },
        {
          // The engine reads the fields of this very class.
          known: (answer) => setState({ is: 'known', fields: answer.fields as Details<C>, atMs: answer.atMs, isNow: answer.isNow }),
          failed: (failure) => setState((before) => (before.is === 'known' ? { ...before, isNow: false } : { is: 'failed', failure })),
        },
      ),
    [client, server, name, ref],
  );
  useEffect(() => asker.stop, [asker]);
  useEffect(() => asker.askIfChanged([record, link, nowMs]), [asker, record, link, nowMs]);
  return state;
}

interface Asker {
  /** Asks if any of what the answer depends on is not what it was. */
  askIfChanged(grounds: readonly unknown[]): void;
  stop(): void;
}

/** One question at a time: an object that changes many times a second is asked as often as the server answers. */
function createAsker(
  client: Client,
  question: Question,
  tell: { readonly known: (answer: Answer) => void; readonly failed: (failure: Failure) => void },
): Asker {
  const controller = new AbortController();
  let grounds: readonly unknown[] = [];
  let isAsking = false;
  let isDue = false;
  const isStopped = (): boolean => controller.signal.aborted;

  async function askUntilStill(): Promise<void> {
    isAsking = true;
    while (isDue && !isStopped()) {
      isDue = false;
      const result = await client.call('object.details', question, controller.signal);
      if (isStopped()) break;
      if (result.ok) tell.known(result.value);
      else tell.failed(result.failure);
    }
    isAsking = false;
  }

  return {
    askIfChanged(next) {
      if (next.length === grounds.length && next.every((ground, index) => ground === grounds[index])) return;
      grounds = next;
      isDue = true;
      if (!isAsking) askUntilStill().catch((error: unknown) => reportError(error));
    },
    stop: () => controller.abort(),
  };
}
