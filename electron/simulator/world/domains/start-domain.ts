import { entry, list, map, number, ref, text } from '../fields.ts';
import { domainModelOf } from '../memory.ts';
import { begin, end, type Operation, operationKey } from '../operations/with-operation.ts';
import { refreshAllowed } from '../operations/rules.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { change } from '../rows.ts';
import { assertDisksReachable } from '../storage/storage-network.ts';
import { setTaskProgress } from '../tasks.ts';
import { dateText } from '../times.ts';
import { NULL_REF, type Ref, type Row, type ValueMap } from '../value.ts';
import type { Call, PoolState, SimHost, World } from '../world.ts';
import { openConsole } from './consoles.ts';
import { plugAll, refreshDependents } from './devices.ts';
import { beginGuest, wakeGuest } from './guest-agent.ts';

export interface DomainStart {
  readonly vm: Ref;
  readonly host: Ref;
  readonly power: 'Running' | 'Paused';
}

/** Storage is attached, memory is claimed and filled, devices are plugged: about five seconds together. */
const BUILD_STEPS_MS = [1_000, 2_500, 1_500];
const BUILD_TOTAL_MS = BUILD_STEPS_MS.reduce((sum, ms) => sum + ms, 0);

/** Reserves room on the host while the domain is being made there, whatever becomes of it. */
export function* reserving<T>(
  call: Call,
  reservation: { vm: Ref; host: Ref; operation: 'vm_start' | 'vm_resume' | 'vm_migrate' },
  work: () => Work<T>,
): Work<T> {
  const { pool } = call;
  const { vm, host } = reservation;
  const onHost: Operation = { table: 'host', self: host, name: reservation.operation };
  const key = operationKey(call);
  pool.database.set('VM', vm, { scheduled_to_be_resident_on: host });
  begin(pool, onHost, key);
  try {
    return yield* work();
  } finally {
    end(pool, onHost, key);
    if (pool.database.find('VM', vm) !== undefined) pool.database.set('VM', vm, { scheduled_to_be_resident_on: NULL_REF });
  }
}

/** Everything up to the moment the guest could run. */
export function* prepareDomain(call: Call, vm: Ref, host: Ref): Work<void> {
  const { pool, world } = call;
  yield* forwardTo(call, host);
  assertDisksReachable(call, vm, host);
  yield* attachingDevices(call, vm, function* () {
    let done = 0;
    for (const stepMs of BUILD_STEPS_MS) {
      yield stepMs * world.slowness;
      done += stepMs;
      // A task is complete only when it is complete.
      setTaskProgress(pool, call.task, done / (BUILD_TOTAL_MS + 1));
    }
  });
}

function* attachingDevices(call: Call, vm: Ref, work: () => Work<void>): Work<void> {
  const { pool } = call;
  const row = pool.database.get('VM', vm);
  const devices = [
    ...list(row, 'VBDs').map((self): Operation => ({ table: 'VBD', self, name: 'attach' })),
    ...list(row, 'VIFs').map((self): Operation => ({ table: 'VIF', self, name: 'attach' })),
  ];
  const key = operationKey(call);
  for (const device of devices) begin(pool, device, key);
  try {
    yield* work();
  } finally {
    for (const device of devices) end(pool, device, key);
  }
}

/** From here on the guest runs from its beginning; everything a client can see of that changes together. */
export function bootDomain(world: World, pool: PoolState, start: DomainStart): void {
  const { vm, host } = start;
  change(pool, 'VM', vm, bootRecord(world, pool, pool.database.get('VM', vm), host));
  placeDomain(world, pool, start);
  const metrics = ref(pool.database.get('VM', vm), 'metrics');
  if (metrics !== undefined) change(pool, 'VM_metrics', metrics, { start_time: dateText(world.clock.now()) });
  beginGuest(world, pool, vm);
  refreshAllowed(pool, 'VM', vm);
}

