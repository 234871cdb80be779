import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { StreamServer } from '#shared/contract/serve-streams.ts';
import { type StreamInput, type StreamName, streams } from '#shared/contract/streams.ts';
import { fail, ok } from '#shared/kernel/result.ts';

/** What a stream does; it is over when the promise is settled. The signal is aborted when the window breaks off. */
export type StreamHandler<N extends StreamName> = (
  input: StreamInput<N>,
  on: { readonly stream: ByteStream; readonly signal: AbortSignal },
) => Promise<void>;
export type StreamHandlers = { readonly [N in StreamName]: StreamHandler<N> };

/** The only way to a stream's handler, as `createDispatch` is to a call's. */
export function createStreamDispatch(handlers: StreamHandlers, toFailure: (error: unknown) => Failure): StreamServer['openStream'] {
  return async (name, raw, on) => {
    if (!isStreamName(name)) return fail({ kind: 'bug', incident: 'no such stream' });
    const input = streams[name].input.safeParse(raw);
    if (!input.success) return fail({ kind: 'bug', incident: `bad input for ${name}` });
    try {
      // The schema of this very name has just produced the input.
      const handler = handlers[name] as (input: unknown, on: { readonly stream: ByteStream; readonly signal: AbortSignal }) => Promise<void>;
      await handler(input.data, on);
      return ok(undefined);
    } catch (error) {
      return fail(toFailure(error));
    }
  };
}

function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(streams, name);
}
