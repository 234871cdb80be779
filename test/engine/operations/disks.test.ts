import { expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { addRow, change } from '#simulator/world/rows.ts';
import { dateText } from '#simulator/world/times.ts';
import type { Row } from '#simulator/world/value.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { seen } from '#test/support/engine-picture.ts';
import { operating, type Operating } from '#test/support/operating.ts';

const GIB = 1024 ** 3;
/** Gigabytes take minutes in the world. */
const QUICKLY = 100;

type Draft<R> = R extends unknown ? Omit<R, 'server'> : never;

async function begin(at: Operating, request: Draft<DiskRequest>) {
  return await at.begin({ ...request, server: at.server });
}

async function done(at: Operating, request: Draft<DiskRequest>) {
  return await at.end(await begin(at, request));
}

/** Every table that an operation on disks could leave something in. */
function disks({ served }: Operating) {
  const { database } = poolOf(served.world);
  const rows = (table: string): readonly Row[] => database.refs(table).map((self) => database.get(table, self));
  const plain = ({ allowed_operations: _allowed, snapshots: _snapshots, ...row }: Row): Row => row;
  return structuredClone(['SR', 'VDI', 'VBD', 'VM'].map((table) => rows(table).map(plain)));
}

const sr = (at: Operating, name: string) => named(at.served.world, 'SR', name) as RefOf<'sr'>;
const disk = (at: Operating, name: string) => named(at.served.world, 'VDI', name) as RefOf<'vdi'>;
const vm = (at: Operating, name: string) => named(at.served.world, 'VM', name) as VmRef;

/** The drive of a machine that is no disc drive. */
function driveOf(at: Operating, name: string): RefOf<'vbd'> {
  const { database } = poolOf(at.served.world);
  const drives = rowOf(at.served.world, 'VM', name)['VBDs'] as string[];
  return drives.find((drive) => database.get('VBD', drive)['type'] === 'Disk') as RefOf<'vbd'>;
}

function diskOf(at: Operating, name: string): RefOf<'vdi'> {
  return poolOf(at.served.world).database.get('VBD', driveOf(at, name))['VDI'] as RefOf<'vdi'>;
}

const row = (at: Operating, table: string, self: string): Row => poolOf(at.served.world).database.get(table, self);

function localOf(at: Operating, host: string): RefOf<'sr'> {
  const { database } = poolOf(at.served.world);
  const self = named(at.served.world, 'host', host);
  const links = database.refs('PBD').map((pbd) => database.get('PBD', pbd));
  const found = links.find((link) => link['host'] === self && ['lvm', 'ext'].includes(String(row(at, 'SR', String(link['SR']))['type'])));
  return found?.['SR'] as RefOf<'sr'>;
}

const slot = (at: Operating, name: string) => ({ machine: vm(at, name), isReadOnly: false, isBootable: false });

test('a disk is created, grows, is copied and is deleted', async () => {
  await using at = await operating();
  const target = sr(at, 'shared-lun');
  const before = disks(at);
  const created = await done(at, { kind: 'disk.create', target, name: 'data', description: 'for the shop', sizeBytes: 10 * GIB });
  expect(created).toMatchObject({ state: { is: 'done' }, subject: { class: 'vdi', name: 'data', targetName: 'shared-lun' } });
  expect((await done(at, { kind: 'disk.resize', disk: disk(at, 'data'), sizeBytes: 12 * GIB })).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VDI', 'data')).toMatchObject({ virtual_size: 12 * GIB, name_description: 'for the shop', type: 'user' });
  const copied = await done(at, { kind: 'disk.copy', disk: disk(at, 'data'), target: localOf(at, 'host-a'), name: 'data, kept' });
  expect(copied.state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VDI', 'data, kept')).toMatchObject({ virtual_size: 12 * GIB, SR: localOf(at, 'host-a') });
  for (const name of ['data', 'data, kept']) expect((await done(at, { kind: 'disk.delete', disk: disk(at, name) })).state).toEqual({ is: 'done' });
  expect(disks(at)).toEqual(before);
});

test('a new disk is plugged into the running machine it is for, and can be taken away and brought back', async () => {
  await using at = await operating();
  const request = {
    kind: 'disk.create',
    target: sr(at, 'shared-lun'),
    name: 'data',
    description: '',
    sizeBytes: GIB,
    slot: slot(at, 'web'),
  } as const;
  expect((await done(at, request)).state).toEqual({ is: 'done' });
  const [drive] = rowOf(at.served.world, 'VDI', 'data')['VBDs'] as string[];
  expect(row(at, 'VBD', drive ?? '')).toMatchObject({ VM: vm(at, 'web'), currently_attached: true, mode: 'RW' });
  const detached = await done(at, { kind: 'disk.detach', drive: drive as RefOf<'vbd'> });
  expect([detached.state, rowOf(at.served.world, 'VDI', 'data')['VBDs']]).toEqual([{ is: 'done' }, []]);
  const undo = await at.engine.call('operation.undo', { operation: detached.id });
  const [again] = undo.ok ? undo.value.operations : [];
  expect(again === undefined ? undefined : (await at.end(again)).state).toEqual({ is: 'done' });
  const [drive2] = rowOf(at.served.world, 'VDI', 'data')['VBDs'] as string[];
  expect([row(at, 'VBD', drive2 ?? '')['VM'], row(at, 'VBD', drive2 ?? '')['currently_attached']]).toEqual([vm(at, 'web'), true]);
});

test('the disk of a running machine moves under it, and back when that is undone', async () => {
  await using at = await operating('two-hosts-iscsi', QUICKLY);
  const from = diskOf(at, 'web');
  const { uuid, SR: home } = row(at, 'VDI', from);
  const target = localOf(at, 'host-a');
  const moved = await done(at, { kind: 'disk.move', disk: from, target });
  expect(moved.state).toEqual({ is: 'done' });
  const now = diskOf(at, 'web');
  const there = row(at, 'VDI', now);
  expect([there['uuid'], there['SR'], now === from]).toEqual([uuid, target, false]);
  expect(row(at, 'VBD', driveOf(at, 'web'))['currently_attached']).toBe(true);
  const undo = await at.engine.call('operation.undo', { operation: moved.id });
  const [back] = undo.ok ? undo.value.operations : [];
  expect(back === undefined ? undefined : (await at.end(back)).state).toEqual({ is: 'done' });
  const again = row(at, 'VDI', diskOf(at, 'web'));
  expect([again['uuid'], again['SR']]).toEqual([uuid, home]);
});

test('the memory of a suspended machine moves, and the machine knows where it is', async () => {
  await using at = await operating();
  const image = rowOf(at.served.world, 'VM', 'paused-work')['suspend_VDI'] as RefOf<'vdi'>;
  const target = localOf(at, 'host-b');
  expect((await done(at, { kind: 'disk.move', disk: image, target })).state).toEqual({ is: 'done' });
  const now = String(rowOf(at.served.world, 'VM', 'paused-work')['suspend_VDI']);
  expect([now === image, row(at, 'VDI', now)['SR']]).toEqual([false, target]);
  expect(poolOf(at.served.world).database.find('VDI', image)).toBeUndefined();
});

test('changed blocks are tracked, and not any more, also by undoing', async () => {
  await using at = await operating();
  const tracked = diskOf(at, 'spare');
  const on = await done(at, { kind: 'disk.track-changes', disk: tracked, isOn: true });
  expect([on.state, row(at, 'VDI', tracked)['cbt_enabled']]).toEqual([{ is: 'done' }, true]);
  expect((await done(at, { kind: 'disk.move', disk: tracked, target: localOf(at, 'host-a') })).state).toMatchObject({
    failure: { problems: [{ rule: 'disk-tracks-changes' }] },
  });
  const undo = await at.engine.call('operation.undo', { operation: on.id });
  const [off] = undo.ok ? undo.value.operations : [];
  if (off !== undefined) await at.end(off);
  expect(row(at, 'VDI', tracked)['cbt_enabled']).toBe(false);
});

const TARGET_GONE = 'SR_BACKEND_FAILURE_47';

test.each([
  ['a creation', (at: Operating) => ({ kind: 'disk.create', target: sr(at, 'shared-lun'), name: 'x', description: '', sizeBytes: GIB }) as const],
  ['a copy', (at: Operating) => ({ kind: 'disk.copy', disk: diskOf(at, 'spare'), target: sr(at, 'shared-lun'), name: 'x' }) as const],
  ['a growth', (at: Operating) => ({ kind: 'disk.resize', disk: diskOf(at, 'spare'), sizeBytes: 99 * GIB }) as const],
  ['a deletion', (at: Operating) => ({ kind: 'disk.delete', disk: diskOf(at, 'spare') }) as const],
])('%s that the storage refuses leaves everything as it was', async (_what, request) => {
  await using at = await operating();
  for (const host of ['host-a', 'host-b']) runCommand(at.served.world, 'pull-cable', [host, 'storage']);
  const before = disks(at);
  expect((await done(at, request(at))).state).toMatchObject({ is: 'failed', failure: { kind: 'xapi', code: TARGET_GONE } });
  expect(disks(at)).toEqual(before);
});

test('a disk that cannot be attached is deleted again when it was made for that', async () => {
  await using at = await operating();
  const request = { kind: 'disk.create', target: sr(at, 'shared-lun'), name: 'x', description: '', sizeBytes: GIB, slot: slot(at, 'spare') } as const;
  const before = disks(at);
  const id = await begin(at, { ...request, slot: { ...request.slot, position: 'nonsense' } });
  expect((await at.end(id)).state).toMatchObject({
    is: 'failed',
    failure: { code: 'INVALID_DEVICE' },
    undone: [{ is: 'nothing-changed' }, { is: 'disk-removed' }],
  });
  expect(disks(at)).toEqual(before);
});

test.each([
  ['copy', (at: Operating) => ({ kind: 'disk.copy', disk: diskOf(at, 'spare'), target: localOf(at, 'host-a'), name: 'x' }) as const],
  ['move', (at: Operating) => ({ kind: 'disk.move', disk: diskOf(at, 'web'), target: localOf(at, 'host-a') }) as const],
] as const)('a %s that is cancelled leaves everything as it was', async (_what, request) => {
  await using at = await operating('two-hosts-iscsi', 1);
  const before = disks(at);
  const id = await begin(at, request(at));
  await at.until(id, ({ task }) => task !== undefined);
  await at.engine.call('operation.cancel', { operation: id });
  expect((await at.end(id)).state).toMatchObject({ is: 'cancelled' });
  expect(disks(at)).toEqual(before);
});

test('a move goes on while the master is lost, and its result is read when it is back', async () => {
  await using at = await operating();
  const id = await begin(at, { kind: 'disk.move', disk: diskOf(at, 'web'), target: localOf(at, 'host-a') });
  await at.until(id, ({ task }) => task !== undefined);
  runCommand(at.served.world, 'reset', ['host-a']);
  await at.until(id, ({ state }) => state.is === 'running' && state.note === 'server-unreachable');
  runCommand(at.served.world, 'heal-link', ['host-a']);
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(row(at, 'VDI', diskOf(at, 'web'))['SR']).toBe(localOf(at, 'host-a'));
});

test('two machines never get one disk to write to', async () => {
  await using at = await operating();
  const refused = await done(at, { kind: 'disk.attach', disk: diskOf(at, 'web'), slot: slot(at, 'spare') });
  expect(refused.state).toMatchObject({ failure: { problems: [{ rule: 'disk-of-others', vms: ['web'] }] } });
});

test('no more disks move at once than a host mirrors', async () => {
  await using at = await operating();
  const target = localOf(at, 'host-a');
  const made = Array.from({ length: 5 }, (_, index) => `part ${index}`);
  for (const name of made) {
    const request = { kind: 'disk.create', target: sr(at, 'shared-lun'), name, description: '', sizeBytes: GIB, slot: slot(at, 'web') } as const;
    expect((await done(at, request)).state).toEqual({ is: 'done' });
  }
  const ids = await Promise.all(made.map(async (name) => await begin(at, { kind: 'disk.move', disk: disk(at, name), target })));
  const ended = await Promise.all(ids.map(async (id) => (await at.end(id)).state));
  expect(ended).toEqual(ids.map(() => ({ is: 'done' })));
});

test('where another client keeps the host at it, a move waits for its turn instead of being refused, and can be cancelled meanwhile', async () => {
  await using at = await operating('two-hosts-iscsi', QUICKLY);
  const { world } = at.served;
  const pool = poolOf(world);
  // A task that is long ago is swept away by its pool.
  const created = dateText(world.clock.now());
  const of = { name_label: 'Async.VDI.pool_migrate', status: 'pending', created, resident_on: named(world, 'host', 'host-a') };
  const others = [1, 2, 3].map(() => addRow({ world, pool }, 'task', of));
  await seen(at, ({ task }) => others.every((other) => task.get(other as RefOf<'task'>)?.status === 'pending'));
  const move = { kind: 'disk.move', disk: diskOf(at, 'web'), target: localOf(at, 'host-a') } as const;
  const isWaiting = ({ state }: Operation): boolean => state.is === 'running' && state.note === 'others-move';
  const cancelled = await begin(at, move);
  await at.until(cancelled, isWaiting);
  await at.engine.call('operation.cancel', { operation: cancelled });
  expect((await at.end(cancelled)).state).toMatchObject({ is: 'cancelled', left: [{ is: 'disk', sr: 'shared-lun' }] });
  const id = await begin(at, move);
  await at.until(id, isWaiting);
  change(pool, 'task', others[0] ?? '', { status: 'success' });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
});
