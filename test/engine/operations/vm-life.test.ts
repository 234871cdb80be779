import { expect, test } from 'vitest';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { belongingsOf } from '#shared/domain/inventory/deletion.ts';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { ask, named, rowOf } from '#test/support/ask.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { PACE } from '#test/support/passing-time.ts';
import { firstPool } from '#test/support/served-world.ts';

function hostOf({ served }: Operating, name: string): HostRef {
  return named(served.world, 'host', name) as HostRef;
}

function disksOf({ served }: Operating, name: string): RefOf<'vdi'>[] {
  const { database } = firstPool(served.world);
  const slots = (rowOf(served.world, 'VM', name)['VBDs'] as string[]).map((slot) => database.get('VBD', slot));
  return slots.filter((slot) => slot['type'] === 'Disk').map((slot) => slot['VDI'] as RefOf<'vdi'>);
}

function inventoryOf({ served }: Operating): Inventory {
  const records = expectedInventory((name) => ask(served.world, `${name}.get_all_records`, []) as Records);
  return applyDelta(emptyInventory, Object.fromEntries(Object.entries(records).map(([name, set]) => [name, { set }])));
}

function rows({ served }: Operating, table: string): readonly string[] {
  return firstPool(served.world).database.refs(table);
}

test.each(['host-a', 'host-b'])('a machine starts on the host that was chosen, %s, and says so', async (name) => {
  await using at = await operating();
  const host = hostOf(at, name);
  const id = await at.begin({ kind: 'vm.start', server: at.server, vm: at.vm('spare'), host });
  expect(await at.end(id)).toMatchObject({ state: { is: 'done' }, subject: { name: 'spare', targetName: name } });
  expect(rowOf(at.served.world, 'VM', 'spare')).toMatchObject({ power_state: 'Running', resident_on: host });
});

test('one that is started paused waits until it is let go', async () => {
  await using at = await operating();
  const on = { server: at.server, vm: at.vm('spare') };
  expect((await at.end(await at.begin({ kind: 'vm.start', isPaused: true, ...on }))).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'spare')['power_state']).toBe('Paused');
  expect((await at.end(await at.begin({ kind: 'vm.unpause', ...on }))).state).toEqual({ is: 'done' });
});

test('a suspended one goes on where it is wanted', async () => {
  await using at = await operating();
  const host = hostOf(at, 'host-b');
  const id = await at.begin({ kind: 'vm.resume', server: at.server, vm: at.vm('paused-work'), host });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'paused-work')).toMatchObject({ power_state: 'Running', resident_on: host });
});

test('a deleted machine takes its disks and its snapshots along', async () => {
  await using at = await operating();
  const vm = at.vm('spare');
  ask(at.served.world, 'VM.snapshot', [vm, 'before']);
  const snapshot = named(at.served.world, 'VM', 'before');
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[snapshot] !== undefined);
  const disks = rows(at, 'VDI').length;
  const { disks: own, snapshots } = belongingsOf(inventoryOf(at), vm);
  expect(own.map(({ by, isPrecious }) => ({ by, isPrecious }))).toEqual([{ by: undefined, isPrecious: false }]);
  const id = await at.begin({
    kind: 'vm.delete',
    server: at.server,
    vm,
    disks: own.map(({ disk }) => disk),
    snapshots: snapshots.map((each) => each.vm),
  });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rows(at, 'VM')).not.toContain(vm);
  expect(rows(at, 'VM')).not.toContain(snapshot);
  expect(rows(at, 'VDI')).toHaveLength(disks - 2);
});

test('disks that nobody named stay, and one that cannot be deleted is told of', async () => {
  await using at = await operating();
  const vm = at.vm('spare');
  const [disk] = disksOf(at, 'spare');
  if (disk === undefined) throw new RangeError('it has no disk');
  firstPool(at.served.world).database.set('VDI', disk, { missing: true });
  const id = await at.begin({ kind: 'vm.delete', server: at.server, vm, disks: [disk], snapshots: [] });
  expect((await at.end(id)).state).toMatchObject({ is: 'done', remarks: [{ is: 'not-deleted', why: { kind: 'xapi', code: 'VDI_MISSING' } }] });
  expect(rows(at, 'VM')).not.toContain(vm);
  expect(rows(at, 'VDI')).toContain(disk);
});

test('a disk of two machines is not deleted with one of them', async () => {
  await using at = await operating();
  const [disk] = disksOf(at, 'web');
  if (disk === undefined) throw new RangeError('it has no disk');
  const slot = {
    VM: at.vm('spare'),
    VDI: disk,
    userdevice: 'autodetect',
    bootable: false,
    mode: 'RO',
    type: 'Disk',
    unpluggable: true,
    empty: false,
  };
  const made = ask(at.served.world, 'VBD.create', [{ ...slot, other_config: {}, qos_algorithm_type: '', qos_algorithm_params: {} }]) as string;
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.vbd?.set?.[made] !== undefined);
  const id = await at.begin({ kind: 'vm.delete', server: at.server, vm: at.vm('spare'), disks: [disk], snapshots: [] });
  expect((await at.end(id)).state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'disk-shared', by: 'web' }] },
    left: [{ is: 'nothing-changed' }],
  });
  expect(rows(at, 'VM')).toContain(at.vm('spare'));
});

test.each([
  { way: 'fast', isWhole: false },
  { way: 'whole', isWhole: true },
])('a $way copy is another machine with disks of its own', async ({ isWhole }) => {
  await using at = await operating();
  const to = named(at.served.world, 'SR', 'shared-lun') as RefOf<'sr'>;
  const id = await at.begin({ kind: 'vm.copy', server: at.server, vm: at.vm('spare'), name: ' twin ', ...(isWhole && { to }) });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'twin')['power_state']).toBe('Halted');
  expect(disksOf(at, 'twin')).not.toEqual(disksOf(at, 'spare'));
});

test('a copy that is cancelled leaves nothing behind', async () => {
  await using at = await operating('two-hosts-iscsi', PACE);
  const to = named(at.served.world, 'SR', 'shared-lun') as RefOf<'sr'>;
  const before = rows(at, 'VDI').length;
  const id = await at.begin({ kind: 'vm.copy', server: at.server, vm: at.vm('spare'), name: 'twin', to });
  await at.until(id, ({ task }) => task !== undefined);
  await at.engine.call('operation.cancel', { operation: id });
  expect((await at.end(id)).state).toMatchObject({ is: 'cancelled' });
  expect(rows(at, 'VDI')).toHaveLength(before);
});

test('a machine becomes a template, which is copied and deleted with its disks', async () => {
  await using at = await operating();
  const vm = at.vm('spare');
  expect((await at.end(await at.begin({ kind: 'vm.to-template', server: at.server, vm }))).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'spare')['is_a_template']).toBe(true);
  expect((await at.end(await at.begin({ kind: 'vm.copy', server: at.server, vm, name: 'golden' }))).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'golden')['is_a_template']).toBe(true);
  const disks = rows(at, 'VDI').length;
  const own = disksOf(at, 'golden');
  const golden = { kind: 'vm.delete', server: at.server, vm: at.vm('golden'), disks: own, snapshots: [] } as const;
  expect((await at.end(await at.begin(golden))).state).toEqual({ is: 'done' });
  expect(rows(at, 'VDI')).toHaveLength(disks - own.length);
  const builtIn = { ...golden, vm: at.vm('Debian Bookworm 12'), disks: [] };
  expect((await at.end(await at.begin(builtIn))).state).toMatchObject({ failure: { problems: [{ rule: 'is-built-in' }] } });
});
