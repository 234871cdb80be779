import { setTimeout as realTime } from 'node:timers/promises';
import type { Server, ServerState } from '#shared/contract/calls/server-calls.ts';
import type { TestEngine } from './test-engine.ts';

const STEP_MS = 20;
const STEP_TAKES_MS = 2;
/** The engine's time runs at most this much faster than the sockets it waits for; a world it talks to should keep up. */
export const PACE = STEP_MS / STEP_TAKES_MS;
const LONGEST_MS = 600_000;

/** Lets the engine's time pass, and real sockets have their say in between, until something is so. Tells how long it took. */
export async function timePasses(engine: TestEngine, isSo: () => boolean): Promise<number> {
  const startMs = engine.clock.now();
  while (!isSo()) {
    if (engine.clock.now() - startMs > LONGEST_MS) throw new Error(`waited in vain; it is ${JSON.stringify(serverOf(engine))}`);
    engine.clock.advance(STEP_MS);
    await realTime(STEP_TAKES_MS);
  }
  return engine.clock.now() - startMs;
}

/** Whoever waits for some work lets the engine's time pass meanwhile. */
export async function passing<T>(engine: TestEngine, work: Promise<T>): Promise<T> {
  const ended = { isSo: false };
  const settle = (): void => {
    ended.isSo = true;
  };
  work.then(settle, settle);
  await timePasses(engine, () => ended.isSo);
  return await work;
}

/** The only server, as it was last told of. */
export function serverOf(engine: TestEngine): Server | undefined {
  const last = engine.said.findLast((event) => event.topic === 'servers');
  return last?.topic === 'servers' ? last.payload[0] : undefined;
}

export function isNow(engine: TestEngine, is: ServerState['is']): () => boolean {
  return () => serverOf(engine)?.state.is === is;
}
