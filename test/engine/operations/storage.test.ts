import { describe, expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { NewSrRequest, SrRequest } from '#shared/domain/operations/storage-request.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import type { Row } from '#simulator/world/value.ts';
import { ask, named, poolOf, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';

const TARGET = { target: '10.7.1.50', port: 3260, iqn: 'iqn.2010-01.test.array:spare' };
const FREE_LUN = '36001405aaaabbbbcccc00010000000a';
const USED_LUN = '36001405aaaabbbbcccc00010000000c';
const LEFT = '7e570003-0000-4000-8000-5707a6e00000';

const nfs = { kind: 'nfs', server: '10.7.1.60', path: '/export/fast' } as const;
const iscsi = { kind: 'iscsi', ...TARGET, scsiId: FREE_LUN } as const;

function creation(at: Operating, source: NewSrRequest['source'], more: { readonly name?: string; readonly asDefault?: boolean } = {}): NewSrRequest {
  return { kind: 'sr.create', server: at.server, source, name: 'store', description: 'made here', asDefault: false, ...more };
}

function attachment(at: Operating): NewSrRequest {
  const source = { ...iscsi, scsiId: USED_LUN };
  return { kind: 'sr.introduce', uuid: LEFT, server: at.server, source, name: 'lab', description: '', asDefault: false };
}

async function done(at: Operating, request: NewSrRequest | SrRequest): Promise<Operation> {
  // The request was made for this server.
  return await at.end(await at.begin(request as Parameters<Operating['begin']>[0]));
}

function links({ served }: Operating, name: string): readonly Row[] {
  const { database } = poolOf(served.world);
  return (rowOf(served.world, 'SR', name)['PBDs'] as string[]).map((pbd) => database.get('PBD', pbd));
}

function connected(at: Operating, name: string): readonly string[] {
  const { database } = poolOf(at.served.world);
  const hosts = links(at, name).filter((link) => link['currently_attached'] === true);
  return hosts.map((link) => String(database.get('host', String(link['host']))['name_label'])).toSorted();
}

/** Everything a pool knows of storage. */
function storage({ served }: Operating) {
  const { database } = poolOf(served.world);
  return structuredClone(['SR', 'PBD', 'VDI', 'secret'].map((table) => database.refs(table).map((self) => database.get(table, self))));
}

function onSr(at: Operating, kind: SrRequest['kind'], name: string): SrRequest {
  return { kind, server: at.server, sr: named(at.served.world, 'SR', name) as RefOf<'sr'> };
}

test('storage is created, connected to every host, and made the default where that is wanted', async () => {
  await using at = await operating('new-storage');
  const operation = await done(at, creation(at, iscsi, { asDefault: true }));
  expect(operation).toMatchObject({ state: { is: 'done' }, subject: { class: 'sr', name: 'store' } });
  expect(operation.state).not.toHaveProperty('remarks');
  expect(operation.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'check done',
    'act done',
    'confirm done',
    'connect-hosts done',
    'set-up done',
  ]);
  expect(connected(at, 'store')).toEqual(['new-1', 'new-2', 'new-3']);
  const sr = named(at.served.world, 'SR', 'store');
  const { database } = poolOf(at.served.world);
  expect(database.refs('pool').map((self) => database.get('pool', self))).toEqual([
    expect.objectContaining({ default_SR: sr, suspend_image_SR: sr, crash_dump_SR: sr }),
  ]);
  expect(rowOf(at.served.world, 'SR', 'store')).toMatchObject({ other_config: { 'auto-scan': 'false' }, name_description: 'made here' });
});

test('a host that could not be connected is named with its reason, and repair connects it', async () => {
  await using at = await operating('new-storage');
  runCommand(at.served.world, 'mask-lun', [FREE_LUN, 'new-3']);
  const { state } = await done(at, creation(at, iscsi));
  const sr = named(at.served.world, 'SR', 'store');
  expect(state).toMatchObject({
    is: 'done',
    remarks: [{ is: 'host-not-connected', host: 'new-3', why: { kind: 'xapi', code: 'SR_BACKEND_FAILURE_107' } }],
    next: [{ kind: 'sr.repair', sr }],
  });
  expect((await done(at, onSr(at, 'sr.repair', 'store'))).state).toMatchObject({ is: 'failed', failure: { code: 'SR_BACKEND_FAILURE_107' } });
  runCommand(at.served.world, 'unmask-lun', [FREE_LUN, 'new-3']);
  expect((await done(at, onSr(at, 'sr.repair', 'store'))).state).toEqual({ is: 'done' });
  expect(connected(at, 'store')).toEqual(['new-1', 'new-2', 'new-3']);
});

test('one host is repaired by itself, and the others are left as they are', async () => {
  await using at = await operating('new-storage');
  await done(at, creation(at, nfs));
  await done(at, onSr(at, 'sr.detach', 'store'));
  const host = named(at.served.world, 'host', 'new-2') as RefOf<'host'>;
  const repair = { ...onSr(at, 'sr.repair', 'store'), host };
  expect((await done(at, repair)).state).toEqual({ is: 'done' });
  expect(connected(at, 'store')).toEqual(['new-2']);
  expect((await done(at, repair)).state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'unchanged' }] } });
});

