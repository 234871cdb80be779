import { expect, test } from 'vitest';
import { isNow, PACE, serverOf, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { aTestEngine } from '#test/support/test-engine.ts';

test('a confirmed certificate is listed with its age, and asked about again once it is forgotten', async () => {
  await using served = await aServedWorld('empty-host', { speed: PACE });
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  const address = served.addressOf(master);
  const pin = { address, fingerprint: served.fingerprintOf(master) };
  const connected = await engine.call('server.connect', { ...served.login, address, pins: [pin], remember: 'server' });
  if (!connected.ok) throw new Error(connected.failure.kind);
  const { server } = connected.value;
  expect(await engine.call('certificates.list', {})).toMatchObject({
    value: { certificates: [{ server, ...pin, firstSeenMs: engine.clock.now() }] },
  });

  await engine.call('certificates.forget', { server, address });
  expect(await engine.call('certificates.list', {})).toEqual({ ok: true, value: { certificates: [] } });
  // The pool's own records would vouch for it.
  const { database } = firstPool(served.world);
  for (const ref of database.refs('Certificate')) database.destroy('Certificate', ref);
  await timePasses(engine, () => engine.said.some((event) => event.topic === 'pools' && event.payload.delta.certificate?.gone !== undefined));
  master.link.mode = 'reset';
  served.refresh();
  await timePasses(engine, isNow(engine, 'stale'));
  master.link.mode = 'ok';
  served.refresh();
  await timePasses(engine, isNow(engine, 'closed'));
  expect(serverOf(engine)?.state).toMatchObject({ why: { kind: 'untrusted-certificate' } });
});

test('the folder of the data and the log are named', async () => {
  await using engine = aTestEngine({ paths: { data: '/somewhere', log: '/somewhere/poolkeeper.log' } });
  expect(await engine.call('app.locations', {})).toEqual({ ok: true, value: { data: '/somewhere', log: '/somewhere/poolkeeper.log' } });
});
