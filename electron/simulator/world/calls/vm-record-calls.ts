import { addMetrics, removeMachine } from '../domains/machine-rows.ts';
import { haltDomain } from '../domains/stop-domain.ts';
import { dropSuspendImage } from '../domains/suspend-image.ts';
import { entry, flag, isMap, map, number, ref, refOf, text, without } from '../fields.ts';
import { memoryOverhead } from '../memory.ts';
import { isLiveRow } from '../operations/host-rules.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { addRow, change } from '../rows.ts';
import { addDisk, roundToBlocks } from '../storage/disk-rows.ts';
import { NULL_REF, type Ref, type Row, type Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { addSlot } from './vbd-calls.ts';

const NEWEST_PLATFORM = 2;
const PROVISION_MS_PER_DISK = 1_000;

export const vmRecordCalls: Implementations = {
  'VM.create': (call, given) => create(call, isMap(given) ? given : {}),
  'VM.destroy': (call, vm) => destroy(call, refOf(vm)),
  'VM.power_state_reset': (call, vm) => resetPowerState(call, refOf(vm)),
  'VM.provision': (call, vm) => provision(call, refOf(vm)),
};

function create({ world, pool }: Call, given: Row): Value {
  const hasVendorDevice = given['has_vendor_device'] === true || (given['has_vendor_device'] === undefined && isVendorDeviceUsual(pool));
  const policy = text(given, 'HVM_boot_policy');
  const self = addRow({ world, pool }, 'VM', {
    ...given,
    domain_type: given['domain_type'] ?? (policy === '' ? 'pv' : 'hvm'),
    other_config: { mac_seed: world.random.uuid(), ...map(given, 'other_config') },
    has_vendor_device: hasVendorDevice,
    hardware_platform_version: hasVendorDevice
      ? Math.max(NEWEST_PLATFORM, number(given, 'hardware_platform_version'))
      : number(given, 'hardware_platform_version'),
    generation_id: given['generation_id'] ?? '0:0',
    power_state: given['power_state'] ?? 'Halted',
    domid: -1,
    metrics: addMetrics(world, pool),
  });
  change(pool, 'VM', self, { memory_overhead: memoryOverhead(pool, pool.database.get('VM', self)) });
  refreshAllowed(pool, 'VM', self);
  return self;
}

function isVendorDeviceUsual(pool: PoolState): boolean {
  const [self] = pool.database.refs('pool');
  return self !== undefined && !flag(pool.database.get('pool', self), 'policy_no_vendor_device');
}

function* destroy(call: Call, vm: Ref): Work<Value> {
  const { pool } = call;
  if (flag(pool.database.get('VM', vm), 'is_default_template')) throw new XapiError('VM_CANNOT_DELETE_DEFAULT_TEMPLATE', vm);
  return yield* withOperation(call, { table: 'VM', self: vm, name: 'destroy' }, function* () {
    yield* [];
    dropSuspendImage(pool, vm);
    removeMachine(pool, vm);
    return '';
  });
}

/** The last resort for a VM whose host is gone: only the records are put right. */
function resetPowerState(call: Call, vm: Ref): Value {
  const { pool } = call;
  const row = pool.database.get('VM', vm);
  if (flag(row, 'is_control_domain')) throw new XapiError('CANNOT_RESET_CONTROL_DOMAIN', vm);
  const host = ref(row, 'resident_on');
  const hostRow = host === undefined ? undefined : pool.database.find('host', host);
  if (host !== undefined && host === pool.master.ref) throw new XapiError('DOMAIN_EXISTS', vm, String(number(row, 'domid')));
  if (host !== undefined && hostRow !== undefined && isLiveRow(pool, hostRow)) throw new XapiError('HOST_IS_LIVE', host);
  forgetDomain(pool, vm);
  return '';
}

export function forgetDomain(pool: PoolState, vm: Ref): void {
  dropSuspendImage(pool, vm);
  change(pool, 'VM', vm, { current_operations: {} });
  haltDomain(pool, vm);
}

interface DiskToProvision {
  readonly device: string;
  readonly sizeBytes: number;
  readonly sr: string;
  readonly isBootable: boolean;
}

/** A default template says in its other_config which disks a VM made from it gets. */
function disksToProvision(row: Row): readonly DiskToProvision[] {
  const wish = entry(row, 'other_config', 'disks') ?? '';
  return [...wish.matchAll(/<disk\s+([^>]*)\/?>/g)].map(([, attributes = '']) => {
    const value = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    return { device: value('device'), sizeBytes: Number(value('size')), sr: value('sr'), isBootable: value('bootable') === 'true' };
  });
}

function* provision(call: Call, vm: Ref): Work<Value> {
  const { pool, world } = call;
  return yield* withOperation(call, { table: 'VM', self: vm, name: 'provision' }, function* () {
    const row = pool.database.get('VM', vm);
    for (const disk of disksToProvision(row)) {
      yield PROVISION_MS_PER_DISK * world.slowness;
      const fields = { name_label: `${text(row, 'name_label')} ${disk.device}`, name_description: 'Created by template provisioner' };
      const vdi = addDisk(world, pool, { sr: repositoryFor(pool, disk), sizeBytes: roundToBlocks(disk.sizeBytes), usedBytes: 0, fields });
      addSlot(world, pool, {
        VM: vm,
        VDI: vdi,
        userdevice: disk.device,
        bootable: disk.isBootable,
        mode: 'RW',
        type: 'Disk',
        unpluggable: true,
        empty: false,
      });
    }
    change(pool, 'VM', vm, { is_a_template: false, is_default_template: false, other_config: without(map(row, 'other_config'), 'disks') });
    refreshAllowed(pool, 'VM', vm);
    return '';
  });
}

function repositoryFor(pool: PoolState, disk: DiskToProvision): Ref {
  const { database } = pool;
  const [self] = database.refs('pool');
  const named = disk.sr === '' ? undefined : database.refByUuid('SR', disk.sr);
  const usual = self === undefined ? undefined : ref(database.get('pool', self), 'default_SR');
  const chosen = named ?? usual;
  if (chosen === undefined || database.find('SR', chosen) === undefined) throw new XapiError('DEFAULT_SR_NOT_FOUND', chosen ?? NULL_REF);
  return chosen;
}
