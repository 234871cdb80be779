import { flag, list, map, mapOf, number, numberOf, ref, refOf, text, textOf } from '../fields.ts';
import { updateMemoryOverhead } from '../memory.ts';
import { assertAllowed, refreshAllowed } from '../operations/rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import { badPowerState } from '../operations/vm-rules.ts';
import { assertPlanSurvives, isHaOn, refreshPlan } from '../ha/plan/plan-state.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { change } from '../rows.ts';
import { dateText } from '../times.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { RESTART_PRIORITIES } from './ha-calls.ts';

const VCPU_RULE = 'VCPU values must satisfy: 0 < VCPUs_at_startup ≤ VCPUs_max';
/** The newest virtual hardware, which a device for the vendor's update service needs. */
const VENDOR_DEVICE_PLATFORM = 2;

export const vmSettingCalls: Implementations = {
  'VM.set_VCPUs_max': setVcpusMax,
  'VM.set_VCPUs_at_startup': setVcpusAtStartup,
  'VM.set_VCPUs_number_live': setVcpusLive,
  'VM.add_to_VCPUs_params_live': addLiveVcpuParameter,
  'VM.set_is_a_template': setIsTemplate,
  'VM.set_ha_restart_priority': setRestartPriority,
  // Accepted and without effect: the server keeps the flag itself.
  'VM.set_ha_always_run': ({ pool }, vm) => {
    pool.database.get('VM', refOf(vm));
    return '';
  },
  'VM.set_domain_type': ({ pool }, vm, type) => {
    const isParavirtual = type === 'pv';
    return store(pool, vm, { domain_type: type, HVM_boot_policy: isParavirtual ? '' : 'BIOS order' });
  },
  'VM.set_HVM_boot_policy': ({ pool }, vm, policy) =>
    store(pool, vm, { HVM_boot_policy: textOf(policy), domain_type: textOf(policy) === '' ? 'pv' : 'hvm' }),
  'VM.set_has_vendor_device': setHasVendorDevice,
  'VM.set_appliance': setAppliance,
  'VM.set_groups': setGroups,
  'VM.copy_bios_strings': copyBiosStrings,
  'VM.set_bios_strings': ({ pool }, vm, strings) => {
    assertBiosStringsUnset(pool, refOf(vm));
    return store(pool, vm, { bios_strings: mapOf(strings) });
  },
  'VM.set_suspend_VDI': setSuspendVdi,
};

function store(pool: PoolState, vm: Value | undefined, changes: Readonly<Record<string, Value>>): Value {
  change(pool, 'VM', refOf(vm), changes);
  return '';
}

function* setVcpusMax(call: Call, vm: Value | undefined, value: Value | undefined): Work<Value> {
  const { pool } = call;
  const self = refOf(vm);
  assertNotControlDomain(pool, self, 'set_VCPUs_max');
  return yield* withOperation(call, { table: 'VM', self, name: 'changing_VCPUs' }, function* () {
    yield* noWaiting();
    const max = numberOf(value);
    if (max < 1 || number(pool.database.get('VM', self), 'VCPUs_at_startup') > max) throw new XapiError('INVALID_VALUE', VCPU_RULE, String(value));
    change(pool, 'VM', self, { VCPUs_max: max });
    updateMemoryOverhead(pool, self);
    return '';
  });
}

/** For work that is done at once but runs where waiting would be allowed. */
function* noWaiting(): Work<void> {
  yield* [];
}

function assertNotControlDomain(pool: PoolState, vm: Ref, name: string): void {
  if (flag(pool.database.get('VM', vm), 'is_control_domain')) throw new XapiError('OPERATION_NOT_ALLOWED', `${name} is not allowed on dom0`);
}

function setVcpusAtStartup({ pool }: Call, vm: Value | undefined, value: Value | undefined): Value {
  assertNotControlDomain(pool, refOf(vm), 'set_VCPUs_at_startup');
  const row = pool.database.get('VM', refOf(vm));
  const count = numberOf(value);
  if (count < 1 || count > number(row, 'VCPUs_max')) throw new XapiError('INVALID_VALUE', VCPU_RULE, String(value));
  return store(pool, vm, { VCPUs_at_startup: count });
}

function* setVcpusLive(call: Call, vm: Value | undefined, value: Value | undefined): Work<Value> {
  const { pool } = call;
  const self = refOf(vm);
  return yield* withOperation(call, { table: 'VM', self, name: 'changing_VCPUs_live' }, function* () {
    const row = pool.database.get('VM', self);
    const count = numberOf(value);
    if (count < 1 || count > number(row, 'VCPUs_max')) throw new XapiError('INVALID_VALUE', VCPU_RULE, String(value));
    yield* forwardTo(call, ref(row, 'resident_on') ?? pool.master.ref);
    change(pool, 'VM', self, { VCPUs_at_startup: count });
    const metrics = ref(row, 'metrics');
    if (metrics !== undefined) change(pool, 'VM_metrics', metrics, { VCPUs_number: count });
    return '';
  });
}

