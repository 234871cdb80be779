import { extend, featuresOf, isSubset } from '../cpu-features.ts';
import { entry, flag, list, map, number, ref, text } from '../fields.ts';
import { domainModelOf, freeBytes, MIB, neededBytes } from '../memory.ts';
import { isLiveRow } from '../operations/host-rules.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertNetworksReachable } from './network-checks.ts';
import { assertConfigurationValid } from './vm-configuration.ts';

export interface Placing {
  readonly pool: PoolState;
  readonly vm: Ref;
  readonly machine: Row;
  readonly host: Ref;
  readonly hostRow: Row;
}

export interface BootCheckScope {
  /** Memory is left out where a plan for several VMs at once weighs it instead. */
  readonly memory: 'checked' | 'ignored';
  /** Left out where the disks come along to storage that is there. */
  readonly storage?: 'checked' | 'moved';
}

/** Throws why the VM cannot boot on this host; the checks and their order are the server's. */
export function assertCanBootHere(pool: PoolState, vm: Ref, host: Ref, scope: BootCheckScope = { memory: 'checked' }): void {
  const machine = pool.database.get('VM', vm);
  const hostRow = pool.database.get('host', host);
  const placing: Placing = { pool, vm, machine, host, hostRow };
  assertConfigurationValid(machine);
  assertHostTakesVms(placing);
  assertHardwarePlatform(placing);
  assertProcessorCompatible(placing);
  if (scope.storage !== 'moved') assertStorageReachable(placing);
  assertNetworksReachable(placing);
  assertVirtualisationSupported(placing);
  if (scope.memory === 'checked') assertEnoughMemory(placing);
  assertEnoughProcessors(placing);
}

/** The same for a machine of another pool: it finds its storage and its networks by what it was told. */
export function assertCanRunAbroad({ home, pool, vm, host }: Pick<Placing, 'pool' | 'vm' | 'host'> & { readonly home: PoolState }): void {
  const machine = home.database.get('VM', vm);
  const placing: Placing = { pool, vm, machine, host, hostRow: pool.database.get('host', host) };
  assertHardwarePlatform(placing);
  assertHostTakesVms(placing);
  assertEnoughProcessors(placing);
  if (text(machine, 'power_state') === 'Halted') return;
  // What it booted with is in the records of the pool it comes from.
  assertProcessorCompatible({ ...placing, pool: home });
  assertVirtualisationSupported(placing);
  assertEnoughMemory(placing);
}

function assertHostTakesVms({ pool, machine, host, hostRow }: Placing): void {
  if (!isLiveRow(pool, hostRow)) throw new XapiError('HOST_NOT_LIVE');
  const isControlDomain = flag(machine, 'is_control_domain');
  if (isControlDomain && ref(machine, 'affinity') !== host) {
    throw new XapiError('OPERATION_NOT_ALLOWED', 'Cannot boot a control domain on a host different from its affinity');
  }
  if (!isControlDomain && !flag(hostRow, 'enabled')) throw new XapiError('HOST_DISABLED', host);
}

function assertHardwarePlatform({ vm, machine, host, hostRow }: Placing): void {
  const supported = hostRow['virtual_hardware_platform_versions'];
  if (!Array.isArray(supported) || supported.length === 0) return;
  const version = number(machine, 'hardware_platform_version');
  if (supported.some((known) => Number(known) === version)) return;
  const versions = `[${supported.map(String).join('; ')}]`;
  throw new XapiError('VM_HOST_INCOMPATIBLE_VIRTUAL_HARDWARE_PLATFORM_VERSION', host, versions, vm, String(version));
}

