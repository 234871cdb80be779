import { useCallback, useEffect, useState } from 'react';
import type { CallName, Input, Output } from '#shared/contract/calls.ts';
import { useClient } from './client-context.ts';

export interface Answer<N extends CallName> {
  /** Undefined until the engine has said it. */
  readonly value: Output<N> | undefined;
  readonly askAgain: () => void;
}

/** What the engine answers to a question, asked when the component appears. */
export function useAnswer<N extends CallName>(name: N, input: Input<N>): Answer<N> {
  const client = useClient();
  const [value, setValue] = useState<Output<N>>();
  const [question] = useState(input);
  const ask = useCallback(
    (signal?: AbortSignal) => {
      client.call(name, question, signal).then(
        (result) => result.ok && setValue(() => result.value),
        (error: unknown) => reportError(error),
      );
    },
    [client, name, question],
  );
  useEffect(() => {
    const controller = new AbortController();
    ask(controller.signal);
    return () => controller.abort();
  }, [ask]);
  return { value, askAgain: useCallback(() => ask(), [ask]) };
}
