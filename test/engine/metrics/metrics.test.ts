import { expect, test } from 'vitest';
import type { HostStatistics } from '#shared/domain/metrics/figures.ts';
import { plugCable, pullCable } from '#simulator/world/machine.ts';
import { stopToolstack } from '#simulator/world/toolstack.ts';
import { rrdHandlers } from '#simulator/xapi-server/handlers/metrics/rrd-handlers.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { PACE, timePasses } from '#test/support/passing-time.ts';
import { aServedWorld, firstPool, memberOf } from '#test/support/served-world.ts';
import { aTestEngine, connected, type TestEngine } from '#test/support/test-engine.ts';

function wordsOf(engine: TestEngine, host: SimHost): readonly HostStatistics[] {
  return engine.said.flatMap((event) => {
    const word = event.topic === 'metrics' ? event.payload.hosts[host.ref] : undefined;
    return word === undefined ? [] : [word];
  });
}

test('hosts are measured while somebody follows and left alone afterwards', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE, handlers: rrdHandlers });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { master } = firstPool(served.world);
  const member = memberOf(served.world);
  expect(wordsOf(engine, master)).toEqual([]);

  const stop = new AbortController();
  const following = engine.call('metrics.follow', { servers: [server] }, stop.signal);
  await timePasses(engine, () => wordsOf(engine, master).length >= 2 && wordsOf(engine, member).length >= 2);
  const word = wordsOf(engine, member).at(-1);
  expect(word).toMatchObject({ is: 'figures' });
  if (word?.is !== 'figures') throw new RangeError('no figures');
  expect(word.report.host).toMatchObject({ cpu: expect.any(Number), memoryTotal: expect.any(Number), memoryUsed: expect.any(Number) });
  expect(word.report.host.cpu).toBeGreaterThan(0);

  stop.abort();
  expect(await following).toEqual({ ok: true, value: {} });
  const pending = engine.clock.pending();
  const { length } = engine.said.filter(({ topic }) => topic === 'metrics');
  engine.clock.advance(60_000);
  expect(engine.clock.pending()).toBeLessThanOrEqual(pending);
  expect(engine.said.filter(({ topic }) => topic === 'metrics')).toHaveLength(length);
});

test('a host that answers nothing is told of as silent, and asked less and less often', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE, handlers: rrdHandlers });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const member = memberOf(served.world);
  stopToolstack(member);
  served.refresh();
  const stop = new AbortController();
  const following = engine.call('metrics.follow', { servers: [server] }, stop.signal);
  const firstMs = await timePasses(engine, () => wordsOf(engine, member).length >= 1);
  const laterMs = await timePasses(engine, () => wordsOf(engine, member).length >= 3);
  expect(wordsOf(engine, member)[0]).toMatchObject({ is: 'silent', why: { is: 'no-answer' } });
  expect(laterMs).toBeGreaterThan(25_000);
  expect(firstMs).toBeLessThan(laterMs);
  stop.abort();
  await following;
});

test('a host that refuses is told of with what it answered', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { master } = firstPool(served.world);
  const stop = new AbortController();
  const following = engine.call('metrics.follow', { servers: [server] }, stop.signal);
  await timePasses(engine, () => wordsOf(engine, master).length >= 1);
  expect(wordsOf(engine, master)[0]).toMatchObject({ is: 'silent', why: { is: 'refused', status: 500 } });
  stop.abort();
  await following;
});

test('a second window is told at once what is known, and the first one leaving stops nothing', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE, handlers: rrdHandlers });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const { master } = firstPool(served.world);
  const first = new AbortController();
  const second = new AbortController();
  const one = engine.call('metrics.follow', { servers: [server] }, first.signal);
  await timePasses(engine, () => wordsOf(engine, master).length === 1);
  const two = engine.call('metrics.follow', { servers: [server] }, second.signal);
  await timePasses(engine, () => wordsOf(engine, master).length === 2);
  expect(wordsOf(engine, master)[1]).toEqual(wordsOf(engine, master)[0]);
  first.abort();
  await one;
  await timePasses(engine, () => wordsOf(engine, master).length === 4);
  second.abort();
  await two;
});

test('a host whose cable is out is silent while its pool still calls it live, and measured once the cable is in again', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE, handlers: rrdHandlers });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const member = memberOf(served.world);
  pullCable(member, 'management');
  served.refresh();
  const stop = new AbortController();
  const following = engine.call('metrics.follow', { servers: [server] }, stop.signal);
  await timePasses(engine, () => wordsOf(engine, member).length >= 1);
  expect(wordsOf(engine, member)[0]).toMatchObject({ is: 'silent', why: { is: 'no-answer' } });
  plugCable(member, 'management');
  served.refresh();
  await timePasses(engine, () => wordsOf(engine, member).at(-1)?.is === 'figures');
  stop.abort();
  await following;
});

test('the last ten minutes of a host are told by our own clock, the oldest first', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: PACE, handlers: rrdHandlers });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const answer = await engine.call('metrics.history', { server, host: memberOf(served.world).ref });
  const points = answer.ok ? answer.value.points : [];
  expect(points.length).toBeGreaterThan(100);
  expect(points.at(-1)).toMatchObject({ atMs: engine.clock.now(), host: { cpu: expect.any(Number) } });
  expect(points.every(({ atMs }, index) => index === 0 || atMs > (points[index - 1]?.atMs ?? atMs))).toBe(true);
});
