import { type EngineEvent, noSequences } from '#shared/contract/events.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { type ByteStream, StreamStopped } from '#shared/contract/byte-stream.ts';
import type { FrameServer } from '#shared/contract/serve-frames.ts';
import { fail, ok, type Result } from '#shared/kernel/result.ts';

export interface ScriptedEngine extends FrameServer {
  /** What was asked, by name. */
  readonly asked: readonly string[];
  readonly aborted: readonly string[];
  say(event: EngineEvent): void;
  /** Lets everything answer that has been asked under this name. */
  answer(name: string): void;
  listeners(): number;
}

/** The engine as a host sees it: calls answer when the test says so. */
export function aScriptedEngine(): ScriptedEngine {
  const asked: string[] = [];
  const aborted: string[] = [];
  const waiting: { name: string; resolve: () => void }[] = [];
  const listeners = new Set<(event: EngineEvent) => void>();
  return {
    asked,
    aborted,
    async dispatch(name, input, signal) {
      asked.push(name);
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ name, resolve });
      signal.addEventListener('abort', () => {
        aborted.push(name);
        resolve();
      });
      await promise;
      return ok({ name, input });
    },
    async openStream(name, input, { stream, signal }) {
      try {
        return await playStream(name, { input, stream, signal, aborted });
      } catch (error) {
        if (error instanceof StreamStopped) return fail(error.failure);
        throw error;
      }
    },
    events: {
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      sequences: () => ({ ...noSequences(), servers: 3, pools: 7, witnesses: 2 }),
    },
    say: (event) => listeners.forEach((listener) => listener(event)),
    answer: (name) => waiting.filter((call) => call.name === name).forEach((call) => call.resolve()),
    listeners: () => listeners.size,
  };
}

interface Played {
  readonly input: unknown;
  readonly stream: ByteStream;
  readonly signal: AbortSignal;
  readonly aborted: string[];
}

/** Streams a test knows: one gives back what it gets, one makes as many bytes as it is asked for, one fails half-way, one waits. */
async function playStream(name: string, { input, stream, signal, aborted }: Played): Promise<Result<undefined, Failure>> {
  switch (name) {
    case 'echo':
      for await (const part of stream.incoming) await stream.write(part);
      return ok(undefined);
    case 'count':
      for (let left = Number(input); left > 0; left -= 10_000) await stream.write(new Uint8Array(Math.min(left, 10_000)).fill(left % 251));
      return ok(undefined);
    case 'break':
      await stream.write(new Uint8Array([1, 2, 3]));
      return fail({ kind: 'gone' });
    default: {
      const { promise, resolve } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      aborted.push(name);
      return ok(undefined);
    }
  }
}
