import { assert, asyncProperty, constantFrom, nat, pre, record, subarray } from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRequest } from '#shared/domain/operations/vm-request.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Problem } from '#shared/domain/rules/problem.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { vmOperation } from '#shared/domain/rules/vm-operation.ts';
import { isVmPowerRequest, snapshotCall } from '#shared/domain/operations/vm-request.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Ref, Value } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, poolOf } from '#test/support/ask.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';

function inventoryOf(world: World): Inventory {
  const records = expectedInventory((name) => ask(world, `${name}.get_all_records`, []) as Records);
  const delta = Object.fromEntries(Object.entries(records).map(([name, set]) => [name, { set }]));
  return applyDelta(emptyInventory, delta);
}

const POWER = ['Halted', 'Running', 'Paused', 'Suspended'];

/** Ways to make a pool's records say something else about a machine, its host or its storage. */
const disturbances: Readonly<Record<string, (world: World, vm: Ref) => void>> = {
  'another power state': (world, vm) => set(world, 'VM', vm, { power_state: POWER[world.random.below(POWER.length)] ?? 'Halted' }),
  template: (world, vm) => set(world, 'VM', vm, { is_a_template: true }),
  snapshot: (world, vm) => set(world, 'VM', vm, { is_a_template: true, is_a_snapshot: true }),
  blocked: (world, vm) => set(world, 'VM', vm, { blocked_operations: { start: 'no', clean_shutdown: 'no', suspend: 'no', hard_reboot: 'no' } }),
  'no tools': (world, vm) => set(world, 'VM', vm, { guest_metrics: 'OpaqueRef:NULL' }),
  device: (world, vm) => set(world, 'VM', vm, { attached_PCIs: ['OpaqueRef:pci'] }),
  'too much memory': (world, vm) => set(world, 'VM', vm, { memory_static_max: 2 ** 42, memory_dynamic_max: 2 ** 42, memory_dynamic_min: 2 ** 42 }),
  'too many processors': (world, vm) => set(world, 'VM', vm, { VCPUs_max: 4_000 }),
  maintenance: (world) => each(world, 'host', { enabled: false }),
  'no virtualisation': (world) => each(world, 'host', { capabilities: [] }),
  'storage away': (world) => each(world, 'PBD', { currently_attached: false }),
  'disks reset': (world) => each(world, 'VDI', { on_boot: 'reset' }),
  immobile: (world) => each(world, 'VM_metrics', { nomigrate: true }),
  'other processors': (world) => each(world, 'VM', { last_boot_CPU_flags: { vendor: 'GenuineOther', features: '' } }),
  'older hosts': (world, vm) => {
    for (const host of poolOf(world)
      .database.refs('host')
      .filter((ref) => ref !== poolOf(world).database.get('VM', vm)['resident_on']))
      set(world, 'host', host, { software_version: { platform_version: '2.0.0' } });
  },
  nested: (world) => each(world, 'VM_metrics', { nested_virt: true }),
  'members lost': (world) => {
    const { database, master } = poolOf(world);
    for (const host of database.refs('host').filter((ref) => ref !== master.ref)) {
      set(world, 'host_metrics', String(database.get('host', host)['metrics']), { live: false });
    }
  },
};

function set(world: World, table: string, ref: Ref, fields: Parameters<ReturnType<typeof poolOf>['database']['set']>[2]): void {
  poolOf(world).database.set(table, ref, fields);
}

function each(world: World, table: string, fields: Parameters<typeof set>[3]): void {
  for (const ref of poolOf(world).database.refs(table)) set(world, table, ref, fields);
}

const requests = [
  { kind: 'vm.start' },
  { kind: 'vm.shut-down', way: 'clean' },
  { kind: 'vm.shut-down', way: 'forced' },
  { kind: 'vm.reboot', way: 'clean' },
  { kind: 'vm.reboot', way: 'forced' },
  { kind: 'vm.suspend' },
  { kind: 'vm.resume' },
  { kind: 'vm.pause' },
  { kind: 'vm.unpause' },
  { kind: 'vm.migrate' },
  { kind: 'vm.start', isOn: true },
  { kind: 'vm.resume', isOn: true },
  { kind: 'vm.delete', disks: [], snapshots: [] },
  { kind: 'vm.copy', name: 'twin' },
  { kind: 'vm.to-template' },
  { kind: 'vm.snapshot', name: 'kept', description: '', keeps: 'disks' },
  { kind: 'vm.snapshot', name: 'kept', description: '', keeps: 'memory' },
  { kind: 'vm.snapshot', name: 'kept', description: '', keeps: 'quiesced' },
  { kind: 'vm.copy', name: 'twin', isWhole: true },
  { kind: 'vm.revert' },
  { kind: 'vm.delete-snapshot' },
  { kind: 'vm.from-snapshot', name: 'twin', as: 'vm' },
  { kind: 'vm.recover' },
] as const;