/** The guest goes on where it stopped, in a new domain. */
export function wakeDomain(world: World, pool: PoolState, start: DomainStart): void {
  placeDomain(world, pool, start);
  wakeGuest(world, pool, start.vm);
  refreshAllowed(pool, 'VM', start.vm);
}

function placeDomain(world: World, pool: PoolState, { vm, host, power }: DomainStart): void {
  const row = pool.database.get('VM', vm);
  const machine = machineOf({ world, pool }, host);
  plugAll(pool, vm);
  change(pool, 'VM', vm, {
    resident_on: host,
    scheduled_to_be_resident_on: NULL_REF,
    domid: machine === undefined ? 1 : nextDomainId(pool, machine),
    memory_target: number(row, 'memory_dynamic_max'),
    power_state: power,
  });
  startMetrics(world, pool, vm, power);
  openConsole(world, pool, vm, host);
  refreshAllowed(pool, 'VM', vm);
  refreshDependents(pool, vm);
}

function nextDomainId(pool: PoolState, host: SimHost): number {
  const residents = list(pool.database.get('host', host.ref), 'resident_VMs').map((vm) => number(pool.database.find('VM', vm) ?? {}, 'domid'));
  host.lastDomainId = Math.max(host.lastDomainId, ...residents) + 1;
  return host.lastDomainId;
}

/** What a VM remembers of its boot: the processor it saw, and identities a guest expects to keep. */
function bootRecord(world: World, pool: PoolState, row: Row, host: Ref): Row {
  const cpu = map(pool.database.get('host', host), 'cpu_info');
  const isParavirtual = domainModelOf(row) === 'pv';
  const features = cpu[isParavirtual ? 'features_pv' : 'features_hvm'];
  const platform = map(row, 'platform');
  return {
    last_boot_CPU_flags: { vendor: cpu['vendor'] ?? '', features: features ?? '' },
    platform:
      isParavirtual || entry(row, 'platform', 'device-model') !== undefined ? platform : { 'device-model': 'qemu-upstream-compat', ...platform },
    bios_strings: isParavirtual || Object.keys(map(row, 'bios_strings')).length > 0 ? map(row, 'bios_strings') : BIOS_STRINGS,
    generation_id: text(row, 'generation_id') === '0:0' ? generationId(world) : text(row, 'generation_id'),
    requires_reboot: false,
  };
}

const BIOS_STRINGS: ValueMap = {
  'bios-vendor': 'Xen',
  'bios-version': '',
  'system-manufacturer': 'Xen',
  'system-product-name': 'HVM domU',
  'system-version': '',
  'system-serial-number': '',
  'baseboard-manufacturer': '',
  'baseboard-product-name': '',
  'baseboard-version': '',
  'baseboard-serial-number': '',
  'baseboard-asset-tag': '',
  'baseboard-location-in-chassis': '',
  'enclosure-asset-tag': '',
  'hp-rombios': '',
  'oem-1': 'Xen',
  'oem-2': 'MS_VM_CERT/SHA1/bdbeb6e0a816d43fa6d3fe8aaef04c2bad9d3e3d',
};

function generationId(world: World): string {
  const half = () => (BigInt(world.random.below(2 ** 31)) << 32n) | BigInt(world.random.below(2 ** 32));
  return `${half()}:${half()}`;
}

function startMetrics(world: World, pool: PoolState, vm: Ref, power: DomainStart['power']): void {
  const row = pool.database.get('VM', vm);
  const metrics = ref(row, 'metrics');
  if (metrics === undefined || pool.database.find('VM_metrics', metrics) === undefined) return;
  const model = domainModelOf(row);
  change(pool, 'VM_metrics', metrics, {
    memory_actual: number(row, 'memory_dynamic_max'),
    VCPUs_number: number(row, 'VCPUs_at_startup'),
    last_updated: dateText(world.clock.now()),
    state: [power.toLowerCase()],
    hvm: model === 'hvm_or_pvh',
    current_domain_type: model === 'hvm_or_pvh' ? 'hvm' : model,
  });
}
