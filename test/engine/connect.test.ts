import { expect, test } from 'vitest';
import { aServedWorld, firstPool, memberOf } from '#test/support/served-world.ts';
import { aTestEngine, connected, pinsOf } from '#test/support/test-engine.ts';

test('a server nobody has confirmed yet is asked about, with its certificate and before any password is sent', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  const address = served.addressOf(master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: [] });
  expect(result).toMatchObject({
    ok: false,
    failure: { kind: 'untrusted-certificate', address, certificate: { fingerprint: served.fingerprintOf(master), subject: master.name } },
  });
  expect(firstPool(served.world).sessions.size).toBe(0);
});

test('a certificate other than the confirmed one stops everything and shows both', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  const address = served.addressOf(master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: [{ address, fingerprint: 'AA:BB' }] });
  expect(result).toMatchObject({
    failure: { kind: 'untrusted-certificate', pinned: 'AA:BB', certificate: { fingerprint: served.fingerprintOf(master) } },
  });
});

test('a member leads to its master, whose certificate is checked like any other', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const member = memberOf(served.world);
  const { master } = firstPool(served.world);
  const address = served.addressOf(member);
  const pins = [{ address, fingerprint: served.fingerprintOf(member) }];
  const first = await engine.call('server.connect', { ...served.login, address, pins });
  expect(first).toMatchObject({ failure: { kind: 'untrusted-certificate', address: served.addressOf(master) } });
  const second = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served) });
  expect(second).toMatchObject({ ok: true });
});

test('progress is told step by step', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  await connected(engine, served);
  const states = engine.said.flatMap((event) =>
    event.topic === 'servers' ? event.payload.map(({ state }) => ('step' in state ? state.step : state.is)) : [],
  );
  expect(states).toEqual(['resolve', 'connect', 'tls', 'log-in', 'load', 'live']);
});

test('while a pool is live, it is told how long it takes to answer', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  engine.clock.advance(5_000);
  const { payload } = await engine.heard(({ topic }) => topic === 'delays');
  expect(payload).toEqual({ server, ms: 0 });
});

test('a wrong password is an answer of its own and leaves no server behind', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 50 });
  await using engine = aTestEngine();
  const address = served.addressOf(firstPool(served.world).master);
  const result = await engine.call('server.connect', { user: 'root', password: 'wrong', address, pins: pinsOf(served) });
  expect(result).toEqual({ ok: false, failure: { kind: 'auth', user: 'root' } });
  expect(await engine.call('servers.list', {})).toMatchObject({ value: { servers: [] } });
});

test.each([
  ['nobody listens', '127.0.0.1:1', 'refused'],
  ['the name does not exist', 'no-such-server.invalid', 'name-not-found'],
])('when %s the failure says so', async (_case, address, why) => {
  await using engine = aTestEngine();
  const result = await engine.call('server.connect', { address, user: 'root', password: '', pins: [] });
  expect(result).toEqual({ ok: false, failure: { kind: 'unreachable', address, why } });
});

test.each([
  ['malformed', 'not-xapi'],
  ['reset', 'closed'],
  ['truncate', 'closed'],
] as const)('a link that is %s fails as %s', async (mode, why) => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  master.link.mode = mode;
  served.refresh();
  const address = served.addressOf(master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served) });
  expect(result).toEqual({ ok: false, failure: { kind: 'unreachable', address, why } });
});

test('a server that swallows everything is given up after a while', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  master.link.mode = 'black-hole';
  served.refresh();
  const address = served.addressOf(master);
  const pending = engine.call('server.connect', { ...served.login, address, pins: pinsOf(served) });
  await engine.heard(({ payload }) => JSON.stringify(payload).includes('"step":"connect"'));
  engine.clock.advance(60_000);
  expect(await pending).toEqual({ ok: false, failure: { kind: 'unreachable', address, why: 'timed-out' } });
});

test('connecting can be cancelled at any moment', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  master.link.latencyMs = 20;
  served.refresh();
  for (const step of ['connect', 'tls', 'log-in', 'load']) {
    const controller = new AbortController();
    const before = engine.said.length;
    const pending = engine.call('server.connect', { ...served.login, address: served.addressOf(master), pins: pinsOf(served) }, controller.signal);
    await engine.heard(
      (event) =>
        engine.said.indexOf(event) >= before &&
        event.topic === 'servers' &&
        event.payload.some(({ state }) => 'step' in state && state.step === step),
    );
    controller.abort();
    expect(await pending).toEqual({ ok: false, failure: { kind: 'cancelled' } });
  }
  expect(await engine.call('servers.list', {})).toMatchObject({ value: { servers: [] } });
});

test('a pool is connected once, by whichever of its hosts', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const address = served.addressOf(memberOf(served.world));
  const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served) });
  expect(result).toEqual({ ok: false, failure: { kind: 'already-connected', server, name: 'two-hosts' } });
});

test('disconnecting logs out and forgets the server', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  expect(firstPool(served.world).sessions.size).toBe(1);
  expect(await engine.call('server.disconnect', { server })).toEqual({ ok: true, value: {} });
  expect(firstPool(served.world).sessions.size).toBe(0);
  expect(await engine.call('pool.snapshot', { server })).toEqual({ ok: false, failure: { kind: 'gone' } });
});

test('no password appears in anything the engine says or logs', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 50 });
  await using engine = aTestEngine();
  const address = served.addressOf(firstPool(served.world).master);
  const secret = 'pa55-planted-word';
  const answer = await engine.call('server.connect', { user: 'root', password: secret, address, pins: pinsOf(served) });
  expect(JSON.stringify([answer, engine.said, engine.log])).not.toContain(secret);
});
