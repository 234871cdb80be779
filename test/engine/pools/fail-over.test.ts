import { expect, test } from 'vitest';
import { losePower } from '#simulator/world/machine.ts';
import { endAllSessions } from '#simulator/world/sessions.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { isNow, PACE, serverOf, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool, memberOf, type ServedWorld } from '#test/support/served-world.ts';
import { aTestEngine, connected, pinsOf, type TestEngine } from '#test/support/test-engine.ts';

/** What happens when an administrator, or HA, makes another host the master. */
function promote({ world }: ServedWorld, host: SimHost): void {
  const { pool } = host;
  for (const other of world.hosts) {
    if (other.pool === pool && other !== host) other.role = { is: 'slave', masterAddress: host.address };
  }
  host.role = { is: 'master' };
  pool.master = host;
  pool.database.set('pool', pool.database.refs('pool')[0] ?? '', { master: host.ref });
  endAllSessions(pool);
}

function isWaiting(engine: TestEngine): () => boolean {
  return () => {
    const state = serverOf(engine)?.state;
    return state?.is === 'stale' && state.nextTryAtMs !== undefined;
  };
}

test('a restarted toolstack costs a login and nothing else', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const pool = firstPool(served.world);
  const before = await engine.call('pool.snapshot', { server });
  const told = engine.said.length;
  endAllSessions(pool);
  await engine.heard((event) => engine.said.indexOf(event) > told && event.topic === 'servers' && event.payload[0]?.state.is === 'live');
  const since = engine.said.slice(told);
  expect(since.filter((event) => event.topic === 'pools')).toEqual([]);
  expect(await engine.call('pool.snapshot', { server })).toMatchObject({ value: { inventory: before.ok ? before.value.inventory : {} } });
});

test('a dead master is noticed in time, and the promoted member is found although nobody ever connected to it', async () => {
  await using served = await aServedWorld('three-hosts-nfs', { speed: PACE });
  await using engine = aTestEngine();
  const pool = firstPool(served.world);
  const { master } = pool;
  const address = served.addressOf(master);
  const pins = pinsOf(served).filter((pin) => pin.address === address);
  await engine.call('server.connect', { ...served.login, address, pins });
  const next = memberOf(served.world);
  losePower(master);
  served.refresh();
  expect(await timePasses(engine, isNow(engine, 'stale'))).toBeLessThanOrEqual(15_500);
  promote(served, next);
  await timePasses(engine, isNow(engine, 'live'));
  expect([...pool.sessions.values()].map(({ originator }) => originator)).toEqual(['Poolkeeper']);
});

test('members that wait for a dead master are named, and so is the master', async () => {
  await using served = await aServedWorld('three-hosts-nfs', { speed: PACE });
  await using engine = aTestEngine();
  await connected(engine, served);
  const { master } = firstPool(served.world);
  losePower(master);
  served.refresh();
  await timePasses(engine, () => {
    const state = serverOf(engine)?.state;
    return state?.is === 'stale' && state.why.kind === 'master-unreachable';
  });
  const state = serverOf(engine)?.state;
  expect(state).toMatchObject({ why: { master: served.addressOf(master), why: 'timed-out' } });
});

test('a member whose master is dead says so at the first connection', async () => {
  await using served = await aServedWorld('lost-master', { speed: PACE });
  await using engine = aTestEngine();
  const member = served.world.hosts.find(({ name }) => name === 'lost-2');
  if (member === undefined) throw new RangeError('no lost-2');
  const address = served.addressOf(member);
  const pending = engine.call('server.connect', { ...served.login, address, pins: pinsOf(served) });
  let result: unknown;
  pending.then(
    (answer) => (result = answer),
    () => undefined,
  );
  await timePasses(engine, () => result !== undefined);
  expect(result).toMatchObject({ failure: { kind: 'master-unreachable', member: address } });
});

