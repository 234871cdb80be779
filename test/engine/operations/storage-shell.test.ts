import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { PlaceAnswer } from '#shared/domain/storage/from-shell/answers.ts';
import type { ShellPlaces } from '#shared/domain/storage/from-shell/places.ts';
import type { ShellWord } from '#shared/domain/storage/from-shell/shell-word.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { type DataCentre, serveDataCentre } from '#simulator/serve-data-centre.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import type { World } from '#simulator/world/world.ts';
import { asDemo } from '#test/support/as-demo.ts';
import { named } from '#test/support/ask.ts';
import { patientClock } from '#test/support/patient-clock.ts';
import { aTestEngine, type TestEngine } from '#test/support/test-engine.ts';

/** Two pings a second apart are what takes longest. */
const SPEED = 20;

let world: World;
let engine: TestEngine;
let server: ServerId;

beforeAll(async () => {
  world = await buildScenario(scenarioNamed('new-storage'));
  const serve = async (): Promise<DataCentre> => await serveDataCentre(world, { speed: SPEED });
  engine = aTestEngine({ demo: asDemo(serve), clock: patientClock });
  const opened = await engine.call('demo.open', {});
  const first = opened.ok ? opened.value.servers[0] : undefined;
  if (first === undefined) throw new Error(JSON.stringify(opened));
  server = first;
});
afterAll(async () => await engine[Symbol.asyncDispose]());

const hostRef = (name: string): HostRef => named(world, 'host', name) as HostRef;

async function word(name: string, places: ShellPlaces): Promise<ShellWord> {
  const result = await engine.call('storage.ask-shell', { server, host: hostRef(name), places });
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value.word;
}

async function answers(name: string, places: ShellPlaces): Promise<readonly PlaceAnswer[]> {
  const said = await word(name, places);
  if (said.is !== 'said') throw new Error(JSON.stringify(said));
  return said.answers;
}

/** As a person does who has compared the key. */
async function trust(name: string): Promise<void> {
  const first = await word(name, nfs('nas.example'));
  if (first.is !== 'no-way' || first.asks?.is !== 'host-key') throw new Error(JSON.stringify(first));
  await engine.call('access.confirm-host-key', { server, host: hostRef(name), key: first.asks.key });
}

const nfs = (...hosts: readonly string[]): ShellPlaces => ({ service: 'nfs', hosts, port: 2049 });
const iscsi = (...hosts: readonly string[]): ShellPlaces => ({ service: 'iscsi', hosts, port: 3260 });

test('a host whose key nobody has compared is not logged in to, and a key that is not the known one is not taken for it', async () => {
  expect(await word('new-3', nfs('nas.example'))).toMatchObject({
    is: 'no-way',
    asks: { is: 'host-key', key: { fingerprint: expect.stringMatching(/^SHA256:/) } },
  });
  await trust('new-3');
  await engine.call('access.confirm-host-key', { server, host: hostRef('new-3'), key: { type: 'ssh-ed25519', fingerprint: 'SHA256:another' } });
  expect(await word('new-3', nfs('nas.example'))).toMatchObject({ is: 'said' });
});

