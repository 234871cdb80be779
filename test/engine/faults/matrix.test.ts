import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as realTime } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { isNow, PACE, timePasses } from '#test/support/passing-time.ts';
import { textOfFiles } from '#test/support/files.ts';
import { aServedWorld, firstPool, type ServedWorld } from '#test/support/served-world.ts';
import { aTestEngine, pinsOf, type TestEngine } from '#test/support/test-engine.ts';
import { expectTruth } from '#test/support/truth.ts';
import { type Fault, faults } from './fault-table.ts';

/** Longer than any silence that is put up with. */
const NOTICED_MS = 16_000;
const PASSWORD_OF_THE_POOL = 'planted-pa55-word';

const threads = new Set<Worker>();
process.on('worker', (thread: Worker) => {
  threads.add(thread);
  thread.once('exit', () => threads.delete(thread));
});

interface Stage {
  readonly served: ServedWorld;
  readonly engine: TestEngine;
}

/** Plays a scene, then looks for what it left behind. */
async function play({ scenario = 'two-hosts-iscsi' }: Fault, scene: (stage: Stage) => Promise<void>): Promise<void> {
  const before = openSockets();
  {
    await using served = await aServedWorld(scenario, { speed: PACE });
    served.world.slowness = 0;
    for (const account of firstPool(served.world).accounts) Object.assign(account, { password: PASSWORD_OF_THE_POOL });
    const folder = await mkdtemp(join(tmpdir(), 'poolkeeper-faults-'));
    const engine = aTestEngine({ paths: { data: folder } });
    await scene({ served, engine });
    // A good-bye to a server that has fallen silent takes its time too.
    await settling(engine, engine.engine.close())();
    expect(engine.clock.pending()).toBe(0);
    expect(JSON.stringify([engine.said, engine.log]) + (await textOfFiles(folder))).not.toContain(PASSWORD_OF_THE_POOL);
    expect(engine.log.filter((line) => line.includes('"bug"'))).toEqual([]);
    await rm(folder, { recursive: true, force: true });
  }
  for (let looks = 0; openSockets() > before && looks < 500; looks += 1) await realTime(20);
  expect(openSockets()).toBeLessThanOrEqual(before);
  expect(threads.size).toBe(0);
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
}

/** Connects; the answer comes when time is let pass. */
function connecting({ served, engine }: Stage) {
  const address = served.addressOf(firstPool(served.world).master);
  const call = engine.call('server.connect', {
    user: 'root',
    password: PASSWORD_OF_THE_POOL,
    address,
    pins: pinsOf(served),
    remember: 'server-and-password',
  });
  return settling(engine, call);
}

function settling<T>(engine: TestEngine, call: Promise<T>): () => Promise<T> {
  let isSettled = false;
  // How it ended is told to whoever awaits it below.
  const watched = call.finally(() => {
    isSettled = true;
  });
  return async () => {
    await timePasses(engine, () => isSettled);
    return await watched;
  };
}

async function connectedTo(stage: Stage): Promise<ServerId> {
  const result = await connecting(stage)();
  if (!result.ok) throw new Error(`not connected: ${JSON.stringify(result.failure)}`);
  return result.value.server;
}

/** Answers how to undo it. */
function strike({ served }: Stage, fault: Fault): () => void {
  // By the time it is undone another host may be master.
  const { master } = firstPool(served.world);
  fault.strike(served.world, master);
  served.refresh();
  return () => {
    fault.heal(served.world, master);
    served.refresh();
  };
}

async function expectPoolTruth({ served, engine }: Stage, server: ServerId): Promise<void> {
  await expectTruth({ served, engine, server, password: PASSWORD_OF_THE_POOL });
}

/** Either it works or it says why not, and then nothing is left of the attempt. */
async function strikeWhile(stage: Stage, fault: Fault, step: 'connect' | 'load'): Promise<void> {
  const finish = connecting(stage);
  await stage.engine.heard(({ payload }) => JSON.stringify(payload).includes(`"step":"${step}"`));
  const heal = strike(stage, fault);
  const result = await finish();
  const list = await stage.engine.call('servers.list', {});
  const said = { failed: result.ok ? 'not' : result.failure.kind, servers: list.ok ? list.value.servers.length : undefined };
  expect([
    { failed: 'not', servers: 1 },
    { failed: 'unreachable', servers: 0 },
    { failed: 'untrusted-certificate', servers: 0 },
    { failed: 'xapi', servers: 0 },
  ]).toContainEqual(said);
  heal();
  if (result.ok) await expectPoolTruth(stage, result.value.server);
}

describe.each(faults)('$name', (fault) => {
  test('during login', async () => {
    expect.hasAssertions();
    await play(fault, async (stage) => await strikeWhile(stage, fault, 'connect'));
  });

  test('during first load', async () => {
    expect.hasAssertions();
    await play(fault, async (stage) => await strikeWhile(stage, fault, 'load'));
  });

  test('at rest', async () => {
    expect.hasAssertions();
    await play(fault, async (stage) => {
      const server = await connectedTo(stage);
      const heal = strike(stage, fault);
      const untilMs = stage.engine.clock.now() + NOTICED_MS;
      await timePasses(stage.engine, () => isNow(stage.engine, 'stale')() || stage.engine.clock.now() >= untilMs);
      heal();
      await expectPoolTruth(stage, server);
    });
  });

  test('during a call', async () => {
    expect.hasAssertions();
    await play(fault, async (stage) => {
      const server = await connectedTo(stage);
      const { master } = firstPool(stage.served.world);
      const finish = settling(stage.engine, stage.engine.call('host.probe', { server, host: master.ref }));
      const heal = strike(stage, fault);
      expect(await finish()).toMatchObject({ ok: true, value: { probe: {} } });
      heal();
      await expectPoolTruth(stage, server);
    });
  });
});
