import { expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, named, poolOf, rowOf } from '#test/support/ask.ts';

const twoHosts = () => buildScenario(scenarioNamed('two-hosts-iscsi'));

function disksOf(world: World, vm: Ref): readonly Row[] {
  const { database } = poolOf(world);
  const slots = (database.get('VM', vm)['VBDs'] as Ref[]).map((slot) => database.get('VBD', slot));
  return slots.filter((slot) => slot['type'] === 'Disk').map((slot) => database.get('VDI', String(slot['VDI'])));
}

test('a snapshot is a template with disks of its own, and the newest branch of the tree', async () => {
  const world = await twoHosts();
  const vm = named(world, 'VM', 'web');
  const first = String(ask(world, 'VM.snapshot', [vm, 'before']));
  const second = String(ask(world, 'VM.snapshot', [vm, 'after']));
  const { database } = poolOf(world);
  expect(database.get('VM', first)).toMatchObject({
    name_label: 'before',
    is_a_snapshot: true,
    is_a_template: true,
    snapshot_of: vm,
    power_state: 'Halted',
    children: [second],
    snapshot_info: { 'power-state-at-snapshot': 'Running', 'disk-snapshot-type': 'crash_consistent' },
  });
  expect(rowOf(world, 'VM', 'web')).toMatchObject({ parent: second, snapshots: [second, first] });
  expect(disksOf(world, first)).toEqual([expect.objectContaining({ is_a_snapshot: true })]);
});

test('reverting puts the disks of the snapshot under the VM', async () => {
  const world = await twoHosts();
  const vm = named(world, 'VM', 'spare');
  const before = disksOf(world, vm);
  const snapshot = String(ask(world, 'VM.snapshot', [vm, 'before']));
  ask(world, 'VM.set_name_description', [vm, 'changed']);
  expect(ask(world, 'VM.revert', [snapshot])).toBe('');
  const row = rowOf(world, 'VM', 'spare');
  expect(row).toMatchObject({ name_label: 'spare', name_description: '', parent: snapshot, power_state: 'Halted' });
  expect(disksOf(world, vm).map((disk) => disk['virtual_size'])).toEqual(before.map((disk) => disk['virtual_size']));
  expect(disksOf(world, vm).map((disk) => disk['uuid'])).not.toEqual(before.map((disk) => disk['uuid']));
});

test('removing a snapshot in the middle joins the tree again', async () => {
  const world = await twoHosts();
  const vm = named(world, 'VM', 'web');
  const [first, middle, last] = ['one', 'two', 'three'].map((name) => String(ask(world, 'VM.snapshot', [vm, name])));
  expect(ask(world, 'VM.destroy', [middle ?? ''])).toBe('');
  expect(poolOf(world).database.get('VM', last ?? '')['parent']).toBe(first);
});

test('a clone is another machine: own disks, own addresses', async () => {
  const world = await twoHosts();
  const vm = named(world, 'VM', 'spare');
  const clone = String(ask(world, 'VM.clone', [vm, 'twin']));
  const { database } = poolOf(world);
  const mac = (self: Ref) => (database.get('VM', self)['VIFs'] as Ref[]).map((vif) => database.get('VIF', vif)['MAC']);
  expect(database.get('VM', clone)).toMatchObject({ name_label: 'twin', power_state: 'Halted', is_a_snapshot: false, is_a_template: false });
  expect(mac(clone)).not.toEqual(mac(vm));
  expect(disksOf(world, clone).map((disk) => disk['uuid'])).not.toEqual(disksOf(world, vm).map((disk) => disk['uuid']));
});

test('a default template is cloned and provisioned into a VM with the disks it names', async () => {
  const world = await twoHosts();
  const { database } = poolOf(world);
  const template = database.refs('VM').find((vm) => database.get('VM', vm)['is_default_template'] === true) ?? '';
  const disks = '<provision><disk bootable="true" device="0" size="8589934592" sr="" type="system"/></provision>';
  database.set('VM', template, { other_config: { disks } });
  expect(ask(world, 'VM.destroy', [template])).toEqual({ error: ['VM_CANNOT_DELETE_DEFAULT_TEMPLATE', template] });
  const vm = String(ask(world, 'VM.clone', [template, 'new']));
  expect(ask(world, 'VM.provision', [vm])).toBe('');
  expect(database.get('VM', vm)).toMatchObject({ is_a_template: false, is_default_template: false });
  expect(disksOf(world, vm).map((disk) => disk['virtual_size'])).toEqual([8_589_934_592]);
});

test('what a simulated pool cannot do is refused, never pretended', async () => {
  const world = await twoHosts();
  const vm = named(world, 'VM', 'web');
  expect(ask(world, 'VM.get_boot_record', [vm])).toEqual({ error: ['NOT_IMPLEMENTED', 'VM.get_boot_record'] });
});