test('a host that is away is told to come later, not counted as a failure', async () => {
  await using at = await operating('new-storage');
  const { database } = poolOf(at.served.world);
  runCommand(at.served.world, 'power-off', ['new-2']);
  const metrics = String(rowOf(at.served.world, 'host', 'new-2')['metrics']);
  database.set('host_metrics', metrics, { live: false });
  const { state } = await done(at, creation(at, nfs));
  expect(state).toEqual({ is: 'done', remarks: [{ is: 'host-later', host: 'new-2' }], next: [] });
  expect(connected(at, 'store')).toEqual(['new-1', 'new-3']);
});

test.each([
  ['mask-lun', [FREE_LUN, 'new-1'], iscsi, 'SR_BACKEND_FAILURE_107'],
  ['stop-storage-server', ['10.7.1.50'], iscsi, 'SR_BACKEND_FAILURE_141'],
  ['require-chap', [TARGET.iqn, 'xen', 'geheim'], iscsi, 'SR_BACKEND_FAILURE_68'],
  ['stop-storage-server', ['10.7.1.60'], nfs, 'SR_BACKEND_FAILURE_108'],
  ['deny-export', ['10.7.1.60', '/export/fast', 'new-1'], nfs, 'SR_BACKEND_FAILURE_73'],
  ['protect-export', ['10.7.1.60', '/export/fast'], nfs, 'SR_BACKEND_FAILURE_88'],
] as const)('after %s %o nothing is created, and nothing is left', async (command, values, source, code) => {
  await using at = await operating('new-storage');
  runCommand(at.served.world, command, values);
  const before = storage(at);
  const { state } = await done(at, creation(at, source));
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code }, left: [] });
  expect(storage(at)).toEqual(before);
});

test('storage that lies there already is attached with its disks', async () => {
  await using at = await operating('new-storage');
  expect((await done(at, attachment(at))).state).toEqual({ is: 'done' });
  expect(connected(at, 'lab')).toEqual(['new-1', 'new-2', 'new-3']);
  expect(rowOf(at.served.world, 'SR', 'lab')['VDIs']).toHaveLength(3);
});

test('storage no host can attach is forgotten again', async () => {
  await using at = await operating('new-storage');
  for (const host of ['new-1', 'new-2', 'new-3']) runCommand(at.served.world, 'mask-lun', [USED_LUN, host]);
  const before = storage(at);
  const { state } = await done(at, attachment(at));
  expect(state).toMatchObject({ is: 'failed', failure: { code: 'SR_BACKEND_FAILURE_107' }, undone: [{ is: 'storage-forgotten' }] });
  expect(storage(at)).toEqual(before);
});

test('detached, storage keeps its configuration and is repaired; forgotten, it stays on the array; destroyed, it does not', async () => {
  await using at = await operating('new-storage');
  await done(at, creation(at, nfs));
  expect((await done(at, onSr(at, 'sr.detach', 'store'))).state).toEqual({ is: 'done' });
  expect([connected(at, 'store'), links(at, 'store').length]).toEqual([[], 3]);
  expect((await done(at, onSr(at, 'sr.repair', 'store'))).state).toEqual({ is: 'done' });
  const [fast] = at.served.world.arrays.servers.flatMap(({ exports }) => exports.filter(({ path }) => path === '/export/fast'));
  expect((await done(at, onSr(at, 'sr.forget', 'store'))).state).toEqual({ is: 'done' });
  expect(fast?.holds).toHaveLength(1);
  await done(at, creation(at, nfs, { name: 'second' }));
  expect((await done(at, onSr(at, 'sr.destroy', 'second'))).state).toEqual({ is: 'done' });
  expect(fast?.holds).toHaveLength(1);
});

