import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createEngine, type Engine } from '#engine/engine.ts';
import type { Clock, Ports } from '#engine/ports.ts';
import { type CallName, calls, type Input, type Output } from '#shared/contract/calls.ts';
import type { Pin, ServerId } from '#shared/contract/calls/server-calls.ts';
import { type EngineEvent, events } from '#shared/contract/events.ts';
import type { Failure } from '#shared/contract/failure.ts';
import type { SimHost } from '#simulator/world/world.ts';
import type { Result } from '#shared/kernel/result.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import type { ServedWorld } from './served-world.ts';
import { aTestVault } from './test-vault.ts';

/** As long as the engine gathers changes before it tells them. */
const MOMENT_MS = 50;

/** Nobody waits for such a moment, and no time is said to have passed. */
function withoutMoments(clock: Clock): Clock {
  return {
    now: clock.now,
    after(delayMs, run) {
      if (delayMs > MOMENT_MS) return clock.after(delayMs, run);
      const soon = setImmediate(run);
      return { cancel: () => clearImmediate(soon) };
    },
  };
}

/** An engine as a host would run it, on a clock of the test's own. */
export interface TestEngine extends AsyncDisposable {
  readonly engine: Engine;
  readonly clock: FakeClock;
  /** All it has said so far. */
  readonly said: readonly EngineEvent[];
  readonly log: readonly string[];
  call<N extends CallName>(name: N, input: Input<N>, signal?: AbortSignal): Promise<Result<Output<N>, Failure>>;
  /** Resolves with the first event, past or future, that the test is looking for. */
  heard(isIt: (event: EngineEvent) => boolean): Promise<EngineEvent>;
}

export function aTestEngine(ports: Partial<Ports> = {}): TestEngine {
  const clock = createFakeClock();
  const log: string[] = [];
  const write = (event: string, fields?: object): void => void log.push(JSON.stringify({ event, ...fields }));
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-engine-'));
  let ids = 0;
  const engine = createEngine({
    clock: withoutMoments(clock),
    random: { id: () => `id-${(ids += 1)}` },
    log: { info: write, warn: write },
    version: '1.2.3',
    paths: { data: folder },
    vault: aTestVault(),
    demo: undefined,
    person: 'alex',
    ...ports,
  });
  const said: EngineEvent[] = [];
  const waiting = new Set<() => void>();
  engine.events.listen((event) => {
    // What crosses the table is plain JSON that fits its schema.
    events[event.topic].parse(JSON.parse(JSON.stringify(event.payload)));
    said.push(event);
    for (const look of waiting) look();
  });
  return {
    engine,
    clock,
    said,
    log,
    async call<N extends CallName>(name: N, input: Input<N>, signal = new AbortController().signal) {
      const result = await engine.dispatch(name, input, signal);
      if (result.ok) expect(calls[name].output.parse(JSON.parse(JSON.stringify(result.value)))).toEqual(result.value);
      // The schema has just said so.
      return result as Result<Output<N>, Failure>;
    },
    async heard(isIt) {
      const { promise, resolve } = Promise.withResolvers<EngineEvent>();
      const look = (): void => {
        const found = said.find(isIt);
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
      return await promise.finally(() => waiting.delete(look));
    },
    async [Symbol.asyncDispose]() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Connects the first pool of a world, by its master and with its certificates confirmed. */
export async function connected(engine: TestEngine, served: ServedWorld): Promise<ServerId> {
  const [pool] = served.world.pools;
  if (pool === undefined) throw new RangeError('the world has no pool');
  return await connectedTo(engine, served, pool.master);
}

export async function connectedTo(engine: TestEngine, served: ServedWorld, host: SimHost): Promise<ServerId> {
  const result = await engine.call('server.connect', { ...served.login, address: served.addressOf(host), pins: pinsOf(served) });
  if (!result.ok) throw new Error(`not connected: ${JSON.stringify(result.failure)}`);
  return result.value.server;
}

export function pinsOf(served: ServedWorld): Pin[] {
  return served.world.hosts.map((host) => ({ address: served.addressOf(host), fingerprint: served.fingerprintOf(host) }));
}
