import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect, test } from 'vitest';
import { certificateOf } from '#simulator/xapi-server/tls/certificate.ts';
import { PACE, isNow, serverOf, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool, memberOf, type ServedWorld } from '#test/support/served-world.ts';
import { aTestEngine, connected, pinsOf, type TestEngine } from '#test/support/test-engine.ts';

async function lose(engine: TestEngine, served: ServedWorld): Promise<void> {
  firstPool(served.world).master.link.mode = 'reset';
  served.refresh();
  await timePasses(engine, isNow(engine, 'stale'));
}

async function comeBackWithAnotherCertificate(engine: TestEngine, served: ServedWorld): Promise<void> {
  const { master } = firstPool(served.world);
  master.certificateGeneration += 1;
  master.link.mode = 'ok';
  served.refresh();
  await timePasses(engine, isNow(engine, 'closed'));
}

test('a certificate that changed while the pool was away is shown with the old one, which the pool still has on record', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { master } = firstPool(served.world);
  const before = served.fingerprintOf(master);
  await lose(engine, served);
  await comeBackWithAnotherCertificate(engine, served);
  const certificate = { fingerprint: served.fingerprintOf(master) };
  expect(serverOf(engine)?.state).toMatchObject({
    is: 'closed',
    why: { kind: 'untrusted-certificate', certificate, pinned: before, pinnedValidity: { fromMs: Date.UTC(2026, 0, 1) }, isListedByPool: false },
  });
  await engine.call('server.retry', { server, pins: [{ address: served.addressOf(master), ...certificate }] });
  await timePasses(engine, isNow(engine, 'live'));
});

test('a certificate the pool itself has announced is still asked about, and said to be announced', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  await connected(engine, served);
  const { master } = firstPool(served.world);
  master.certificateGeneration += 1;
  served.refresh();
  const fingerprint = served.fingerprintOf(master);
  await engine.heard((event) => JSON.stringify(event.payload).includes(fingerprint));
  await lose(engine, served);
  master.link.mode = 'ok';
  served.refresh();
  await timePasses(engine, isNow(engine, 'closed'));
  expect(serverOf(engine)?.state).toMatchObject({ why: { kind: 'untrusted-certificate', certificate: { fingerprint }, isListedByPool: true } });
});

test("a member nobody was asked about is recognised by the trusted master's records, also after it got another certificate", async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  const member = memberOf(served.world);
  const address = served.addressOf(master);
  const result = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served).filter((pin) => pin.address === address) });
  if (!result.ok) throw new Error(result.failure.kind);
  const { server } = result.value;
  const seen = await engine.call('host.probe', { server, host: member.ref });
  expect(seen).toMatchObject({ value: { probe: { tls: 'trusted' } } });
  member.certificateGeneration += 1;
  served.refresh();
  await engine.heard((event) => JSON.stringify(event.payload).includes(served.fingerprintOf(member)));
  engine.clock.advance(10_000);
  expect(await engine.call('host.probe', { server, host: member.ref })).toMatchObject({ value: { probe: { tls: 'trusted' } } });
});

test('a certificate that was confirmed by way of another server is missed when an address shows something else', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const { master } = firstPool(served.world);
  const address = served.addressOf(master);
  const first = await engine.call('server.connect', { ...served.login, address, pins: pinsOf(served), remember: 'server' });
  if (!first.ok) throw new Error(first.failure.kind);
  const pinned = served.fingerprintOf(master);
  await engine.call('server.disconnect', { server: first.value.server });
  const again = await engine.call('server.connect', { ...served.login, address, pins: [] });
  expect(again).toMatchObject({ ok: true });
  if (again.ok) await engine.call('server.disconnect', { server: again.value.server });
  master.certificateGeneration += 1;
  served.refresh();
  const changed = await engine.call('server.connect', { ...served.login, address, pins: [] });
  const certificate = { fingerprint: served.fingerprintOf(master) };
  expect(changed).toMatchObject({ ok: false, failure: { kind: 'untrusted-certificate', certificate, pinned } });
});

test('a certificate the authorities of this computer vouch for is not asked about, at the first connection and at any later one', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  const { master } = firstPool(served.world);
  const request = { ...served.login, address: served.addressOf(master), pins: [] };
  const before = getCACertificates('default');
  try {
    setDefaultCACertificates([...before, certificateOf(master).certificatePem]);
    await using engine = aTestEngine();
    expect(await engine.call('server.connect', request)).toMatchObject({ ok: true });
    await lose(engine, served);
    master.link.mode = 'ok';
    served.refresh();
    await timePasses(engine, isNow(engine, 'live'));
    expect(serverOf(engine)?.state).toEqual({ is: 'live' });
  } finally {
    setDefaultCACertificates(before);
  }
});
