import { expect, test } from 'vitest';
import { applyDelta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { poolDatabaseXml } from '#simulator/world/database-file.ts';
import { sumOf } from '#test/support/pictures.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

const signal = new AbortController().signal;

async function aFile(): Promise<{ name: string; content: string; takenAtMs: number }> {
  const pool = firstPool(await buildScenario(scenarioNamed('two-hosts-iscsi')));
  return { name: 'state.db', content: Buffer.from(poolDatabaseXml(pool)).toString('base64'), takenAtMs: 1_000 };
}

test('a pool from a file stands among the servers with its age, for looking only, until it is closed', async () => {
  await using engine = aTestEngine();
  const opened = await engine.call('pool.open-file', await aFile());
  if (!opened.ok) throw new Error(opened.failure.kind);
  const { server } = opened.value;
  const shown = [
    { id: server, address: 'state.db', user: '', state: { is: 'closed', sinceMs: 1_000, why: { kind: 'read-from-file', file: 'state.db' } } },
  ];
  expect(await engine.call('servers.list', {})).toMatchObject({ value: { servers: shown } });
  const snapshot = await engine.call('pool.snapshot', { server });
  if (!snapshot.ok) throw new Error(snapshot.failure.kind);
  expect(sumOf(engine)).toEqual(applyDelta(emptyInventory, snapshot.value.inventory));

  expect(await engine.call('server.retry', { server })).toEqual({ ok: false, failure: { kind: 'gone' } });
  await engine.call('server.disconnect', { server });
  expect(await engine.call('servers.list', {})).toMatchObject({ value: { servers: [] } });
  expect(await engine.call('pool.snapshot', { server })).toEqual({ ok: false, failure: { kind: 'gone' } });
});

test('a file and the living pool it came from stand side by side', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const opened = await engine.call('pool.open-file', await aFile());
  const live = await connected(engine, served);
  const list = await engine.call('servers.list', {});
  expect(list.ok && list.value.servers.map(({ id, state }) => [id, state.is])).toEqual([
    [live, 'live'],
    [opened.ok && opened.value.server, 'closed'],
  ]);
  const event = engine.said.findLast(({ topic }) => topic === 'servers');
  expect(event?.topic === 'servers' && event.payload.length).toBe(2);
});

test('a file that is no database is a failure of its own and leaves nothing', async () => {
  await using engine = aTestEngine();
  const content = Buffer.from('hello').toString('base64');
  const result = await engine.engine.dispatch('pool.open-file', { name: 'letter.txt', content }, signal);
  expect(result).toEqual({ ok: false, failure: { kind: 'database-file', why: 'not-a-database', file: 'letter.txt' } });
  expect(await engine.call('servers.list', {})).toMatchObject({ value: { servers: [] } });
});
