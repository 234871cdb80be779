import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { NewSrRequest, SrRequest } from '#shared/domain/operations/storage-request.ts';
import { fabricDoubts, fabricSight } from '#shared/domain/storage/fabric-sight.ts';
import type { HostLook } from '#shared/domain/storage/host-checks.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';

/** What a driver may answer when a repository is made; the words for each are tested beside them. */
const CODES = [
  16, 40, 42, 44, 47, 55, 58, 67, 68, 70, 71, 72, 73, 77, 83, 84, 88, 99, 105, 107, 108, 111, 119, 140, 141, 142, 180, 222, 432, 454, 461, 1200,
];
const HEALS_AFTER_MS = 20_000;
const HOSTS = ['new-1', 'new-2', 'new-3'];
const USED_LUN = '36001405aaaabbbbcccc00010000000c';
const FABRIC = '36001405aaaabbbbcccc0001';
const IQN = 'iqn.2010-01.test.array:spare';

type Source = NewSrRequest['source'];
const nfs = { kind: 'nfs', server: '10.7.1.60', path: '/export/fast' } as const;

/** Every kind of storage whose servers this world has. */
const sources = (host: RefOf<'host'>): Readonly<Record<string, Source>> => ({
  nfs,
  iscsi: { kind: 'iscsi', target: '10.7.1.50', port: 3260, iqn: IQN, scsiId: '36001405aaaabbbbcccc00010000000a' },
  'iscsi by every name': { kind: 'iscsi', target: '10.7.1.50,10.7.1.51', port: 3260, iqn: '*', scsiId: '36001405aaaabbbbcccc00010000000b' },
  hba: { kind: 'hba', scsiId: `${FABRIC}0000fc00` },
  'nfs library': { kind: 'nfs-iso', server: 'nas.example', path: '/export/archive' },
  'local lvm': { kind: 'lvm', devices: ['/dev/disk/by-id/nvme-spare-1'], host },
});

let at: Operating;
beforeAll(async () => {
  at = await operating('new-storage', 200);
});
afterAll(async () => await at[Symbol.asyncDispose]());

const request = (on: Operating, source: Source, name = 'store'): NewSrRequest => ({
  kind: 'sr.create',
  server: on.server,
  source,
  name,
  description: '',
  asDefault: false,
});

async function done(on: Operating, asked: NewSrRequest | SrRequest): Promise<Operation> {
  return await on.end(await on.begin(asked as Requested));
}

/** Everything a pool knows of storage. */
function storage({ served }: Operating) {
  const { database } = poolOf(served.world);
  return structuredClone(['SR', 'PBD', 'VDI', 'secret'].map((table) => database.refs(table).map((self) => database.get(table, self))));
}

const fail = (on: Operating, number: number, host: string): void => void runCommand(on.served.world, 'fail-driver', [String(number), host]);
const codeOf = (number: number): string => (number === 16 ? 'SR_DEVICE_IN_USE' : `SR_BACKEND_FAILURE_${number}`);
const onSr = (on: Operating, kind: SrRequest['kind'], name = 'store'): SrRequest => ({
  kind,
  server: on.server,
  sr: named(on.served.world, 'SR', name) as RefOf<'sr'>,
});

function connected(on: Operating): readonly string[] {
  const { database } = poolOf(on.served.world);
  const links = (rowOf(on.served.world, 'SR', 'store')['PBDs'] as string[]).map((pbd) => database.get('PBD', pbd));
  return links
    .flatMap((link) => (link['currently_attached'] === true ? [String(database.get('host', String(link['host']))['name_label'])] : []))
    .toSorted();
}

describe('a driver that fails while storage is made', () => {
  test.each(CODES)('with %i leaves nothing behind, and is told by its code', async (number) => {
    const before = storage(at);
    fail(at, number, 'new-1');
    const { state } = await done(at, request(at, nfs));
    expect(state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code: codeOf(number) }, left: [] });
    expect(storage(at)).toEqual(before);
  });
});

test.each([47, 67, 73, 141])('with %i on one host only it is told of that host, is repaired there, and destroyed without a trace', async (number) => {
  const before = storage(at);
  // Once when the server plugs by itself, which it tells nobody, and once when we ask.
  fail(at, number, 'new-3');
  fail(at, number, 'new-3');
  expect((await done(at, request(at, nfs))).state).toMatchObject({
    is: 'done',
    remarks: [{ is: 'host-not-connected', host: 'new-3', why: { kind: 'xapi', code: codeOf(number) } }],
  });
  expect(connected(at)).toEqual(['new-1', 'new-2']);
  expect((await done(at, onSr(at, 'sr.repair'))).state).toEqual({ is: 'done' });
  expect(connected(at)).toEqual(HOSTS);
  expect((await done(at, onSr(at, 'sr.destroy'))).state).toEqual({ is: 'done' });
  expect(storage(at)).toEqual(before);
});

test('every kind is made, connected to every host it is for, and goes without a trace', async () => {
  const before = storage(at);
  for (const [kind, source] of Object.entries(sources(named(at.served.world, 'host', 'new-2') as RefOf<'host'>))) {
    expect([kind, (await done(at, request(at, source))).state]).toEqual([kind, { is: 'done' }]);
    expect([kind, connected(at)]).toEqual([kind, source.kind === 'lvm' ? ['new-2'] : HOSTS]);
    const isLibrary = source.kind === 'nfs-iso';
    expect(rowOf(at.served.world, 'SR', 'store')).toMatchObject({ other_config: { 'auto-scan': String(isLibrary) }, shared: source.kind !== 'lvm' });
    // A library belongs to whoever fills it: it is forgotten, never wiped.
    expect([kind, (await done(at, onSr(at, isLibrary ? 'sr.forget' : 'sr.destroy'))).state]).toEqual([kind, { is: 'done' }]);
    expect(storage(at)).toEqual(before);
  }
});

