import { expect, test } from 'vitest';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine, connected, type TestEngine } from '#test/support/test-engine.ts';

async function pictureOf(engine: TestEngine, server: ServerId): Promise<{ inventory: Inventory; sequence: number }> {
  const result = await engine.call('pool.snapshot', { server });
  if (!result.ok) throw new Error(result.failure.kind);
  return { inventory: applyDelta(emptyInventory, result.value.inventory), sequence: result.value.sequence };
}

test('the first picture holds every watched object with the facts of the server', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const { inventory } = await pictureOf(engine, await connected(engine, served));
  const { database } = firstPool(served.world);
  const theirs = Object.fromEntries(
    database.refs('VM').map((ref) => [ref, [database.get('VM', ref)['name_label'], database.get('VM', ref)['power_state']]]),
  );
  const ours = Object.fromEntries([...inventory.vm].map(([ref, vm]) => [ref, [vm.name, vm.power]]));
  expect(ours).toEqual(theirs);
  expect([...inventory.host.keys()].sort()).toEqual([...database.refs('host')].sort());
});

test('a change arrives as the field that changed, and an unwatched one not at all', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { database } = firstPool(served.world);
  const [ref = ''] = database.refs('VM');
  const { sequence } = await pictureOf(engine, server);
  database.set('VM', ref, { bios_strings: { 'bios-vendor': 'nobody looks' } });
  database.set('VM', ref, { name_label: 'renamed' });
  const event = await engine.heard(({ topic, sequence: number }) => topic === 'pools' && number > sequence);
  expect(event).toEqual({ topic: 'pools', sequence: sequence + 1, payload: { server, delta: { vm: { set: { [ref]: { name: 'renamed' } } } } } });
});

test('objects that appear and vanish are told, and the sum of all deltas is the next picture', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { database } = firstPool(served.world);
  const before = await pictureOf(engine, server);
  const [ref = ''] = database.refs('VM');
  const row = database.get('VM', ref);
  database.create('VM', 'OpaqueRef:new', { ...row, uuid: 'new', name_label: 'newcomer', VIFs: [], VBDs: [] });
  await engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.['OpaqueRef:new'] !== undefined);
  database.destroy('VM', 'OpaqueRef:new');
  database.set('VM', ref, { name_label: 'last' });
  await engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.gone?.includes('OpaqueRef:new') === true);
  const after = await pictureOf(engine, server);
  const deltas = engine.said.filter((event) => event.sequence > before.sequence && event.sequence <= after.sequence);
  const sum = deltas.reduce(
    (inventory, event) => (event.topic === 'pools' ? applyDelta(inventory, event.payload.delta) : inventory),
    before.inventory,
  );
  expect(sum).toEqual(after.inventory);
});

test('a pool that fails keeps its picture, says since when, and comes back with the difference', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { master, database } = firstPool(served.world);
  const [ref = ''] = database.refs('VM');
  master.link.mode = 'reset';
  served.refresh();
  await engine.heard(
    (event) => event.topic === 'servers' && event.payload.some(({ state }) => state.is === 'stale' && state.nextTryAtMs !== undefined),
  );
  const list = await engine.call('servers.list', {});
  expect(list).toMatchObject({
    value: { servers: [{ state: { is: 'stale', sinceMs: engine.clock.now(), why: { kind: 'unreachable', why: 'closed' } } }] },
  });
  expect((await pictureOf(engine, server)).inventory.vm.size).toBeGreaterThan(0);

  database.set('VM', ref, { name_label: 'renamed meanwhile' });
  master.link.mode = 'ok';
  served.refresh();
  const told = engine.said.length;
  engine.clock.advance(1_000);
  await engine.heard((event) => engine.said.indexOf(event) >= told && event.topic === 'servers' && event.payload[0]?.state.is === 'live');
  const deltas = engine.said.slice(told).filter((event) => event.topic === 'pools');
  expect(deltas.map((event) => event.payload)).toMatchObject([{ delta: { vm: { set: { [ref]: { name: 'renamed meanwhile' } } } } }]);
});

test('a replaced certificate closes the link for good instead of sending the password to whoever answers', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  await connected(engine, served);
  const { master } = firstPool(served.world);
  master.link.mode = 'reset';
  served.refresh();
  await engine.heard(
    (event) => event.topic === 'servers' && event.payload.some(({ state }) => state.is === 'stale' && state.nextTryAtMs !== undefined),
  );
  master.certificateGeneration += 1;
  master.link.mode = 'ok';
  served.refresh();
  engine.clock.advance(1_000);
  const event = await engine.heard(({ topic, payload }) => topic === 'servers' && JSON.stringify(payload).includes('"closed","sinceMs"'));
  expect(event).toMatchObject({ payload: [{ state: { is: 'closed', why: { kind: 'untrusted-certificate' } } }] });
});
