import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as realTime } from 'node:timers/promises';
import type { Demo } from '#engine/ports.ts';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { addPlainPool, hostNamed, type PlainPoolPlan } from '#simulator/scenarios/plain-pool.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { type DataCentre, serveDataCentre } from '#simulator/serve-data-centre.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { named } from './ask.ts';
import { createLeapingClock } from './leaping-clock.ts';
import { aTestEngine, type TestEngine } from './test-engine.ts';

/** What takes ten minutes by default takes seconds, as an administrator could set it. */
const LIVENESS = { heartbeatEveryMs: 500, lookEveryMs: 500, assumedDeadMs: 4_000 };
const SLICE_MS = 500;
const MOST_SLICES = 64;
const LONGEST_MS = 900_000;
const QUIET_FOR_MS = 150;
const SLICE_TAKES_MS = 2;
const THREADS = '/proc/self/task';
/** A handshake reckons for longer. */
const IDLE_BELOW_MS = 12;

/** Hosts `lab-1` and on with SSH on all their addresses, which lead to them from the engine as from outside. */
export interface GuardedPool extends AsyncDisposable {
  readonly world: World;
  readonly server: ServerId;
  /** The one that runs now. */
  engine(): TestEngine;
  host(name: string): SimHost;
  hostRef(name: string): HostRef;
  network(name: string): RefOf<'network'>;
  /** The hosts' SSH keys are known from then on. */
  meet(...names: readonly string[]): Promise<void>;
  begin(request: Requested): Promise<OperationId>;
  end(id: OperationId): Promise<Operation>;
  done(request: Requested): Promise<Operation>;
  /** Where nothing happens but waiting, the engine's time and the world's leap together, until it is so. */
  leapUntil(isSo: () => boolean): Promise<void>;
  /** The app ends in the middle of whatever it does, and starts again over the same data. */
  restart(): Promise<void>;
}

function demoOf(dataCentre: DataCentre): Demo {
  const { hosts, user, password, addresses } = dataCentre;
  return {
    start: async () => ({
      servers: hosts.filter(({ master }) => master).map(({ address, fingerprint }) => ({ address, user, password, fingerprint })),
      routes: [...hosts.map(({ address, url }) => ({ address, leadsTo: url })), ...addresses],
      // It goes on when the app is closed.
      close: async () => undefined,
    }),
  };
}