describe('the shell of a host', () => {
  beforeAll(async () => await trust('new-1'));

  test('tells its cards and their links, also those the pool has not heard of', async () => {
    const { pulled } = hostNamed(world, 'new-1').dom0.network;
    pulled.add('eth3');
    const result = await engine.call('network.ask-cards', { server, host: hostRef('new-1') });
    pulled.delete('eth3');
    expect(result).toMatchObject({
      ok: true,
      value: {
        word: {
          is: 'said',
          cards: [
            { device: 'eth0', hasLink: true, speedMbit: 1_000, isFullDuplex: true, driver: 'tg3', bus: '0000:04:00.0' },
            { device: 'eth1', hasLink: true },
            { device: 'eth2', hasLink: true, speedMbit: 10_000, driver: 'i40e', bus: '0000:05:00.0' },
            { device: 'eth3', hasLink: false },
          ],
        },
      },
    });
    const untrusted = await engine.call('network.ask-cards', { server, host: hostRef('new-2') });
    expect(untrusted).toEqual({ ok: true, value: { word: { is: 'no-way', asks: { is: 'host-key', key: expect.anything() } } } });
  });

  test('tells how large packets get from it to others in one piece', async () => {
    const network = named(world, 'network', 'Pool-wide network associated with eth2') as RefOf<'network'>;
    const to = ['10.7.1.12', '10.7.1.13', '10.7.1.99'];
    runCommand(world, 'set-mtu', ['new-3', 'eth2', '1400']);
    const result = await engine.call('network.ask-path', { server, host: hostRef('new-1'), network, mtu: 9_000, to });
    hostNamed(world, 'new-3').dom0.network.mtu.clear();
    expect(result).toEqual({
      ok: true,
      value: {
        word: {
          is: 'said',
          own: 1_500,
          paths: [
            { to: '10.7.1.12', passes: 1_500 },
            { to: '10.7.1.13', passes: 1_400 },
            { to: '10.7.1.99', passes: 0 },
          ],
        },
      },
    });
  });

  test('tells what it gets to and what is offered there', async () => {
    expect(await answers('new-1', nfs('nas.example'))).toEqual([
      {
        host: 'nas.example',
        address: '10.7.1.60',
        port: 'open',
        route: { device: 'xenbr2', from: '10.7.1.11', mtu: 1500 },
        fits: 'yes',
        list: {
          is: 'exports',
          exports: [
            { path: '/export/fast', access: '*' },
            { path: '/export/archive', access: '*' },
          ],
        },
      },
    ]);
    expect(await answers('new-1', iscsi('10.7.1.50', '10.7.1.51'))).toMatchObject([
      { host: '10.7.1.50', port: 'open', fits: 'yes', list: { is: 'targets', names: ['iqn.2010-01.test.array:spare'] } },
      { host: '10.7.1.51', port: 'open', list: { is: 'targets' } },
    ]);
    expect(await answers('new-1', { service: 'smb', hosts: ['nas.example'], port: 445 })).toMatchObject([
      { port: 'open', list: { is: 'not-asked' } },
    ]);
  });

  test('is waited for while a machine beside it already asks whether its key is right', async () => {
    runCommand(world, 'latency', ['new-1', '200']);
    expect(await answers('new-1', nfs('nas.example'))).toMatchObject([{ port: 'open' }]);
    runCommand(world, 'heal-link', ['new-1']);
  });

  test('tells what it does not get to, each for itself', async () => {
    runCommand(world, 'deny-export', ['10.7.1.60', '/export/fast', 'new-1']);
    runCommand(world, 'narrow-storage-path', ['10.7.1.60', '1400']);
    expect(await answers('new-1', nfs('nowhere.example', 'nas.example', '10.7.1.99'))).toMatchObject([
      { host: 'nowhere.example', port: 'not-asked', list: { is: 'not-asked' } },
      {
        host: 'nas.example',
        port: 'open',
        fits: 'no',
        list: {
          is: 'exports',
          exports: [
            { path: '/export/fast', access: '10.7.1.12,10.7.1.13' },
            { path: '/export/archive', access: '*' },
          ],
        },
      },
      { host: '10.7.1.99', address: '10.7.1.99', port: 'no-answer', fits: 'not-known', list: { is: 'not-listed' } },
    ]);
    expect(await answers('new-1', { ...iscsi('10.7.1.50'), port: 3261 })).toMatchObject([
      { port: 'refused', list: { is: 'not-listed', wantsLogin: false } },
    ]);
  });

  test('leaves nothing behind: neither a way that is held, nor a target the host would log in to', async () => {
    await answers('new-1', iscsi('10.7.1.50'));
    expect(await engine.call('recovery.report', { server, host: hostRef('new-1') })).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });

  test('stays with a window that opened the host meanwhile, until that has closed it', async () => {
    const host = { server, host: hostRef('new-1') };
    const asked = word('new-1', nfs('10.7.1.60'));
    await engine.call('recovery.open', host);
    expect(await asked).toMatchObject({ is: 'said' });
    expect(await engine.call('recovery.report', host)).toMatchObject({ ok: true });
    await engine.call('recovery.close', host);
    expect(await engine.call('recovery.report', host)).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });

  test('stays with whoever asks, though a window closes the host or another has been answered', async () => {
    const host = { server, host: hostRef('new-1') };
    await engine.call('recovery.open', host);
    const asked = [nfs('10.7.1.60'), iscsi('10.7.1.50')].map(async (places) => await word('new-1', places));
    await engine.call('recovery.close', host);
    expect(await Promise.all(asked)).toMatchObject([{ is: 'said' }, { is: 'said' }]);
    expect(await engine.call('recovery.report', host)).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });

  test('is not asked any more once nobody waits for it', async () => {
    const stopping = new AbortController();
    const asked = engine.call('storage.ask-shell', { server, host: hostRef('new-1'), places: nfs('10.7.1.99') }, stopping.signal);
    stopping.abort();
    expect(await asked).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
    expect(await engine.call('recovery.report', { server, host: hostRef('new-1') })).toMatchObject({ ok: false, failure: { kind: 'gone' } });
  });
});