/** A VM that has booted keeps the processor features it was started with until it is halted. */
function assertProcessorCompatible({ pool, vm, machine, host, hostRow }: Placing): void {
  if (text(machine, 'power_state') === 'Halted' || flag(machine, 'is_control_domain')) return;
  const vendor = entry(machine, 'last_boot_CPU_flags', 'vendor');
  const features = entry(machine, 'last_boot_CPU_flags', 'features');
  if (vendor !== undefined && vendor !== entry(hostRow, 'cpu_info', 'vendor')) {
    throw new XapiError('VM_INCOMPATIBLE_WITH_THIS_HOST', vm, host, 'VM last booted on a host which had a CPU from a different vendor.');
  }
  if (features !== undefined && !isOffered(pool, { machine, hostRow, features })) {
    throw new XapiError('VM_INCOMPATIBLE_WITH_THIS_HOST', vm, host, "VM last booted on a CPU with features this host's CPU does not have.");
  }
}

function isOffered(pool: PoolState, { machine, hostRow, features }: Pick<Placing, 'machine' | 'hostRow'> & { readonly features: string }): boolean {
  const metrics = pool.database.find('VM_metrics', ref(machine, 'metrics') ?? '') ?? {};
  const type = text(metrics, 'current_domain_type');
  if (type === 'unspecified') throw new XapiError('INTERNAL_ERROR', 'unspecified domain type');
  const offered = featuresOf(entry(hostRow, 'cpu_info', type === 'pv' ? 'features_pv' : 'features_hvm'));
  return isSubset(extend(featuresOf(features), offered), offered);
}

function assertStorageReachable({ pool, vm, machine, hostRow }: Placing): void {
  const { database } = pool;
  const reachable = new Set(
    list(hostRow, 'PBDs')
      .map((pbd) => database.get('PBD', pbd))
      .filter((pbd) => flag(pbd, 'currently_attached'))
      .map((pbd) => ref(pbd, 'SR')),
  );
  const missing = repositoriesOf(pool, machine).find((sr) => !reachable.has(sr));
  if (missing !== undefined) throw new XapiError('VM_REQUIRES_SR', vm, missing);
}

/** Where the VM's disks, discs and suspend image lie. */
function repositoriesOf(pool: PoolState, machine: Row): readonly Ref[] {
  const { database } = pool;
  const slots = list(machine, 'VBDs').map((vbd) => database.get('VBD', vbd));
  const disks = slots.filter((slot) => !flag(slot, 'empty')).map((slot) => ref(slot, 'VDI'));
  return [...disks, ref(machine, 'suspend_VDI')].flatMap((vdi) => {
    const sr = vdi === undefined ? undefined : ref(database.find('VDI', vdi) ?? {}, 'SR');
    return sr === undefined ? [] : [sr];
  });
}

function assertVirtualisationSupported({ vm, machine, hostRow }: Placing): void {
  if (domainModelOf(machine) !== 'hvm_or_pvh') return;
  const isSupported = list(hostRow, 'capabilities').some((capability) => capability.startsWith('hvm'));
  if (!isSupported) throw new XapiError('VM_HVM_REQUIRED', vm);
}

/** What a VM takes when it starts is counted in whole MiB. */
function bootBytes(machine: Row): number {
  const overhead = number(machine, 'memory_overhead');
  return Math.ceil((neededBytes(machine, 'dynamic-min') - overhead) / MIB) * MIB + overhead;
}

function assertEnoughMemory({ pool, machine, host }: Placing): void {
  const needed = bootBytes(machine);
  const free = freeBytes(pool, host, 'dynamic-min');
  if (needed > free) throw new XapiError('HOST_NOT_ENOUGH_FREE_MEMORY', String(needed), String(free));
}

function assertEnoughProcessors({ pool, machine, hostRow }: Placing): void {
  if (entry(machine, 'platform', 'vcpu-unrestricted') === 'true' || flag(machine, 'is_control_domain')) return;
  const vcpus = number(machine, 'VCPUs_max');
  const processors = processorCount(pool, hostRow);
  if (vcpus > processors) throw new XapiError('HOST_NOT_ENOUGH_PCPUS', String(vcpus), String(processors));
}

function processorCount(pool: PoolState, hostRow: Row): number {
  const rows = list(hostRow, 'host_CPUs').filter((cpu) => pool.database.find('host_cpu', cpu) !== undefined).length;
  const told = Number(map(hostRow, 'cpu_info')['cpu_count']);
  return Math.max(rows, Number.isFinite(told) ? told : 0);
}