/** Nobody is offered any other for disks. */
const HOLDS_DISKS: readonly string[] = ['lvm', 'ext', 'nfs', 'lvmoiscsi'];
/** What is asked of a snapshot of the machine. */
const OF_SNAPSHOTS: readonly string[] = ['vm.revert', 'vm.delete-snapshot', 'vm.from-snapshot'];
/** What is off already is not given up, and one that is suspended would lose what it had in memory; the server would do both. */
const ONLY_OURS: Readonly<Record<string, readonly Problem['rule'][]>> = {
  'vm.recover': ['unchanged', 'wrong-power-state'],
  // Its release answers the call and has no guest that could do it.
  'vm.snapshot': ['quiescing-removed'],
};

function refusalIn(answer: ReturnType<typeof ask>): string | undefined {
  const [code] = typeof answer === 'object' && 'error' in answer ? (answer.error as readonly string[]) : [];
  return code;
}

function recordCallOf(asked: VmRequest): { readonly call: string; readonly further: readonly Value[] } {
  switch (asked.kind) {
    case 'vm.delete':
      return { call: 'VM.destroy', further: [] };
    case 'vm.copy':
      return asked.to === undefined ? { call: 'VM.clone', further: [asked.name] } : { call: 'VM.copy', further: [asked.name, asked.to] };
    case 'vm.to-template':
      return { call: 'VM.set_is_a_template', further: [true] };
    case 'vm.snapshot':
      return { call: `VM.${snapshotCall[asked.keeps]}`, further: [asked.name] };
    case 'vm.revert':
      return { call: 'VM.revert', further: [] };
    case 'vm.delete-snapshot':
      return { call: 'VM.destroy', further: [] };
    case 'vm.from-snapshot':
      return { call: 'VM.clone', further: [asked.name] };
    case 'vm.recover':
      return { call: 'VM.power_state_reset', further: [] };
    default:
      throw new RangeError('no call for it');
  }
}

/** The call that is made, and what it wants to know beside the machine. */
function callOf(asked: VmRequest): { readonly call: string; readonly further: readonly Value[] } {
  if (!isVmPowerRequest(asked)) return recordCallOf(asked);
  const { call } = vmOperation(asked);
  if (asked.kind === 'vm.migrate') return { call, further: [asked.host, { live: 'true' }] };
  if (asked.kind !== 'vm.start' && asked.kind !== 'vm.resume') return { call, further: [] };
  return { call, further: [...(asked.host === undefined ? [] : [asked.host]), false, false] };
}

type Sketch = (typeof requests)[number];

interface At {
  readonly vm: VmRef;
  readonly host: HostRef;
  readonly sr: RefOf<'sr'>;
  readonly snapshot: VmRef | undefined;
}

function requestOf(sketch: Sketch, { vm, host, sr, snapshot }: At): VmRequest {
  const { isOn, isWhole, ...request } = { isOn: false, isWhole: false, ...sketch };
  const on = { server: 's', vm: request.kind === 'vm.revert' ? vm : (snapshot ?? vm) };
  return {
    ...request,
    ...on,
    ...((isOn || request.kind === 'vm.migrate') && { host }),
    ...(isWhole && { to: sr }),
    ...(request.kind === 'vm.revert' && { snapshot }),
  } as VmRequest;
}

/** Those that can be asked about it: a control domain has no snapshots, and where there is nothing to copy any storage will do. */
function machinesFor(world: World, request: Sketch): readonly Ref[] {
  const { database } = poolOf(world);
  const drives = database.refs('VBD').map((drive) => database.get('VBD', drive));
  return database.refs('VM').filter((ref) => {
    const { is_default_template: isBuiltIn, is_control_domain: isControlDomain } = database.get('VM', ref);
    if (isBuiltIn === true) return false;
    if (OF_SNAPSHOTS.includes(request.kind)) return isControlDomain !== true;
    return !('isWhole' in request) || drives.some((drive) => drive['VM'] === ref && drive['type'] === 'Disk');
  });
}

/** The machine as it was a moment ago, before anything went wrong. */
function snapshotOf(world: World, vm: Ref): VmRef {
  const answer = ask(world, 'VM.snapshot', [vm, 'before']);
  if (typeof answer !== 'string') throw new Error(`no snapshot: ${JSON.stringify(answer)}`);
  return answer as VmRef;
}

