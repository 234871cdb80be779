import { expect, test } from 'vitest';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { livenessOf } from '#shared/domain/liveness/liveness.ts';
import { plugCable, pullCable } from '#simulator/world/machine.ts';
import { stopToolstack } from '#simulator/world/toolstack.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { isNow, PACE, timePasses } from '#test/support/passing-time.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { aServedWorld, firstPool, memberOf } from '#test/support/served-world.ts';
import { aTestEngine, connected, type TestEngine } from '#test/support/test-engine.ts';

function lastOf(engine: TestEngine, host: SimHost): HostWitnesses | undefined {
  const event = engine.said.findLast(({ topic, payload }) => topic === 'witnesses' && 'host' in payload && payload.host === host.ref);
  return event?.topic === 'witnesses' ? event.payload.witnesses : undefined;
}

function darkOf(world: World): SimHost {
  const dark = world.hosts.find(({ name }) => name === 'dark-3');
  if (dark === undefined) throw new RangeError('no dark-3');
  return dark;
}

test('a host the pool has given up is knocked at by itself and turns dark when nobody reaches it', async () => {
  await using served = await aServedWorld('dark-member', { speed: PACE });
  await using engine = aTestEngine();
  await connected(engine, served);
  const dark = darkOf(served.world);
  await timePasses(engine, () => lastOf(engine, dark)?.probe !== undefined);
  const witnesses = lastOf(engine, dark);
  expect(witnesses).toMatchObject({ pool: { isLive: false }, probe: { https: 'silent', toolstack: { is: 'not-asked' } } });
  if (witnesses === undefined) throw new RangeError('unheard');
  expect(livenessOf(witnesses, engine.clock.now()).is).toBe('dark');
});

test('a host that is back is knocked at again at once, and what was found before is not held against it', async () => {
  await using served = await aServedWorld('dark-member', { speed: PACE });
  await using engine = aTestEngine();
  await connected(engine, served);
  const dark = darkOf(served.world);
  await timePasses(engine, () => lastOf(engine, dark)?.probe?.https === 'silent');
  plugCable(dark, 'management');
  served.refresh();
  await timePasses(engine, () => lastOf(engine, dark)?.pool.isLive === true);
  const isLive = (): boolean => {
    const witnesses = lastOf(engine, dark);
    return witnesses !== undefined && livenessOf(witnesses, engine.clock.now()).is === 'live';
  };
  // Ten seconds between two knocks, and two by which those of many hosts are spread.
  expect(await timePasses(engine, isLive)).toBeLessThanOrEqual(13_000);
});

test('a live host is not knocked at until somebody asks, and then at most once in ten seconds', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const member = memberOf(served.world);
  const before = await engine.call('pool.witnesses', { server });
  expect(before).toMatchObject({ value: { hosts: { [member.ref]: { pool: { isLive: true, isEnabled: true } } } } });
  expect(JSON.stringify(before)).not.toContain('probe');

  const first = await engine.call('host.probe', { server, host: member.ref });
  expect(first).toMatchObject({ value: { probe: { https: 'open', tls: 'trusted', toolstack: { is: 'refuses', code: 'HOST_IS_SLAVE' } } } });
  stopToolstack(member);
  served.refresh();
  const second = await engine.call('host.probe', { server, host: member.ref });
  expect(second).toMatchObject({ value: { probe: { https: 'open' } } });
  engine.clock.advance(10_000);
  const third = await engine.call('host.probe', { server, host: member.ref });
  expect(third).toMatchObject({ value: { probe: { https: 'refused', toolstack: { is: 'not-asked' } } } });
});

test('when the pool falls silent every host is knocked at, and its own word grows old', async () => {
  await using served = await aServedWorld('three-hosts-nfs', { speed: PACE });
  await using engine = aTestEngine();
  await connected(engine, served);
  const { master } = firstPool(served.world);
  const member = memberOf(served.world);
  pullCable(master, 'management');
  served.refresh();
  await timePasses(engine, isNow(engine, 'stale'));
  const lostMs = engine.clock.now();
  await timePasses(engine, () => [master, member].every((host) => lastOf(engine, host)?.probe !== undefined));
  expect(lastOf(engine, member)).toMatchObject({ probe: { toolstack: { is: 'refuses', code: 'HOST_IS_SLAVE' } } });
  expect(lastOf(engine, master)).toMatchObject({ probe: { https: 'silent' } });
  expect(lastOf(engine, master)?.pool.asOfMs).toBeLessThanOrEqual(lostMs);
});

test('a host nobody knows cannot be knocked at', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  expect(await engine.call('host.probe', { server, host: 'OpaqueRef:nobody' })).toEqual({ ok: false, failure: { kind: 'gone' } });
});

test('of a host that is given up while we look it is told when; of one that was dark before, only when it had last been heard', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const { database } = firstPool(served.world);
  const member = memberOf(served.world);
  const metrics = String(database.get('host', member.ref)['metrics']);
  const wordOf = async (server: ServerId) => {
    const heard = await engine.call('pool.witnesses', { server });
    return heard.ok ? heard.value.hosts[member.ref]?.pool : undefined;
  };
  const server = await connected(engine, served);
  database.set('host_metrics', metrics, { last_updated: '20260601T10:00:00Z' });
  // No heartbeat is written down, so of a live one nothing is told but that it is.
  expect(await wordOf(server)).toEqual({ isLive: true, isEnabled: true, asOfMs: engine.clock.now(), heardMs: engine.clock.now() });
  database.set('host_metrics', metrics, { live: false });
  await engine.heard((event) => event.topic === 'witnesses' && JSON.stringify(event.payload).includes('"isLive":false'));
  engine.clock.advance(10_000);
  const lost = await wordOf(server);
  expect(lost).toMatchObject({ isLive: false, lostMs: expect.any(Number), heardMs: Date.UTC(2026, 5, 1, 10) });
  await engine.call('server.disconnect', { server });
  const again = await wordOf(await connected(engine, served));
  expect(again).toMatchObject({ isLive: false, heardMs: Date.UTC(2026, 5, 1, 10) });
  expect(again).not.toHaveProperty('lostMs');
});

test('however many ask, the master is asked for the figures of its hosts once in ten seconds', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { database } = firstPool(served.world);
  const member = memberOf(served.world);
  const metrics = String(database.get('host', member.ref)['metrics']);
  const told = async (): Promise<unknown> => {
    const heard = await engine.call('pool.witnesses', { server });
    return heard.ok ? heard.value.hosts[member.ref]?.pool.heardMs : undefined;
  };
  database.set('host_metrics', metrics, { live: false, last_updated: '20260601T10:00:00Z' });
  await engine.heard((event) => event.topic === 'witnesses' && JSON.stringify(event.payload).includes('"isLive":false'));
  expect(await told()).toBe(Date.UTC(2026, 5, 1, 10));
  database.set('host_metrics', metrics, { last_updated: '20260601T11:00:00Z' });
  expect(await told()).toBe(Date.UTC(2026, 5, 1, 10));
  engine.clock.advance(10_000);
  expect(await told()).toBe(Date.UTC(2026, 5, 1, 11));
});