function* addLiveVcpuParameter(call: Call, vm: Value | undefined, key: Value | undefined, value: Value | undefined): Work<Value> {
  const { pool } = call;
  const self = refOf(vm);
  return yield* withOperation(call, { table: 'VM', self, name: 'changing_VCPUs_live' }, function* () {
    const row = pool.database.get('VM', self);
    yield* forwardTo(call, ref(row, 'resident_on') ?? pool.master.ref);
    change(pool, 'VM', self, { VCPUs_params: { ...map(row, 'VCPUs_params'), [textOf(key)]: textOf(value) } });
    return '';
  });
}

function setIsTemplate({ pool, world }: Call, vm: Value | undefined, value: Value | undefined): Value {
  const self = refOf(vm);
  const row = pool.database.get('VM', self);
  const isTemplate = value === true;
  if (!isTemplate && !flag(row, 'is_a_template')) return '';
  if (isTemplate) assertAllowed(pool, 'VM', self, 'make_into_template');
  // A template that stops being one has just been installed.
  const metrics = ref(row, 'metrics');
  if (!isTemplate && metrics !== undefined) change(pool, 'VM_metrics', metrics, { install_time: dateText(world.clock.now()) });
  change(pool, 'VM', self, { is_a_template: isTemplate, is_default_template: false, ...(isTemplate ? { ha_always_run: false } : {}) });
  refreshAllowed(pool, 'VM', self);
  return '';
}

function setRestartPriority({ world, pool }: Call, vm: Value | undefined, value: Value | undefined): Value {
  const self = refOf(vm);
  const priority = textOf(value);
  const row = pool.database.get('VM', self);
  if (!RESTART_PRIORITIES.includes(priority)) throw new XapiError('INVALID_VALUE', 'ha_restart_priority', priority);
  const isRunning = text(row, 'power_state') === 'Running';
  if (priority === 'restart' && text(row, 'power_state') !== 'Halted') assertPlanSurvives(pool, { protects: [self] });
  store(pool, vm, { ha_restart_priority: priority, ha_always_run: isRunning && priority === 'restart' });
  if (isHaOn(pool)) refreshPlan(world, pool);
  return '';
}

function setHasVendorDevice({ pool }: Call, vm: Value | undefined, value: Value | undefined): Value {
  const self = refOf(vm);
  const row = pool.database.get('VM', self);
  if (text(row, 'power_state') !== 'Halted') throw badPowerState(self, ['Halted'], row);
  const platform =
    value === true ? Math.max(VENDOR_DEVICE_PLATFORM, number(row, 'hardware_platform_version')) : number(row, 'hardware_platform_version');
  return store(pool, vm, { has_vendor_device: value === true, hardware_platform_version: platform });
}

function setAppliance({ pool }: Call, vm: Value | undefined, value: Value | undefined): Value {
  const self = refOf(vm);
  const before = ref(pool.database.get('VM', self), 'appliance');
  const after = refOf(value);
  change(pool, 'VM', self, { appliance: after });
  refreshAllowed(pool, 'VM', self);
  for (const appliance of [before, after]) if (appliance !== undefined && appliance !== NULL_REF) refreshAllowed(pool, 'VM_appliance', appliance);
  return '';
}

function setGroups({ pool }: Call, vm: Value | undefined, value: Value | undefined): Value {
  const row = pool.database.get('VM', refOf(vm));
  if (flag(row, 'is_control_domain') || flag(row, 'is_a_template') || flag(row, 'is_a_snapshot')) {
    throw new XapiError('OPERATION_NOT_ALLOWED', 'Control domains, templates, and snapshots cannot be added to VM groups.');
  }
  const groups = Array.isArray(value) ? value.map(String) : [];
  if (groups.length > 1) throw new XapiError('TOO_MANY_GROUPS');
  return store(pool, vm, { groups });
}

function assertBiosStringsUnset(pool: PoolState, vm: Ref): void {
  if (Object.keys(map(pool.database.get('VM', vm), 'bios_strings')).length > 0) throw new XapiError('VM_BIOS_STRINGS_ALREADY_SET');
}

function copyBiosStrings({ pool }: Call, vm: Value | undefined, host: Value | undefined): Value {
  const strings = map(pool.database.get('host', refOf(host)), 'bios_strings');
  assertBiosStringsUnset(pool, refOf(vm));
  return store(pool, vm, { bios_strings: strings });
}

function setSuspendVdi({ pool }: Call, vm: Value | undefined, value: Value | undefined): Value {
  const self = refOf(vm);
  const row = pool.database.get('VM', self);
  if (text(row, 'power_state') !== 'Suspended') throw badPowerState(self, ['Suspended'], row);
  const image = pool.database.get('VDI', refOf(value));
  if (text(image, 'type') !== 'suspend') throw new XapiError('OPERATION_NOT_ALLOWED', 'VDI is not a suspend image');
  if (list(image, 'VBDs').length > 0) throw new XapiError('VDI_IN_USE', refOf(value), 'set_suspend_VDI');
  return store(pool, vm, { suspend_VDI: refOf(value) });
}
