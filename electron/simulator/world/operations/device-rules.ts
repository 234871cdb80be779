import { flag, list, ref, text } from '../fields.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { otherOperation } from './in-progress.ts';
import { badPowerState } from './vm-rules.ts';

const HOTPLUG = new Set(['plug', 'unplug', 'unplug_force']);

export function vbdProblem(pool: PoolState, vbd: Ref, operation: string): XapiError | undefined {
  const row = pool.database.get('VBD', vbd);
  const progress = otherOperation('VBD', vbd, row);
  if (progress !== undefined) return progress;
  if (operation === 'insert' || operation === 'eject') return mediaProblem(vbd, row, operation);
  if (operation === 'pause' || operation === 'unpause')
    return flag(row, 'currently_attached') ? undefined : new XapiError('DEVICE_NOT_ATTACHED', vbd);
  return hotplugProblem(pool, { table: 'VBD', self: vbd, row }, operation);
}

export function vifProblem(pool: PoolState, vif: Ref, operation: string): XapiError | undefined {
  const row = pool.database.get('VIF', vif);
  return otherOperation('VIF', vif, row) ?? hotplugProblem(pool, { table: 'VIF', self: vif, row }, operation);
}

function mediaProblem(vbd: Ref, row: Row, operation: string): XapiError | undefined {
  if (text(row, 'type') !== 'CD') return new XapiError('VBD_NOT_REMOVABLE_MEDIA', vbd);
  if (operation === 'insert' && !flag(row, 'empty')) return new XapiError('VBD_NOT_EMPTY', vbd);
  if (operation === 'eject' && flag(row, 'empty')) return new XapiError('VBD_IS_EMPTY', vbd);
  return undefined;
}

interface Device {
  readonly table: 'VBD' | 'VIF';
  readonly self: Ref;
  readonly row: Row;
}

function attachmentProblem({ table, self, row }: Device, operation: string): XapiError | undefined {
  const isAttached = flag(row, 'currently_attached');
  if (operation === 'plug') return isAttached ? new XapiError('DEVICE_ALREADY_ATTACHED', self) : undefined;
  if (!isAttached) return new XapiError('DEVICE_ALREADY_DETACHED', self);
  const isFixedDrive = table === 'VBD' && text(row, 'type') === 'CD' && !flag(row, 'unpluggable');
  return operation === 'unplug' && isFixedDrive ? new XapiError('VBD_NOT_UNPLUGGABLE', self) : undefined;
}

function hotplugProblem(pool: PoolState, device: Device, operation: string): XapiError | undefined {
  if (!HOTPLUG.has(operation)) return undefined;
  const vm = ref(device.row, 'VM') ?? '';
  const machine = pool.database.get('VM', vm);
  if (text(machine, 'power_state') !== 'Running') return badPowerState(vm, ['Running'], machine);
  const problem = attachmentProblem(device, operation);
  if (problem !== undefined) return problem;
  if (!canHotplug(pool, machine)) return new XapiError('VM_MISSING_PV_DRIVERS', vm);
  return operation === 'plug' && device.table === 'VBD' ? sharingProblem(pool, device) : undefined;
}

/** Any number may read a disk, as long as nobody writes to it. */
function sharingProblem({ database }: PoolState, { self, row }: Device): XapiError | undefined {
  const vdi = ref(row, 'VDI') ?? '';
  const disk = database.find('VDI', vdi);
  if (disk === undefined || flag(disk, 'sharable')) return undefined;
  const others = list(disk, 'VBDs')
    .filter((vbd) => vbd !== self)
    .map((vbd) => database.get('VBD', vbd));
  const isOpen = others.some((other) => flag(other, 'currently_attached') && (text(other, 'mode') === 'RW' || text(row, 'mode') === 'RW'));
  return isOpen ? new XapiError('VDI_IN_USE', vdi, 'plug') : undefined;
}

/** A fully virtualised guest takes new devices only through drivers of its own. */
function canHotplug(pool: PoolState, machine: Row): boolean {
  if (flag(machine, 'is_control_domain')) return true;
  const metrics = pool.database.find('VM_metrics', ref(machine, 'metrics') ?? '') ?? {};
  if (text(metrics, 'current_domain_type') === 'pv') return true;
  const guest = pool.database.find('VM_guest_metrics', ref(machine, 'guest_metrics') ?? '');
  return flag(guest ?? {}, 'PV_drivers_detected');
}