test('two masters of one pool are reported and not merged', async () => {
  await using served = await aServedWorld('split-brain', { speed: PACE });
  await using engine = aTestEngine();
  const [old, promoted] = served.world.pools;
  if (old === undefined || promoted === undefined) throw new RangeError('the split has two pools');
  const server = await connected(engine, served);
  // The record of the pool names the promoted one, the user typed the other: both are asked.
  old.database.set('pool', old.database.refs('pool')[0] ?? '', { master: promoted.master.ref });
  old.database.set('host', promoted.master.ref, { address: promoted.master.address });
  await engine.heard((event) => event.topic === 'pools' && event.payload.delta.host?.set?.[promoted.master.ref]?.address === promoted.master.address);
  endAllSessions(old);
  await timePasses(engine, isWaiting(engine));
  expect(serverOf(engine)?.state).toMatchObject({ is: 'stale', why: { kind: 'split-brain' } });
  expect([old, promoted].map(({ sessions }) => sessions.size)).toEqual([0, 0]);
  expect(await engine.call('pool.snapshot', { server })).toMatchObject({ ok: true });
});

test('a second master of a pool that is connected is not added to it, but explained', async () => {
  await using served = await aServedWorld('split-brain', { speed: PACE });
  await using engine = aTestEngine();
  const [first, second] = served.world.pools;
  if (first === undefined || second === undefined) throw new RangeError('the split has two pools');
  await connected(engine, served);
  const address = served.addressOf(second.master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served) });
  expect(result).toEqual({ ok: false, failure: { kind: 'split-brain', masters: [served.addressOf(first.master), address] } });
  expect(second.sessions.size).toBe(0);
});

test('another pool at the old address is not taken for the one that was there', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  await connected(engine, served);
  const pool = firstPool(served.world);
  pool.master.link.mode = 'refuse';
  served.refresh();
  await timePasses(engine, isWaiting(engine));
  pool.database.set('pool', pool.database.refs('pool')[0] ?? '', { uuid: 'another' });
  pool.master.link.mode = 'ok';
  served.refresh();
  await timePasses(engine, () => {
    const state = serverOf(engine)?.state;
    return state?.is === 'stale' && state.why.kind === 'another-pool';
  });
  expect(serverOf(engine)?.state).toMatchObject({ why: { address: served.addressOf(pool.master) } });
});

test('a changed password stops the attempts until somebody types the new one', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 50 });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const pool = firstPool(served.world);
  const [account] = pool.accounts;
  if (account === undefined) throw new RangeError('the pool has no account');
  pool.accounts[0] = { ...account, password: 'another' };
  endAllSessions(pool);
  await timePasses(engine, isNow(engine, 'closed'));
  expect(serverOf(engine)?.state).toMatchObject({ is: 'closed', why: { kind: 'auth', user: 'root' } });
  const told = engine.said.length;
  engine.clock.advance(3_600_000);
  expect(engine.said.length).toBe(told);
  await engine.call('server.retry', { server, password: 'another' });
  await timePasses(engine, isNow(engine, 'live'));
});

test('a second master that appears beside a healthy one is told of, not merged, and forgotten once it gives way', async () => {
  await using served = await aServedWorld('split-brain', { speed: PACE });
  await using engine = aTestEngine();
  const [ours, other] = served.world.pools;
  if (ours === undefined || other === undefined) throw new RangeError('the split has two pools');
  // Until now the other host was only away.
  other.master.link.mode = 'refuse';
  ours.database.set('host', other.master.ref, { address: other.master.address });
  served.refresh();
  const server = await connected(engine, served);
  const before = await engine.call('pool.snapshot', { server });
  expect(serverOf(engine)).not.toHaveProperty('rivals');

  other.master.link.mode = 'ok';
  served.refresh();
  await timePasses(engine, () => serverOf(engine)?.rivals !== undefined);
  expect(serverOf(engine)).toMatchObject({ state: { is: 'live' }, rivals: [served.addressOf(other.master)] });
  const now = await engine.call('pool.snapshot', { server });
  expect(now.ok && now.value.inventory.vm).toEqual(before.ok && before.value.inventory.vm);
  expect(other.sessions.size).toBe(0);

  other.master.role = { is: 'slave', masterAddress: ours.master.address };
  await timePasses(engine, () => serverOf(engine)?.rivals === undefined);
  expect(serverOf(engine)?.state).toEqual({ is: 'live' });
});