test('what cannot be destroyed is refused before any host is disconnected', async () => {
  await using at = await operating('new-storage');
  await done(at, attachment(at));
  const { state } = await done(at, onSr(at, 'sr.destroy', 'lab'));
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'sr-not-empty', disks: 3 }] } });
  expect(connected(at, 'lab')).toEqual(['new-1', 'new-2', 'new-3']);
});

test('if the master is lost while storage is created, the result is looked up and nothing is done twice', async () => {
  await using at = await operating('new-storage');
  const id = await at.begin(creation(at, iscsi) as Parameters<Operating['begin']>[0]);
  await at.until(id, ({ task }) => task !== undefined);
  runCommand(at.served.world, 'reset', ['new-1']);
  await at.until(id, ({ state }) => state.is === 'running' && state.note === 'server-unreachable');
  runCommand(at.served.world, 'heal-link', ['new-1']);
  expect((await at.end(id)).state).toMatchObject({ is: 'done' });
  const { database } = poolOf(at.served.world);
  expect(database.refs('SR').filter((sr) => database.get('SR', sr)['name_label'] === 'store')).toHaveLength(1);
});

test('cancelled while the driver is at work, nothing is there afterwards', async () => {
  await using at = await operating('new-storage', 1);
  const before = storage(at);
  const id = await at.begin(creation(at, iscsi) as Parameters<Operating['begin']>[0]);
  await at.until(id, ({ task }) => task !== undefined);
  await at.engine.call('operation.cancel', { operation: id });
  expect((await at.end(id)).state).toEqual({ is: 'cancelled', undone: [{ is: 'storage-removed' }], left: [] });
  expect(storage(at)).toEqual(before);
});

test('hosts are connected and disconnected by tasks: a driver may take longer than anybody waits for an answer', async () => {
  await using at = await operating('new-storage');
  const { database, interferences } = poolOf(at.served.world);
  const asked = new Set<string>();
  interferences.add(({ message, task }) => {
    if (message.class !== 'PBD' || message.name === 'create') return;
    asked.add(task === undefined ? `${message.name} by a call` : String(database.get('task', task)['name_label']));
  });
  await done(at, attachment(at));
  await done(at, onSr(at, 'sr.detach', 'lab'));
  expect([...asked]).toEqual(['Async.PBD.plug', 'Async.PBD.unplug']);
});

test('a password of an attempt that is refused at once goes as well', async () => {
  await using at = await operating('new-storage');
  const source = async () => {
    const kept = await at.engine.call('storage.keep-password', { server: at.server, password: 'geheim' });
    return { ...iscsi, chap: { user: 'xen', secret: kept.ok ? kept.value.secret : '' } };
  };
  expect((await done(at, creation(at, await source(), { name: ' ' }))).state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'empty-name' }] },
    undone: [{ is: 'password-gone' }],
    left: [{ is: 'nothing-changed' }],
  });
  expect(poolOf(at.served.world).database.refs('secret')).toEqual([]);
});

test('a look tells what there is, step by step, and what is wrong when it is', async () => {
  await using at = await operating('new-storage');
  const look = async (what: object, host?: string) => {
    const input = { server: at.server, look: what, ...(host !== undefined && { host: named(at.served.world, 'host', host) }) };
    const result = await at.engine.call('storage.look', input as Parameters<typeof at.engine.call<'storage.look'>>[1]);
    return result.ok ? result.value.discovery : result.failure;
  };
  const portal = { at: 'iscsi', target: TARGET.target, port: 3260 };
  expect(await look(portal)).toMatchObject({ found: 'targets', targets: [{ name: TARGET.iqn }, { name: TARGET.iqn }, { name: '*' }] });
  expect(await look({ ...portal, iqn: TARGET.iqn })).toMatchObject({ found: 'devices', devices: [{ lun: 10 }, { lun: 11 }, { lun: 12 }] });
  expect(await look({ ...portal, iqn: TARGET.iqn, scsiId: USED_LUN })).toMatchObject({
    found: 'repositories',
    repositories: [{ uuid: LEFT, name: 'lab-2023' }],
  });
  runCommand(at.served.world, 'mask-lun', [USED_LUN, 'new-2']);
  expect(await look({ ...portal, iqn: TARGET.iqn, scsiId: USED_LUN }, 'new-2')).toMatchObject({ kind: 'xapi', code: 'SR_BACKEND_FAILURE_107' });
  expect(await look({ at: 'nfs', server: '10.7.1.60' })).toMatchObject({
    found: 'exports',
    exports: [{ path: '/export/archive' }, { path: '/export/fast' }],
  });
  expect(await look({ at: 'nfs', server: 'nowhere.example' })).toMatchObject({ code: 'SR_BACKEND_FAILURE_140' });
});