export async function aGuardedPool({ hostCount = 3, more }: Partial<Pick<PlainPoolPlan, 'hostCount' | 'more'>> = {}): Promise<GuardedPool> {
  const world = await buildScenario(
    {
      name: 'guarded',
      description: 'Hosts with two ways to each',
      build: (stage) =>
        void addPlainPool(stage, {
          name: 'lab',
          hostPrefix: 'lab',
          hostCount,
          addressPrefix: '10.8.0',
          vmCount: 0,
          storage: 'none',
          ...(more !== undefined && { more }),
        }),
    },
    { startMs: Date.now(), slowness: 0.05, liveness: LIVENESS },
  );
  const dataCentre = await serveDataCentre(world, {});
  const clock = createLeapingClock();
  const demo = demoOf(dataCentre);
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-guarded-'));
  const start = (): TestEngine => aTestEngine({ demo, clock, paths: { data: folder } });
  let engine = start();
  let batches = 0;

  async function open(): Promise<ServerId> {
    const opened = await engine.call('demo.open', {});
    if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
    await engine.heard(({ topic, payload }) => topic === 'servers' && payload.some(({ state }) => state.is === 'live'));
    const listed = await engine.call('servers.list', {});
    const [server] = listed.ok ? listed.value.servers : [];
    if (server === undefined) throw new Error('no server');
    return server.id;
  }

  const server = await open();
  const at: GuardedPool = {
    world,
    server,
    engine: () => engine,
    host: (name) => hostNamed(world, name),
    // Refs of the simulator are those of the wire.
    hostRef: (name) => named(world, 'host', name) as HostRef,
    network: (name) => named(world, 'network', name) as RefOf<'network'>,
    async meet(...names) {
      for (const name of names) await meetHost(engine, { server, host: at.hostRef(name) });
    },
    async begin(request) {
      const result = await engine.call('operation.start', { id: `guarded-${(batches += 1)}`, requests: [request] });
      const [id] = result.ok ? result.value.operations : [];
      if (id === undefined) throw new Error(`not started: ${JSON.stringify(result)}`);
      return id;
    },
    done: async (request) => await at.end(await at.begin(request)),
    async end(id) {
      const ended = endOf(engine, id);
      let isOver = false;
      const watched = ended.finally(() => (isOver = true));
      await at.leapUntil(() => isOver);
      return await watched;
    },
    async leapUntil(isSo) {
      const startMs = clock.now();
      for (let slices = 1; !isSo(); ) {
        if (clock.now() - startMs > LONGEST_MS) throw new Error('waited in vain');
        slices = (await isIdle(QUIET_FOR_MS, IDLE_BELOW_MS)) ? Math.min(MOST_SLICES, slices * 2) : 1;
        for (let slice = 1; slice < slices && !isSo(); slice += 1) {
          world.clock.advance(SLICE_MS);
          clock.leap(SLICE_MS);
          if (!(await isIdle(SLICE_TAKES_MS, 1))) break;
        }
      }
    },
    async restart() {
      await engine[Symbol.asyncDispose]();
      engine = start();
      await open();
    },
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await dataCentre.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return at;
}

/**
 * Engine, hosts and sockets are all of this process: while it does nothing, everybody waits for time to pass. What it had of the
 * processor tells; by the clock on the wall it seems to be at work while others keep the machine busy.
 */
async function isIdle(forMs: number, belowMs: number): Promise<boolean> {
  const before = process.cpuUsage();
  await realTime(forMs);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 < belowMs && !isAnotherThreadDue();
}

/** One that waits for the processor has used nothing of it. Not read by way of threads, which would see themselves. */
function isAnotherThreadDue(): boolean {
  if (process.platform !== 'linux') return false;
  return readdirSync(THREADS).some((thread) => thread !== String(process.pid) && stateOf(thread) === 'R');
}

function stateOf(thread: string): string | undefined {
  try {
    return /^\d+ \(.*\) (\w)/s.exec(readFileSync(join(THREADS, thread, 'stat'), 'utf8'))?.[1];
  } catch {
    // It has ended since it was listed.
    return undefined;
  }
}

async function endOf(engine: TestEngine, id: OperationId): Promise<Operation> {
  const isOver = ({ id: other, state }: Operation): boolean => other === id && state.is !== 'waiting' && state.is !== 'running';
  const event = await engine.heard(({ topic, payload }) => topic === 'operations' && payload.changed.some(isOver));
  const ended = event.topic === 'operations' ? event.payload.changed.find(isOver) : undefined;
  if (ended === undefined) throw new Error('it was there a moment ago');
  return ended;
}

/** Looks at the host until a way to it works, agreeing to whatever key is shown. */
async function meetHost(engine: TestEngine, at: { readonly server: ServerId; readonly host: HostRef }): Promise<void> {
  const answered = new Set<string>();
  await engine.call('recovery.open', at);
  for (;;) {
    const event = await engine.heard(
      ({ topic, payload }) =>
        topic === 'recovery' &&
        payload.host === at.host &&
        (payload.active !== undefined || (payload.question !== undefined && !answered.has(payload.question.id))),
    );
    if (event.topic !== 'recovery' || event.payload.active !== undefined || event.payload.question === undefined) break;
    answered.add(event.payload.question.id);
    await engine.call('recovery.answer', { ...at, question: event.payload.question.id, answer: { is: 'accept-key' } });
  }
  await engine.call('recovery.close', at);
}
