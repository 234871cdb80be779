import { expect, test, vi } from 'vitest';
import type { VmChanges } from '#shared/domain/operations/vm-settings.ts';
import { named, poolOf, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';

const GIB = 1024 ** 3;

async function configured(at: Operating, vm: string, changes: VmChanges) {
  return await at.end(await at.begin({ kind: 'vm.configure', server: at.server, vm: at.vm(vm), changes }));
}

async function undone(at: Operating, operation: Awaited<ReturnType<typeof configured>>) {
  const undo = await at.engine.call('operation.undo', { operation: operation.id });
  const [back] = undo.ok ? undo.value.operations : [];
  if (back === undefined) throw new Error(`no way back: ${JSON.stringify(undo)}`);
  return await at.end(back);
}

const machine = (at: Operating, vm: string) => rowOf(at.served.world, 'VM', vm);
function poolRow({ served }: Operating) {
  const { database } = poolOf(served.world);
  return database.get('pool', database.refs('pool')[0] ?? '');
}

const problems = (rules: readonly object[]) => ({ is: 'failed', failure: { kind: 'precheck', problems: rules } });

test('everything about a halted machine is changed at once, and all of it is brought back', async () => {
  await using at = await operating();
  const before = structuredClone(machine(at, 'spare'));
  const home = named(at.served.world, 'host', 'host-b') as HostRef;
  const changes: VmChanges = {
    description: 'for later',
    tags: ['late'],
    vcpusMax: 8,
    vcpus: 4,
    coresPerSocket: 4,
    weight: 512,
    memory: { staticMin: GIB, dynamicMin: GIB, dynamicMax: 2 * GIB, staticMax: 4 * GIB },
    bootOrder: 'nc',
    firmware: 'uefi',
    isSecureBoot: true,
    kernelArguments: 'console=hvc0',
    home,
    shadowMultiplier: 2,
    startsWithHost: true,
  };
  const changed = await configured(at, 'spare', changes);
  expect(changed.state).toEqual({ is: 'done' });
  expect(machine(at, 'spare')).toMatchObject({
    name_description: 'for later',
    tags: ['late'],
    VCPUs_max: 8,
    VCPUs_at_startup: 4,
    platform: { 'cores-per-socket': '4', secureboot: 'true' },
    VCPUs_params: { weight: '512' },
    memory_static_max: 4 * GIB,
    memory_dynamic_min: GIB,
    HVM_boot_params: { order: 'nc', firmware: 'uefi' },
    PV_args: 'console=hvc0',
    affinity: home,
    HVM_shadow_multiplier: 2,
    other_config: { auto_poweron: 'true' },
  });
  expect(poolRow(at)['other_config']).toMatchObject({ auto_poweron: 'true' });
  expect((await undone(at, changed)).state).toEqual({ is: 'done' });
  const fields = [
    'name_description',
    'tags',
    'VCPUs_max',
    'VCPUs_at_startup',
    'memory_static_max',
    'memory_dynamic_min',
    'PV_args',
    'affinity',
    'HVM_shadow_multiplier',
  ];
  const now = machine(at, 'spare');
  expect(fields.map((field) => [field, now[field]])).toEqual(fields.map((field) => [field, before[field]]));
});

test('fewer processors are given back before there may be no more, and more come after', async () => {
  await using at = await operating();
  expect((await configured(at, 'spare', { vcpusMax: 8, vcpus: 8 })).state).toEqual({ is: 'done' });
  expect((await configured(at, 'spare', { vcpusMax: 2, vcpus: 2 })).state).toEqual({ is: 'done' });
  expect(machine(at, 'spare')).toMatchObject({ VCPUs_max: 2, VCPUs_at_startup: 2 });
});

test('the balloon of a running machine moves, and its static limits do not', async () => {
  await using at = await operating();
  const { memory_static_min: staticMin, memory_static_max: staticMax } = machine(at, 'web');
  const range = { staticMin: Number(staticMin), staticMax: Number(staticMax) };
  const half = Number(staticMax) / 2;
  const moved = await configured(at, 'web', { memory: { ...range, dynamicMin: half, dynamicMax: half } });
  expect([moved.state, machine(at, 'web')['memory_dynamic_max']]).toEqual([{ is: 'done' }, half]);
  const refused = await configured(at, 'web', {
    memory: { ...range, staticMax: 2 * Number(staticMax), dynamicMin: half, dynamicMax: half },
    vcpusMax: 64,
  });
  expect(refused.state).toMatchObject(problems([{ rule: 'wrong-power-state', power: 'Running', needs: ['Halted'] }]));
});

test('every reason is told at once', async () => {
  await using at = await operating();
  const memory = { staticMin: 0, dynamicMin: 3 * GIB, dynamicMax: 2 * GIB, staticMax: 4 * GIB };
  const changes = {
    name: ' ',
    vcpusMax: 4,
    vcpus: 9,
    coresPerSocket: 3,
    weight: 0,
    memory,
    bootOrder: 'cc',
    isSecureBoot: true,
    shadowMultiplier: 0,
  };
  expect((await configured(at, 'spare', changes)).state).toMatchObject(
    problems([
      { rule: 'empty-name' },
      { rule: 'bad-processors', vcpus: 4, coresPerSocket: 3 },
      { rule: 'processors-beyond', most: 4 },
      { rule: 'bad-weight', least: 1, most: 65_535 },
      { rule: 'memory-order' },
      { rule: 'bad-boot-order' },
      { rule: 'needs-uefi' },
      { rule: 'bad-multiplier' },
    ]),
  );
});

test('what is refused in the middle takes back what was written before', async () => {
  await using at = await operating();
  const before = structuredClone(machine(at, 'spare'));
  const { database } = poolOf(at.served.world);
  const set = database.set.bind(database);
  // Somebody starts the machine between the first setting and the second.
  vi.spyOn(database, 'set').mockImplementation((table, ref, fields) => {
    set(table, ref, fields);
    if (fields['name_description'] === 'half-way') set('VM', at.vm('spare'), { power_state: 'Running' });
  });
  const { state } = await configured(at, 'spare', { description: 'half-way', vcpusMax: 16 });
  expect(state).toMatchObject({ is: 'failed', failure: { code: 'VM_BAD_POWER_STATE' }, undone: [{ is: 'value-restored' }] });
  expect(machine(at, 'spare')['name_description']).toBe(before['name_description']);
});

test('what somebody else has changed meanwhile is not overwritten', async () => {
  await using at = await operating();
  const id = await at.begin({
    kind: 'vm.configure',
    server: at.server,
    vm: at.vm('spare'),
    changes: { description: 'mine' },
    was: { description: 'what I saw' },
  });
  expect((await at.end(id)).state).toMatchObject({ is: 'failed', failure: { kind: 'changed-meanwhile' } });
});