test('a password is handed over once, is used by its name, and is gone when the storage has its own', async () => {
  await using at = await operating('new-storage');
  runCommand(at.served.world, 'require-chap', [TARGET.iqn, 'xen', 'geheim']);
  const kept = await at.engine.call('storage.keep-password', { server: at.server, password: 'geheim' });
  const secret = kept.ok ? kept.value.secret : '';
  const source = { ...iscsi, chap: { user: 'xen', secret } };
  expect((await done(at, creation(at, source))).state).toEqual({ is: 'done' });
  const { database } = poolOf(at.served.world);
  const left = database.refs('secret').map((self) => database.get('secret', self)['uuid']);
  expect([left.length, left.includes(secret)]).toEqual([3, false]);
  const other = await at.engine.call('storage.keep-password', { server: at.server, password: 'x' });
  await at.engine.call('storage.drop-passwords', { server: at.server, secrets: other.ok ? [other.value.secret] : [] });
  expect(database.refs('secret')).toHaveLength(3);
  expect(JSON.stringify(at.engine.said)).not.toContain('geheim');
});

test('a password of an attempt that fails is gone, and the same is not offered again without it', async () => {
  await using at = await operating('new-storage');
  runCommand(at.served.world, 'require-chap', [TARGET.iqn, 'xen', 'geheim']);
  const before = storage(at);
  const kept = await at.engine.call('storage.keep-password', { server: at.server, password: 'wrong' });
  const source = { ...iscsi, chap: { user: 'xen', secret: kept.ok ? kept.value.secret : '' } };
  expect((await done(at, creation(at, source))).state).toMatchObject({
    is: 'failed',
    failure: { code: 'SR_BACKEND_FAILURE_68' },
    left: [],
    next: [],
  });
  expect(storage(at)).toEqual(before);
});

describe('storage that no host has a connection to', () => {
  /** As after the last host that had it was ejected. */
  async function withoutConnections(at: Operating): Promise<RefOf<'sr'>> {
    await done(at, attachment(at));
    await done(at, onSr(at, 'sr.detach', 'lab'));
    const sr = named(at.served.world, 'SR', 'lab') as RefOf<'sr'>;
    for (const link of rowOf(at.served.world, 'SR', 'lab')['PBDs'] as string[]) ask(at.served.world, 'PBD.destroy', [link]);
    await timePasses(at.engine, () => at.engine.said.some((event) => event.topic === 'pools' && (event.payload.delta.pbd?.gone ?? []).length > 0));
    return sr;
  }

  test('is attached again as the same, with its disks, under the name that is wanted', async () => {
    await using at = await operating('new-storage');
    const sr = await withoutConnections(at);
    const disks = rowOf(at.served.world, 'SR', 'lab')['VDIs'];
    expect((await done(at, { ...attachment(at), name: 'lab again' })).state).toEqual({ is: 'done' });
    expect([named(at.served.world, 'SR', 'lab again'), rowOf(at.served.world, 'SR', 'lab again')['VDIs']]).toEqual([sr, disks]);
    expect(connected(at, 'lab again')).toEqual(['new-1', 'new-2', 'new-3']);
  });

  test('is as it was when no host can attach it', async () => {
    await using at = await operating('new-storage');
    await withoutConnections(at);
    for (const host of ['new-1', 'new-2', 'new-3']) runCommand(at.served.world, 'mask-lun', [USED_LUN, host]);
    const before = storage(at);
    const { state } = await done(at, attachment(at));
    expect(state).toMatchObject({ is: 'failed', failure: { code: 'SR_BACKEND_FAILURE_107' }, undone: [{ is: 'nothing-changed' }] });
    expect(storage(at)).toEqual(before);
  });

  test('is not taken in anew while it is only detached, which would lose whose disks they are', async () => {
    await using at = await operating('new-storage');
    await done(at, attachment(at));
    await done(at, onSr(at, 'sr.detach', 'lab'));
    const { state } = await done(at, attachment(at));
    expect(state).toMatchObject({ failure: { kind: 'precheck', problems: [{ rule: 'sr-only-detached', sr: 'lab' }] } });
  });
});

test('the clock of a host is told beside ours', async () => {
  await using at = await operating('new-storage');
  const host = named(at.served.world, 'host', 'new-2') as RefOf<'host'>;
  const result = await at.engine.call('storage.clock', { server: at.server, host });
  expect(result).toMatchObject({ ok: true, value: { hostMs: expect.any(Number) } });
});