/** Which of our reasons stands for which of the server's. */
const meanings: Readonly<Record<string, readonly Problem['rule'][]>> = {
  OPERATION_BLOCKED: ['blocked'],
  VM_BAD_POWER_STATE: ['wrong-power-state'],
  VM_IS_TEMPLATE: ['is-template'],
  VM_IS_SNAPSHOT: ['is-snapshot'],
  VM_IS_PART_OF_AN_APPLIANCE: ['in-appliance'],
  OPERATION_NOT_ALLOWED: ['is-control-domain'],
  VM_LACKS_FEATURE: ['no-guest-tools'],
  VM_IS_IMMOBILE: ['immobile'],
  VM_IS_USING_NESTED_VIRT: ['immobile'],
  VM_HAS_PCI_ATTACHED: ['tied-to-hardware'],
  VM_HAS_SRIOV_VIF: ['on-shared-card'],
  VDI_ON_BOOT_MODE_INCOMPATIBLE_WITH_OPERATION: ['disk-resets-on-boot'],
  VM_HAS_NO_SUSPEND_VDI: ['no-suspend-image'],
  VM_NO_SUSPEND_SR: ['no-suspend-storage'],
  NO_HOSTS_AVAILABLE: ['no-host-fits'],
  HOST_DISABLED: ['host-disabled'],
  VM_REQUIRES_SR: ['not-on-host'],
  VM_HVM_REQUIRED: ['no-virtualisation'],
  HOST_NOT_ENOUGH_FREE_MEMORY: ['not-enough-memory'],
  VM_INCOMPATIBLE_WITH_THIS_HOST: ['other-processor'],
  NOT_SUPPORTED_DURING_UPGRADE: ['host-too-old'],
  HOST_NOT_ENOUGH_PCPUS: ['not-enough-processors'],
  HOST_OFFLINE: ['host-not-live'],
  HOST_NOT_LIVE: ['host-not-live'],
  HOST_IS_LIVE: ['host-is-live'],
  DOMAIN_EXISTS: ['host-is-live'],
  SR_HAS_NO_PBDS: ['sr-not-connected'],
  SR_BACKEND_FAILURE_44: ['sr-too-full'],
  SR_OPERATION_NOT_SUPPORTED: ['sr-holds-no-disks'],
  VM_SNAPSHOT_WITH_QUIESCE_NOT_SUPPORTED: ['guest-cannot-quiesce', 'quiescing-removed'],
};

/** What is done nothing may stand against; what is refused must have been foretold, with the same reason. */
function judge(
  code: string | undefined,
  { kind, problems }: { readonly kind: string; readonly problems: readonly Problem['rule'][] },
): { readonly isRight: boolean; readonly problems: readonly Problem['rule'][] } {
  const isOurs = (rule: Problem['rule']): boolean => ONLY_OURS[kind]?.includes(rule) === true;
  const isRight = code === undefined ? problems.every(isOurs) : meanings[code]?.some((rule) => problems.includes(rule)) === true;
  return { isRight, problems };
}

/** A machine is of one kind, and nothing else is told of one that is no ordinary machine. */
const KINDS: readonly Problem['rule'][] = ['is-template', 'is-snapshot', 'is-control-domain'];

test('what the rules allow the server does, and what it refuses they have foretold, with its reason', async () => {
  const worlds = record({
    scenario: constantFrom('two-hosts-iscsi', 'three-hosts-nfs'),
    what: subarray(Object.keys(disturbances), { maxLength: 2 }),
    request: constantFrom(...requests),
    machine: nat(),
  });
  const seen = { allowed: 0, refused: 0 };
  await assert(
    asyncProperty(worlds, async ({ scenario, what, request, machine }) => {
      // A machine that is only said to run has no domain to be moved.
      pre(request.kind !== 'vm.migrate' || !what.includes('another power state'));
      // Whether the storage for suspended machines has room is the storage's to say, and it may shrink what it writes.
      pre(request.kind !== 'vm.suspend' || !what.includes('too much memory'));
      const world = await buildScenario(scenarioNamed(scenario));
      const { database } = poolOf(world);
      const vms = machinesFor(world, request);
      const vm = vms[machine % vms.length] ?? '';
      const snapshot = OF_SNAPSHOTS.includes(request.kind) ? snapshotOf(world, vm) : undefined;
      for (const name of what) disturbances[name]?.(world, vm);
      const hosts = database.refs('host').filter((host) => host !== database.get('VM', vm)['resident_on']);
      const host = hosts[machine % hosts.length] as HostRef;
      const srs = database.refs('SR').filter((ref) => HOLDS_DISKS.includes(String(database.get('SR', ref)['type'])));
      const asked = requestOf(request, { vm: vm as VmRef, host, sr: srs[machine % srs.length] as RefOf<'sr'>, snapshot });
      const problems = problemsOf(asked, { inventory: inventoryOf(world), link: 'live' }).map(({ rule }) => rule);
      const { call, further } = callOf(asked);
      const answer = ask(world, call, [snapshot ?? vm, ...further]);
      const code = refusalIn(answer);
      if (problems.some((rule) => KINDS.includes(rule))) return;
      seen[code === undefined ? 'allowed' : 'refused'] += 1;
      expect({ code, ...judge(code, { kind: request.kind, problems }) }).toEqual({ code, isRight: true, problems });
    }),
    { numRuns: 240 },
  );
  expect(Math.min(seen.allowed, seen.refused)).toBeGreaterThan(10);
});
