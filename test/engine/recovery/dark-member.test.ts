import { expect, test } from 'vitest';
import type { Demo } from '#engine/ports.ts';
import { systemClock } from '#hosting/system-ports.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { startScenario } from '#simulator/start-scenario.ts';
import { engineStream } from '#test/support/engine-stream.ts';
import { rfbReader } from '#test/support/rfb-reader.ts';
import { aTestEngine, type TestEngine } from '#test/support/test-engine.ts';

const DIRECT = 'direct-management:10.8.0.13:22';

/** A scenario's hosts where the engine expects a built-in data centre, so that their own addresses lead to them. */
function asDemo(scenario: string): Demo {
  return {
    async start() {
      const { hosts, user, password, addresses, close } = await startScenario(scenario);
      return {
        servers: hosts.filter((host) => host.master).map(({ address, fingerprint }) => ({ address, user, password, fingerprint })),
        routes: [...hosts.map(({ address, url }) => ({ address, leadsTo: url })), ...addresses],
        close,
      };
    },
  };
}

function hostNamed(engine: TestEngine, name: string): { readonly server: ServerId; readonly host: HostRef } {
  for (const event of engine.said) {
    if (event.topic !== 'pools') continue;
    const found = Object.entries(event.payload.delta.host?.set ?? {}).find(([, host]) => host.name === name);
    // Keys of a delta of hosts are their references.
    if (found !== undefined) return { server: event.payload.server, host: found[0] as HostRef };
  }
  throw new Error(`no host ${name}`);
}

function consoleOn(engine: TestEngine, host: HostRef): string {
  const deltas = engine.said.flatMap((event) => (event.topic === 'pools' ? [event.payload.delta] : []));
  const isThere = (vm: string | null | undefined): boolean =>
    deltas.some((delta) => Object.entries(delta.vm?.set ?? {}).some(([ref, { residentOn }]) => ref === vm && residentOn === host));
  const found = deltas.flatMap((delta) => Object.entries(delta.console?.set ?? {})).find(([, { vm, protocol }]) => protocol === 'rfb' && isThere(vm));
  if (found === undefined) throw new Error('no screen there');
  return found[0];
}

/** Whatever key is shown is accepted, until a way works. */
async function lookAt(engine: TestEngine, name: string): Promise<ReturnType<typeof hostNamed>> {
  const at = hostNamed(engine, name);
  await engine.call('recovery.open', at);
  for (const answered = new Set<string>(); ; ) {
    const view = await heard(engine, ({ is, question }) => is === 'connected' || (question !== undefined && !answered.has(question.id)));
    if (view.question === undefined) break;
    answered.add(view.question.id);
    await engine.call('recovery.answer', { ...at, question: view.question.id, answer: { is: 'accept-key' } });
  }
  return at;
}

async function heard(engine: TestEngine, isSo: (view: Investigation) => boolean): Promise<Investigation> {
  const event = await engine.heard((said) => said.topic === 'recovery' && isSo(said.payload));
  if (event.topic !== 'recovery') throw new Error('heard something else');
  return event.payload;
}

test('a member whose management cable is pulled is found over the storage network, and its machines are seen to run', async () => {
  await using engine = aTestEngine({ demo: asDemo('dark-member'), clock: systemClock });
  expect(await engine.call('demo.open', {})).toMatchObject({ ok: true });
  const at = await lookAt(engine, 'dark-3');
  const view = await heard(engine, ({ diagnosis }) => diagnosis.verdict.is === 'isolated' && diagnosis.headline !== undefined);
  // Its address there and the one it made for itself lead over the same cable, and either may be quicker.
  expect(view.active).toMatch(/^jump(:10\.8\.1\.13:22|-link-local:fe80::[\da-f:]+%xenbr2:22)@/);
  expect(view.diagnosis).toMatchObject({ verdict: { vms: 3 }, lock: { is: 'locked', because: 'vms-alive' }, headline: { fault: 'F01' } });

  // A screen of a machine there comes the same way.
  const seen = engineStream(engine, 'vm.console', { server: at.server, console: consoleOn(engine, at.host) });
  expect((await rfbReader(seen.stream)).name).toMatch(/^dark-vm-/);
  seen.controller.abort();
  seen.stream.stop();

  const tried = await heard(engine, ({ attempts }) => attempts.some(({ route, state }) => route === DIRECT && state === 'failed'));
  expect(tried.attempts.find(({ route }) => route === DIRECT)).toMatchObject({ failure: { is: 'timed-out' } });

  const witnesses = await engine.call('pool.witnesses', { server: at.server });
  expect(witnesses.ok && witnesses.value.hosts[at.host]?.shell).toMatchObject({ isComplete: true, running: { length: 3 } });

  const copy = await engine.call('recovery.read-database', at);
  expect(copy).toMatchObject({ ok: true });
  const servers = await engine.call('servers.list', {});
  const shown = servers.ok && copy.ok ? servers.value.servers.find(({ id }) => id === copy.value.server) : undefined;
  expect(shown).toMatchObject({ address: 'state.db of dark-3', state: { is: 'closed', why: { kind: 'read-from-file' } } });

  const report = await engine.call('recovery.report', at);
  expect([JSON.stringify(report), JSON.stringify(engine.said), ...engine.log].filter((text) => text.includes(DEFAULT_LOGIN.password))).toEqual([]);
});

test('members whose SSH lets nobody through lend their shells instead, and a host that is not forwarded to is looked at all the same', async () => {
  await using engine = aTestEngine({ demo: asDemo('dark-no-forwarding'), clock: systemClock });
  expect(await engine.call('demo.open', {})).toMatchObject({ ok: true });
  await lookAt(engine, 'dark-3');
  const view = await heard(engine, ({ diagnosis }) => diagnosis.headline !== undefined);
  // Its address there and the one it made for itself lead over the same cable, and either may be quicker.
  expect(view.active).toMatch(/^jump(:10\.8\.1\.13:22|-link-local:fe80::[\da-f:]+%xenbr2:22)@/);
  expect(view.diagnosis.headline).toMatchObject({ fault: 'F01' });
});
