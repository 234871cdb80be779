import { expect, test } from 'vitest';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { graphsOf } from '#shared/domain/metrics/graphs.ts';
import { type Span, spans } from '#shared/domain/metrics/history.ts';
import { rrdHandlers } from '#simulator/xapi-server/handlers/metrics/rrd-handlers.ts';
import { named } from '#test/support/ask.ts';
import { aServedWorld, memberOf } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

// The names of the table.
const names = Object.keys(spans) as Span[];

test.each(names)('hosts and VMs tell what they measured over %s, each from the host that knows', async (span) => {
  await using served = await aServedWorld('two-hosts-iscsi', { handlers: rrdHandlers });
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  // Refs of the simulator are those of the wire.
  const machines = [
    { is: 'host', ref: memberOf(served.world).ref as HostRef },
    { is: 'vm', ref: named(served.world, 'VM', 'web') as VmRef },
    { is: 'vm', ref: named(served.world, 'VM', 'files') as VmRef },
  ] as const;
  for (const of of machines) {
    const answer = await engine.call('metrics.archive', { server, of, span });
    if (!answer.ok || answer.value.is !== 'known') throw new Error(JSON.stringify(answer));
    const { history } = answer.value;
    const { seconds, stepSec } = spans[span];
    expect(history.stepSec).toBe(stepSec);
    expect((history.timesSec.at(-1) ?? 0) - (history.timesSec[0] ?? 0)).toBeGreaterThan(seconds * 0.9);
    expect(graphsOf(history).map(({ id, lines }) => [id, lines.length > 0])).toEqual([
      ['cpu', true],
      ['memory', true],
      ['disk', true],
      ['network', true],
    ]);
  }
});

test('a host that refuses is told of with what it answered, and what is gone cannot be asked about', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using engine = aTestEngine();
  const server = await connected(engine, served);
  const of = { is: 'vm', ref: named(served.world, 'VM', 'web') as VmRef } as const;
  expect(await engine.call('metrics.archive', { server, of, span: 'week' })).toEqual({
    ok: true,
    value: { is: 'silent', why: { is: 'refused', status: 500 } },
  });
  const nobody = { is: 'vm', ref: 'OpaqueRef:none' as VmRef } as const;
  expect(await engine.call('metrics.archive', { server, of: nobody, span: 'week' })).toMatchObject({ ok: false, failure: { kind: 'gone' } });
});
