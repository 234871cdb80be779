import { expect, test } from 'vitest';
import { systemClock } from '#hosting/system-ports.ts';
import type { Output } from '#shared/contract/calls.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { serveDataCentre } from '#simulator/serve-data-centre.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { asDemo } from '#test/support/as-demo.ts';
import { named } from '#test/support/ask.ts';
import { aTestEngine } from '#test/support/test-engine.ts';
import { hostNamed } from './recovered-host.ts';

/** How the ways to the second address fared, over whom. */
function secondOf(known: Output<'ways.try'>): readonly (readonly [string, string, string | undefined])[] {
  return (known.rehearsal?.ways ?? []).flatMap(({ kind, address, came, failure }) => {
    const why = failure?.is === 'jump-failed' ? failure.why.is : failure?.is;
    return address.startsWith('10.8.1.') ? [[kind, came, why] as const] : [];
  });
}

test('a second way is proven while all is well, is seen to fail once its cable is out, and then stands against moving the management', async () => {
  const world = await buildScenario(scenarioNamed('dark-stuck-task'), { startMs: Date.now() });
  const dataCentre = await serveDataCentre(world, {});
  await using engine = aTestEngine({ demo: asDemo(async () => await Promise.resolve(dataCentre)), clock: systemClock });
  const opened = await engine.call('demo.open', {});
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  const at = hostNamed(engine, 'dark-3');
  const { server } = at;
  const tryNow = async () => {
    const result = await engine.call('ways.try', at);
    if (!result.ok) throw new Error(JSON.stringify(result.failure));
    return result.value;
  };

  // Nobody has confirmed a key yet: nothing secret is sent, and nobody is asked.
  const before = await tryNow();
  expect(secondOf(before)).toContainEqual(['jump', 'waits', 'host-key-unconfirmed']);
  expect([before.keys, before.bmcAddress]).toEqual([[], undefined]);

  for (const name of ['dark-1', 'dark-2', 'dark-3']) {
    const host = hostNamed(engine, name);
    await engine.call('recovery.open', host);
    const asking = await engine.heard(
      ({ topic, payload }) => topic === 'recovery' && 'question' in payload && payload.host === host.host && payload.question?.is === 'host-key',
    );
    const question = asking.topic === 'recovery' ? (asking.payload.question?.id ?? '') : '';
    await engine.call('recovery.answer', { ...host, question, answer: { is: 'accept-key' } });
    await engine.heard(({ topic, payload }) => topic === 'recovery' && 'is' in payload && payload.host === host.host && payload.is === 'connected');
    await engine.call('recovery.close', host);
  }

  const proven = await tryNow();
  expect(secondOf(proven)).toContainEqual(['jump', 'works', undefined]);
  expect(proven.keys.length).toBeGreaterThan(0);
  expect(proven.bmcAddress).toBe('10.8.99.13');
  const told = engine.said.findLast((event) => event.topic === 'ways');
  expect(told?.topic === 'ways' && told.payload).toEqual({ server, host: at.host, known: proven });

  const network = named(world, 'network', 'Pool-wide network associated with eth2') as RefOf<'network'>;
  const move = { kind: 'network.move-management', server, network, host: at.host, insists: false } as const;
  const rulesSay = async () => {
    const result = await engine.call('operation.preview', { requests: [move] });
    return result.ok ? result.value.previews.flatMap(({ problems }) => problems.map(({ rule }) => rule)) : [];
  };
  expect(await rulesSay()).not.toContain('second-way-fails');

  runCommand(world, 'pull-cable', ['dark-3', 'storage']);
  await dataCentre.takeEffect();
  const failed = await tryNow();
  expect(secondOf(failed).map(([, came]) => came)).not.toContain('works');
  expect(secondOf(failed).some(([kind, came]) => kind === 'jump' && came === 'failed')).toBe(true);
  expect(await rulesSay()).toContain('second-way-fails');
});
