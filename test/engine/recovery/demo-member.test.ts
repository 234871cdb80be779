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

interface Reached {
  readonly engine: TestEngine;
  readonly server: ServerId;
  readonly host: HostRef;
  readonly uuid: string;
  readonly done: EngineEvent;
}

/** The demo's dark member, with a way to it that works. */
async function reached(engine: TestEngine): Promise<Reached> {
  const world = await buildScenario(scenarioNamed('demo'));
  const dark = world.hosts.find(({ name }) => name === 'xs-par-03');
  if (dark === undefined) throw new RangeError('no dark member');
  const opened = await engine.call('demo.open', {});
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  await engine.heard(
    (event) => event.topic === 'servers' && event.payload.some(({ address, state }) => address === '10.20.0.11' && state.is === 'live'),
  );
  const servers = engine.said.findLast((event) => event.topic === 'servers');
  const server = servers?.topic === 'servers' ? servers.payload.find(({ address }) => address === '10.20.0.11')?.id : undefined;
  if (server === undefined) throw new RangeError('no Paris');
  // Refs of the simulator are those of the wire.
  const at = { server, host: dark.ref as HostRef };
  const result = await engine.call('recovery.open', at);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return { engine, ...at, uuid: dark.uuid, done: await acceptingKeys(engine, at) };
}

test('the dark member of the demo is reached through another one and looked at', async () => {
  await using engine = aTestEngine({ demo, clock: systemClock });
  const { done, uuid } = await reached(engine);
  if (done.topic !== 'recovery') throw new RangeError('something else was heard');
  const { attempts, identity } = done.payload;
  expect(done.payload.active).toMatch(/^jump(:10\.30\.0\.13:22|-link-local:fe80::[\da-f:]+%xenbr2:22)@/);
  expect(identity).toMatchObject({ uuid });
  const direct = attempts.filter(({ route }) => route.startsWith('direct-'));
  expect(direct.map(({ state, failure }) => [state, failure?.is])).toEqual(expect.arrayContaining([['failed', 'no-route']]));
});

test('a repair that is offered is run on the very host, and done once another look no longer finds its cause', async () => {
  await using engine = aTestEngine({ demo, clock: systemClock });
  const { server, host } = await reached(engine);
  const findings = (event: EngineEvent) => {
    if (event.topic !== 'recovery') return [];
    const { headline, secondary, rest } = event.payload.diagnosis;
    return [...(headline === undefined ? [] : [headline]), ...secondary, ...rest];
  };
  const found = await engine.heard((event) => findings(event).some(({ fault }) => fault === 'F15'));
  const offer = findings(found)
    .flatMap(({ offers }) => offers)
    .find(({ repair }) => repair === 'clear-logs');
  if (offer === undefined) throw new RangeError('nothing is offered for the full disk');
  const request = { kind: 'host.repair', server, host, fault: 'F15', repair: offer.repair, parameters: offer.parameters } as const;
  const started = await engine.call('operation.start', { id: 'repair', requests: [request] });
  const [id] = started.ok ? started.value.operations : [];
  const ended = await engine.heard(
    (event) =>
      event.topic === 'operations' &&
      event.payload.changed.some((operation) => operation.id === id && operation.state.is !== 'running' && operation.state.is !== 'waiting'),
  );
  const [operation] = ended.topic === 'operations' ? ended.payload.changed.filter((changed) => changed.id === id) : [];
  expect(operation?.state).toEqual({ is: 'done' });
});