test('of several LUNs of the adapters one fails: the others are there, and of this one nothing', async () => {
  const before = storage(at);
  fail(at, 77, 'new-1');
  const first = await at.begin(request(at, { kind: 'hba', scsiId: `${FABRIC}0000fc00` }, 'first') as Requested);
  expect((await at.end(first)).state).toMatchObject({ is: 'failed', failure: { code: 'SR_BACKEND_FAILURE_77' }, left: [] });
  expect((await done(at, request(at, { kind: 'hba', scsiId: `${FABRIC}0000fc01` }))).state).toEqual({ is: 'done' });
  expect(connected(at)).toEqual(HOSTS);
  expect((await done(at, onSr(at, 'sr.destroy'))).state).toEqual({ is: 'done' });
  expect(storage(at)).toEqual(before);
});

test('each host tells which LUNs its own adapters see, over how many paths', async () => {
  const [first, second] = [`${FABRIC}0000fc00`, `${FABRIC}0000fc01`];
  runCommand(at.served.world, 'mask-lun', [first, 'new-3']);
  runCommand(at.served.world, 'lose-fabric-paths', [second, 'new-2', '1']);
  const seen = new Map<HostRef, HostLook>();
  for (const name of HOSTS) {
    const host = named(at.served.world, 'host', name) as HostRef;
    const result = await at.engine.call('storage.look', { server: at.server, look: { at: 'hba' }, host });
    seen.set(host, result.ok ? { is: 'seen', discovery: result.value.discovery } : { is: 'not-told' });
  }
  const [one, two, three] = HOSTS.map((name) => named(at.served.world, 'host', name) as HostRef);
  expect([one, two, three].map((host) => (host === undefined ? [] : fabricSight([first, second], seen.get(host))?.notSeen))).toEqual([
    [],
    [],
    [first],
  ]);
  expect(fabricDoubts([first, second], seen)).toEqual([{ is: 'fewer-paths', scsiId: second, host: two, paths: 1, most: 2 }]);
  runCommand(at.served.world, 'unmask-lun', [first, 'new-3']);
});

test.each([47, 83, 107])('storage that lies there and that no host can attach, with %i, is forgotten again', async (number) => {
  const before = storage(at);
  for (const host of HOSTS) fail(at, number, host);
  const source = { kind: 'iscsi', target: '10.7.1.50', port: 3260, iqn: IQN, scsiId: USED_LUN } as const;
  const asked: NewSrRequest = { ...request(at, source), kind: 'sr.introduce', uuid: '7e570003-0000-4000-8000-5707a6e00000' };
  expect((await done(at, asked)).state).toMatchObject({ is: 'failed', failure: { code: codeOf(number) }, undone: [{ is: 'storage-forgotten' }] });
  expect(storage(at)).toEqual(before);
});

describe('in the middle of each step', () => {
  const steps = ['act', 'connect-hosts', 'set-up'] as const;

  test.each(steps)('cancelled at %s, storage is whole or there is none', async (step) => {
    await using own = await operating('new-storage', 10);
    const before = storage(own);
    const id = await own.begin(request(own, nfs) as Requested);
    await own.until(id, ({ steps: told }) => told.some(({ name, state }) => name === step && state !== 'waiting'));
    await own.engine.call('operation.cancel', { operation: id });
    const { state } = await own.end(id);
    const isBefore = isDeepStrictEqual(storage(own), before);
    // What can still be taken back is; afterwards it is too late, and it is made to the end.
    expect({ state: state.is, isBefore, hosts: isBefore ? [] : connected(own) }).toEqual(
      step === 'act' ? { state: 'cancelled', isBefore: true, hosts: [] } : { state: 'done', isBefore: false, hosts: HOSTS },
    );
  });

  test.each(steps)('with the master lost at %s, it is done once and wholly when the link is back, or not at all', async (step) => {
    await using own = await operating('new-storage', 10);
    const before = storage(own);
    const id = await own.begin(request(own, nfs) as Requested);
    await own.until(id, ({ steps: told }) => told.some(({ name, state }) => name === step && state !== 'waiting'));
    runCommand(own.served.world, 'reset', ['new-1']);
    own.served.world.clock.after(HEALS_AFTER_MS, () => void runCommand(own.served.world, 'heal-link', ['new-1']));
    const { state } = await own.end(id);
    const { database } = poolOf(own.served.world);
    const made = database.refs('SR').filter((sr) => database.get('SR', sr)['name_label'] === 'store').length;
    const isBefore = isDeepStrictEqual(storage(own), before);
    const found = { state: state.is, made, isBefore, hosts: made === 0 ? [] : connected(own) };
    // A question that was lost on its way is not asked again: nobody knows whether it has arrived.
    const nothing = { state: 'failed', made: 0, isBefore: true, hosts: [] };
    const whole = { state: 'done', made: 1, isBefore: false, hosts: HOSTS };
    expect(step === 'act' ? [nothing, whole] : [whole]).toContainEqual(found);
  });
});
