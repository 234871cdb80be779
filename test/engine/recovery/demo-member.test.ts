import { expect, test } from 'vitest';
import type { Demo } from '#engine/ports.ts';
import { systemClock } from '#hosting/system-ports.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { startScenario } from '#simulator/start-scenario.ts';
import { aTestEngine, type TestEngine } from '#test/support/test-engine.ts';

/** As the app has it built in. */
const demo: Demo = {
  async start() {
    const dataCentre = await startScenario('demo');
    const { hosts, user, password, addresses } = dataCentre;
    return {
      servers: hosts.filter(({ master }) => master).map(({ address, fingerprint }) => ({ address, user, password, fingerprint })),
      routes: [...hosts.map(({ address, url }) => ({ address, leadsTo: url })), ...addresses],
      close: async () => await dataCentre.close(),
    };
  },
};

/** Until a way works: whatever key is shown is accepted. */
async function acceptingKeys(engine: TestEngine, at: { readonly server: ServerId; readonly host: HostRef }): Promise<EngineEvent> {
  const answered = new Set<string>();
  const wanted = (event: EngineEvent): boolean => {
    if (event.topic !== 'recovery') return false;
    const { question, active } = event.payload;
    return active !== undefined || (question !== undefined && !answered.has(question.id));
  };
  let done = await engine.heard(wanted);
  while (done.topic === 'recovery' && done.payload.active === undefined) {
    const { question } = done.payload;
    if (question === undefined) break;
    answered.add(question.id);
    await engine.call('recovery.answer', { ...at, question: question.id, answer: { is: 'accept-key' } });
    done = await engine.heard(wanted);
  }
  return done;
}

test('the dark member of the demo is reached through another one and looked at', async () => {
  const world = await buildScenario(scenarioNamed('demo'));
  const dark = world.hosts.find(({ name }) => name === 'xs-par-03');
  if (dark === undefined) throw new RangeError('no dark member');
  await using engine = aTestEngine({ demo, clock: systemClock });
  const opened = await engine.call('demo.open', {});
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  await engine.heard(
    (event) => event.topic === 'servers' && event.payload.some(({ address, state }) => address === '10.20.0.11' && state.is === 'live'),
  );
  const servers = engine.said.findLast((event) => event.topic === 'servers');
  const server = servers?.topic === 'servers' ? servers.payload.find(({ address }) => address === '10.20.0.11')?.id : undefined;
  if (server === undefined) throw new RangeError('no Paris');
  const result = await engine.call('recovery.open', { server, host: dark.ref as HostRef });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  const done = await acceptingKeys(engine, { server, host: dark.ref as HostRef });
  if (done.topic !== 'recovery') throw new RangeError('something else was heard');
  const { attempts, identity } = done.payload;
  expect(done.payload.active).toMatch(/^jump:10\.30\.0\.13:22@/);
  expect(identity).toMatchObject({ uuid: dark.uuid });
  const direct = attempts.filter(({ route }) => route.startsWith('direct-'));
  expect(direct.map(({ state, failure }) => [state, failure?.is])).toEqual(expect.arrayContaining([['failed', 'no-route']]));
});
