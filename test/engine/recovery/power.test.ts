import { expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { EngineEvent } from '#shared/contract/events.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { aRecoveredHost, hostNamed, type RecoveredHost } from './recovered-host.ts';

const CONTROLLER_PASSWORD = 'controller';

function freedIn(event: EngineEvent): VmRef | undefined {
  const vms = event.topic === 'pools' ? Object.entries(event.payload.delta.vm?.set ?? {}) : [];
  // Keys of a delta of machines are their references.
  return vms.find(([, { power }]) => power === 'Halted')?.[0] as VmRef | undefined;
}

/** Starts the first machine that is said to be off from there on, on another host. */
async function startFreed({ engine, at }: RecoveredHost, from: number): Promise<unknown> {
  const freed = await engine.heard((event) => engine.said.indexOf(event) >= from && freedIn(event) !== undefined);
  const vm = freedIn(freed) ?? ('' as VmRef);
  const start = { kind: 'vm.start', server: at.server, vm, host: hostNamed(engine, 'dark-2').host } as const;
  await engine.call('operation.start', { id: 'elsewhere', requests: [start] });
  const ended = await engine.heard(({ topic, payload }) => topic === 'operations' && payload.changed.some((one) => isEndOf(one, vm)));
  return ended.topic === 'operations' ? ended.payload.changed.find((one) => isEndOf(one, vm))?.state : undefined;
}

function isEndOf({ request, state }: Operation, vm: VmRef): boolean {
  return request.kind === 'vm.start' && request.vm === vm && state.is !== 'running' && state.is !== 'waiting';
}

test('a host whose controller says that it is off is declared dead, its machines are free, and its disks are unlocked', async () => {
  await using host = await aRecoveredHost('dark-no-power', 'dark-3');
  const off = await host.until(({ diagnosis }) => diagnosis.verdict.is === 'off');
  expect(off.diagnosis).toMatchObject({ verdict: { by: 'bmc' }, lock: { is: 'open' }, headline: { fault: 'F44' } });
  // Whose key nobody has confirmed is asked about when somebody wants that host asked.
  for (const { host: about } of off.neighbours) await host.engine.call('recovery.ask-about', { ...host.at, about });
  const view = await host.until(({ neighbours }) => neighbours.every(({ state }) => state.is === 'asked'));
  const unlock = host.offers(view).find(({ offer }) => offer.repair === 'unlock-disks');
  expect(unlock?.offer.blockedBy).toEqual([]);
  expect(await host.carryOut({ fault: 'F44', repair: 'unlock-disks', parameters: unlock?.offer.parameters ?? {} })).toEqual({ is: 'done' });
  const dead = host.offers(view).find(({ offer }) => offer.repair === 'declare-dead');
  expect(dead?.finding.fault).toBe('F32');
  const from = host.engine.said.length;
  expect(await host.carryOut({ fault: 'F32', repair: 'declare-dead', parameters: dead?.offer.parameters ?? {} })).toEqual({ is: 'done' });
  // Its machines are nobody's now, and start on a host that is there.
  expect(await startFreed(host, from)).toEqual({ is: 'done' });
  expect([JSON.stringify(host.engine.said), ...host.engine.log].filter((text) => text.includes(CONTROLLER_PASSWORD))).toEqual([]);
});

test('where the controller is silent somebody who has looked may vouch for it, by name, and take it back', async () => {
  await using host = await aRecoveredHost('dark-controller-silent', 'dark-3');
  const { engine, at } = host;
  const silent = await host.until(({ bmc, wordProblem }) => bmc.is === 'unreachable' && wordProblem === undefined);
  expect(silent.diagnosis).toMatchObject({ verdict: { is: 'unknown', because: 'bmc-unreachable' }, lock: { is: 'locked' } });
  expect(host.offers(silent).filter(({ offer }) => offer.class === 'C3' && offer.blockedBy.length === 0)).toEqual([]);
  const looked = 'rack B4 unit 20, both power cords are out';
  expect(await engine.call('recovery.say-off', { ...at, typedName: 'dark-2', looked })).toEqual({ ok: true, value: { problem: 'not-whole' } });
  expect(await engine.call('recovery.say-off', { ...at, typedName: 'dark-3', looked })).toEqual({ ok: true, value: {} });
  const said = await host.until(({ diagnosis }) => diagnosis.verdict.is === 'off');
  expect(said).toMatchObject({ word: { by: 'alex', looked }, diagnosis: { verdict: { by: 'person' }, lock: { is: 'open' } } });
  const report = await engine.call('recovery.report', at);
  expect(report.ok && report.value.text).toContain(`alex, ${new Date(said.word?.atMs ?? 0).toISOString()}: ${looked}`);
  await engine.call('recovery.take-back-word', at);
  await host.until(({ diagnosis, word }) => word === undefined && diagnosis.lock.is === 'locked');
});

test('nobody’s word is taken for a host that answers', async () => {
  await using host = await aRecoveredHost('dark-ssh-off', 'dark-3');
  const view = await host.until(({ is, attempts }) => is === 'no-way' && attempts.some(({ failure }) => failure?.is === 'refused'));
  // Its port refuses, and its controller may have been heard by now.
  expect(view.wordProblem).toMatch(/^(?:answers|power-is-on)$/);
  const word = { typedName: 'dark-3', looked: 'rack B4 unit 20, both power cords are out' };
  expect(await host.engine.call('recovery.say-off', { ...host.at, ...word })).toMatchObject({
    ok: true,
    value: { problem: expect.stringMatching(/^(?:answers|power-is-on)$/) },
  });
});
