import { assert, asyncProperty, constantFrom, nat, record, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import { discDriveOf, discIn, discsOf, drivesOfVm } from '#shared/domain/devices/drives.ts';
import { cardsOfVm } from '#shared/domain/devices/cards.ts';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import type { OperationRequest } from '#shared/domain/operations/request.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, poolOf } from '#test/support/ask.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';

const GIB = 1024 ** 3;

function inventoryOf(world: World): Inventory {
  const records = expectedInventory((name) => ask(world, `${name}.get_all_records`, []) as Records);
  return applyDelta(emptyInventory, Object.fromEntries(Object.entries(records).map(([name, set]) => [name, { set }])));
}

function set(world: World, table: string, ref: Ref, fields: Row): void {
  poolOf(world).database.set(table, ref, fields);
}

function devices(world: World, vm: Ref, table: 'VBD' | 'VIF'): readonly Ref[] {
  return poolOf(world).database.get('VM', vm)[`${table}s`] as readonly Ref[];
}

const POWER = ['Halted', 'Running', 'Paused', 'Suspended'];

/** Ways to make a pool's records say something else about a machine and what it is plugged into. */
const disturbances: Readonly<Record<string, (world: World, vm: Ref) => void>> = {
  'another power state': (world, vm) => set(world, 'VM', vm, { power_state: POWER[world.random.below(POWER.length)] ?? 'Halted' }),
  'no tools': (world, vm) => set(world, 'VM', vm, { guest_metrics: 'OpaqueRef:NULL' }),
  blocked: (world, vm) =>
    set(world, 'VM', vm, { blocked_operations: { changing_VCPUs: 'no', changing_dynamic_range: 'no', changing_memory_limits: 'no' } }),
  template: (world, vm) => set(world, 'VM', vm, { is_a_template: true }),
  snapshot: (world, vm) => set(world, 'VM', vm, { is_a_template: true, is_a_snapshot: true }),
  'devices out': (world, vm) => {
    for (const table of ['VBD', 'VIF'] as const) for (const ref of devices(world, vm, table)) set(world, table, ref, { currently_attached: false });
  },
  'disk of others': (world, vm) => {
    const { database } = poolOf(world);
    const disk = devices(world, vm, 'VBD').map((vbd) => database.get('VBD', vbd)['VDI']);
    const other = database.refs('VBD').find((vbd) => !devices(world, vm, 'VBD').includes(vbd) && database.get('VBD', vbd)['type'] === 'Disk');
    if (other !== undefined) set(world, 'VBD', other, { VDI: disk[0] ?? '', mode: 'RW', currently_attached: true });
  },
  'a disc in': (world, vm) => {
    const { database } = poolOf(world);
    const disc = database.refs('VDI').find((vdi) => database.get('VDI', vdi)['is_tools_iso'] === true);
    const drive = devices(world, vm, 'VBD').find((vbd) => database.get('VBD', vbd)['type'] === 'CD');
    if (drive !== undefined && disc !== undefined) set(world, 'VBD', drive, { VDI: disc, empty: false });
  },
};

interface Asked {
  readonly request: OperationRequest;
  readonly call: string;
  readonly parameters: readonly Value[];
}

type Sketch = (inventory: Inventory, ref: VmRef, vm: Vm) => Asked | undefined;

const server = 's';

function plugDrive(isOn: boolean): Sketch {
  return (inventory, ref) => {
    const drive = drivesOfVm(inventory, ref).find(({ type }) => type === 'Disk')?.ref;
    return drive === undefined
      ? undefined
      : { request: { kind: 'drive.plug', server, drive, isOn }, call: isOn ? 'VBD.plug' : 'VBD.unplug', parameters: [drive] };
  };
}

function plugCard(isOn: boolean): Sketch {
  return (inventory, ref) => {
    const card = cardsOfVm(inventory, ref)[0]?.ref;
    return card === undefined
      ? undefined
      : { request: { kind: 'card.plug', server, card, isOn }, call: isOn ? 'VIF.plug' : 'VIF.unplug', parameters: [card] };
  };
}

function memory(change: (vm: Vm) => readonly [number, number, number, number]): Sketch {
  return (_inventory, ref, vm) => {
    const [staticMin, dynamicMin, dynamicMax, staticMax] = change(vm);
    const isStatic = staticMin !== vm.memoryStaticMin || staticMax !== vm.memoryStaticMax || vm.power !== 'Running';
    return {
      request: { kind: 'vm.configure', server, vm: ref, changes: { memory: { staticMin, dynamicMin, dynamicMax, staticMax } } },
      call: isStatic ? 'VM.set_memory_limits' : 'VM.set_memory_dynamic_range',
      parameters: isStatic ? [ref, staticMin, staticMax, dynamicMin, dynamicMax] : [ref, dynamicMin, dynamicMax],
    };
  };
}

const sketches: Readonly<Record<string, Sketch>> = {
  plug: plugDrive(true),
  unplug: plugDrive(false),
  'card in': plugCard(true),
  'card out': plugCard(false),
  'read only': (inventory, ref) => {
    const drive = drivesOfVm(inventory, ref).find(({ type }) => type === 'Disk');
    return drive === undefined
      ? undefined
      : {
          request: { kind: 'drive.change', server, drive: drive.ref, changes: { isReadOnly: true } },
          call: 'VBD.set_mode',
          parameters: [drive.ref, 'RO'],
        };
  },
  insert: (inventory, ref) => {
    const drive = discDriveOf(inventory, ref);
    const disc = discsOf(inventory)[0]?.ref;
    if (drive === undefined || disc === undefined || (discIn(drive) ?? disc) !== disc) return undefined;
    return { request: { kind: 'disc.change', server, machine: ref, disc }, call: 'VBD.insert', parameters: [drive.ref, disc] };
  },
  eject: (inventory, ref) => {
    const drive = discDriveOf(inventory, ref);
    return drive === undefined ? undefined : { request: { kind: 'disc.change', server, machine: ref }, call: 'VBD.eject', parameters: [drive.ref] };
  },
  balloon: memory((vm) => [vm.memoryStaticMin, vm.memoryDynamicMax / 2, vm.memoryDynamicMax / 2, vm.memoryStaticMax]),
  'more memory': memory((vm) => [vm.memoryStaticMin, vm.memoryDynamicMin, vm.memoryDynamicMax, vm.memoryStaticMax + GIB]),
  'disordered memory': memory((vm) => [vm.memoryStaticMin, vm.memoryStaticMax + GIB, vm.memoryDynamicMax, vm.memoryStaticMax]),
  'more processors': (_inventory, ref, vm) => ({
    request: { kind: 'vm.configure', server, vm: ref, changes: { vcpusMax: vm.vcpusMax + 1 } },
    call: 'VM.set_VCPUs_max',
    parameters: [ref, vm.vcpusMax + 1],
  }),
  'processors beyond': (_inventory, ref, vm) => ({
    request: { kind: 'vm.configure', server, vm: ref, changes: { vcpus: vm.vcpusMax + 1 } },
    call: vm.power === 'Running' ? 'VM.set_VCPUs_number_live' : 'VM.set_VCPUs_at_startup',
    parameters: [ref, vm.vcpusMax + 1],
  }),
  shadow: (_inventory, ref, vm) => ({
    request: { kind: 'vm.configure', server, vm: ref, changes: { shadowMultiplier: vm.shadowMultiplier + 1 } },
    call: vm.power === 'Running' ? 'VM.set_shadow_multiplier_live' : 'VM.set_HVM_shadow_multiplier',
    parameters: [ref, vm.shadowMultiplier + 1],
  }),
};

/** Which of our reasons stands for which of the server's. */
const meanings: Readonly<Record<string, readonly Problem['rule'][]>> = {
  OPERATION_BLOCKED: ['blocked'],
  VM_IS_TEMPLATE: ['is-template'],
  VM_BAD_POWER_STATE: ['wrong-power-state'],
  DEVICE_ALREADY_ATTACHED: ['unchanged'],
  DEVICE_ALREADY_DETACHED: ['unchanged'],
  VBD_IS_EMPTY: ['unchanged'],
  VBD_NOT_EMPTY: ['unchanged'],
  VM_MISSING_PV_DRIVERS: ['no-guest-tools'],
  VM_LACKS_FEATURE: ['no-guest-tools'],
  VDI_IN_USE: ['disk-in-use'],
  MEMORY_CONSTRAINT_VIOLATION_ORDER: ['memory-order'],
  INVALID_VALUE: ['processors-beyond'],
};

/**
 * Snapshots and control domains are left alone here, whatever a server would do with them; nothing wakes up with another disc than it
 * fell asleep with; and a number of processors that fills no socket is taken by the server, which then does not start the VM.
 */
function isOurOwn(problems: readonly Problem[], request: OperationRequest): boolean {
  const isAsleep = problems.some((problem) => problem.rule === 'wrong-power-state' && problem.power === 'Suspended');
  return (
    problems.some(({ rule }) => rule === 'is-snapshot' || rule === 'is-control-domain' || rule === 'bad-processors') ||
    (isAsleep && request.kind === 'disc.change')
  );
}

function refusalIn(answer: ReturnType<typeof ask>): string | undefined {
  const [code] = typeof answer === 'object' && 'error' in answer ? (answer.error as readonly string[]) : [];
  return code;
}

function isForetold(code: string | undefined, rules: readonly Problem['rule'][]): boolean {
  return code === undefined ? rules.length === 0 : meanings[code]?.some((rule) => rules.includes(rule)) === true;
}

test('what the rules allow of devices, memory and processors the server does, and what it refuses they have foretold', async () => {
  const worlds = record({
    scenario: constantFrom('two-hosts-iscsi', 'three-hosts-nfs'),
    what: subarray(Object.keys(disturbances), { maxLength: 2 }),
    sketch: constantFrom(...Object.values(sketches)),
    machine: nat(),
  });
  const seen = { allowed: 0, refused: 0 };
  await assert(
    asyncProperty(worlds, async ({ scenario, what, sketch, machine }) => {
      const world = await buildScenario(scenarioNamed(scenario));
      const { database } = poolOf(world);
      const vms = database.refs('VM').filter((ref) => database.get('VM', ref)['is_default_template'] !== true);
      const ref = vms[machine % vms.length] ?? '';
      for (const name of what) disturbances[name]?.(world, ref);
      const inventory = inventoryOf(world);
      const vm = inventory.vm.get(ref as VmRef);
      const asked = vm === undefined ? undefined : sketch(inventory, ref as VmRef, vm);
      if (asked === undefined) return;
      const problems = problemsOf(asked.request, { inventory, link: 'live' });
      if (isOurOwn(problems, asked.request)) return;
      const answer = ask(world, asked.call, asked.parameters);
      const code = refusalIn(answer);
      seen[code === undefined ? 'allowed' : 'refused'] += 1;
      const rules = problems.map(({ rule }) => rule);
      const isRight = isForetold(code, rules);
      expect({ call: asked.call, code, rules, isRight }).toEqual({ call: asked.call, code, rules, isRight: true });
    }),
    { numRuns: 160 },
  );
  expect(Math.min(seen.allowed, seen.refused)).toBeGreaterThan(10);
});
