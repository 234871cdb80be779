import { expect, test } from 'vitest';
import type { World } from '#simulator/world/world.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { ask, named, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { firstPool } from '#test/support/served-world.ts';

const snapshot = (name: string) => ({ kind: 'vm.snapshot', name, description: 'as it was', keeps: 'disks' }) as const;

async function taken(at: Operating, vm: string, name: string): Promise<VmRef> {
  const id = await at.begin({ ...snapshot(name), server: at.server, vm: at.vm(vm) });
  expect(await at.end(id)).toMatchObject({ state: { is: 'done' } });
  return at.vm(name);
}

test.each(['spare', 'web', 'paused-work'])('a snapshot of %s is there afterwards, with its words', async (vm) => {
  await using at = await operating();
  await taken(at, vm, 'kept');
  expect(rowOf(at.served.world, 'VM', 'kept')).toMatchObject({ is_a_snapshot: true, snapshot_of: at.vm(vm), name_description: 'as it was' });
});

test('with its memory only what has one can be kept', async () => {
  await using at = await operating();
  const on = { server: at.server, kind: 'vm.snapshot', name: 'asleep', description: '', keeps: 'memory' } as const;
  expect((await at.end(await at.begin({ ...on, vm: at.vm('web') }))).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'asleep')['power_state']).toBe('Suspended');
  const refused = await at.end(await at.begin({ ...on, vm: at.vm('spare') }));
  expect(refused.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'wrong-power-state' }] } });
});

test('a VM goes back to what it was, and what it was before that is kept', async () => {
  await using at = await operating();
  const vm = at.vm('spare');
  const kept = await taken(at, 'spare', 'kept');
  ask(at.served.world, 'VM.set_name_description', [vm, 'changed']);
  const id = await at.begin({ kind: 'vm.revert', server: at.server, vm, snapshot: kept, keepAs: 'before' });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'spare')).toMatchObject({ parent: kept });
  expect(rowOf(at.served.world, 'VM', 'before')).toMatchObject({ is_a_snapshot: true, snapshot_of: vm });
});

test('it cannot go back to what is of another VM, and only snapshots are deleted as such', async () => {
  await using at = await operating();
  const kept = await taken(at, 'spare', 'kept');
  const foreign = await at.end(await at.begin({ kind: 'vm.revert', server: at.server, vm: at.vm('web'), snapshot: kept }));
  expect(foreign.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'not-there' }] } });
  const machine = await at.end(await at.begin({ kind: 'vm.delete-snapshot', server: at.server, vm: at.vm('spare') }));
  expect(machine.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'is-no-snapshot' }] } });
});

test('a deleted snapshot takes its disks along and leaves those of the VM', async () => {
  await using at = await operating();
  const { database } = firstPool(at.served.world);
  const disks = database.refs('VDI').length;
  const kept = await taken(at, 'spare', 'kept');
  expect(database.refs('VDI').length).toBeGreaterThan(disks);
  expect((await at.end(await at.begin({ kind: 'vm.delete-snapshot', server: at.server, vm: kept }))).state).toEqual({ is: 'done' });
  expect(database.refs('VM')).not.toContain(kept);
  expect(database.refs('VDI')).toHaveLength(disks);
});

test.each(['vm', 'template'] as const)('a snapshot becomes a new %s', async (as) => {
  await using at = await operating();
  const kept = await taken(at, 'spare', 'kept');
  const id = await at.begin({ kind: 'vm.from-snapshot', server: at.server, vm: kept, name: ' twin ', as });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(at.served.world, 'VM', 'twin')).toMatchObject({ is_a_template: as === 'template', is_a_snapshot: false });
  expect(named(at.served.world, 'VM', 'kept')).toBe(kept);
});

const quiesced = { kind: 'vm.snapshot', name: 'written out', description: '', keeps: 'quiesced' } as const;

/** As far as this call and what hosts say of themselves go. */
function asOlderRelease(world: World): void {
  const { model, database } = firstPool(world);
  const { removed: _removed, ...message } = model.messages.get('VM.snapshot_with_quiesce') ?? {};
  (model.messages as Map<string, unknown>).set('VM.snapshot_with_quiesce', message);
  for (const host of database.refs('host')) database.set('host', host, { software_version: { platform_version: '3.0.0' } });
}

function agentSays(world: World, vm: string, other: Record<string, string>): void {
  const { database } = firstPool(world);
  database.set('VM_guest_metrics', String(rowOf(world, 'VM', vm)['guest_metrics']), { other });
}

test('a guest is asked to write everything out only where servers and guest can', async () => {
  await using at = await operating();
  const { world } = at.served;
  const files = { ...quiesced, server: at.server, vm: at.vm('files') };
  const refused = { is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'quiescing-removed' }] } };
  expect((await at.end(await at.begin(files))).state).toMatchObject(refused);
  asOlderRelease(world);
  await expect
    .poll(async () => (await at.end(await at.begin(files))).state)
    .toMatchObject({
      failure: { problems: [{ rule: 'guest-cannot-quiesce' }] },
    });
  expect(ask(world, 'VM.snapshot_with_quiesce', [files.vm, 'no'])).toEqual({ error: ['VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED', files.vm, ''] });
  const asleep = await at.end(await at.begin({ ...files, vm: at.vm('spare') }));
  expect(asleep.state).toMatchObject({ failure: { problems: [{ rule: 'wrong-power-state' }] } });
  agentSays(world, 'files', { 'feature-quiesce': '1' });
  await expect.poll(async () => (await at.end(await at.begin(files))).state).toEqual({ is: 'done' });
  expect(rowOf(world, 'VM', 'written out')['snapshot_info']).toMatchObject({ 'disk-snapshot-type': 'quiesced' });
});
