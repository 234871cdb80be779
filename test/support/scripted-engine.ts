import { type EngineEvent, noSequences } from '#shared/contract/events.ts';
import type { FrameServer } from '#shared/contract/serve-frames.ts';
import { ok } from '#shared/kernel/result.ts';

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
