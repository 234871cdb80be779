import { flag, list, ref, refOf, text, textOf } from '../fields.ts';
import { profileOf } from '#simulator/model/profiles.ts';
import { assertAllowed, refreshAllowed } from '../operations/rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import { assertCanBootHere } from '../placement/boot-checks.ts';
import { assertAgile } from '../placement/agility.ts';
import { possibleHosts } from '../placement/choose-host.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const DISK_POSITIONS = 255;
/** A control domain has one position more. */
const CONTROL_DOMAIN_POSITIONS = 256;
/** More than seven network cards since API 2.21. */
const CARD_POSITIONS = { before: 7, since: 16, api: { major: 2, minor: 21 } } as const;

interface Slots {
  readonly table: 'VBD' | 'VIF';
  readonly field: string;
  readonly count: number;
}

export const diskSlots: Slots = { table: 'VBD', field: 'userdevice', count: DISK_POSITIONS };

export const vmQuestionCalls: Implementations = {
  'VM.assert_can_boot_here': ({ pool }, vm, host) => {
    assertCanBootHere(pool, refOf(vm), refOf(host));
    return '';
  },
  'VM.assert_agile': ({ pool }, vm) => {
    const row = pool.database.get('VM', refOf(vm));
    if (!flag(row, 'is_control_domain')) assertAgile(pool, refOf(vm));
    return '';
  },
  'VM.get_possible_hosts': ({ pool }, vm) => possibleHosts(pool, refOf(vm)),
  'VM.get_allowed_VBD_devices': allowedDisks,
  'VM.get_allowed_VIF_devices': allowedCards,
  'VM.assert_operation_valid': ({ pool }, vm, operation) => {
    assertAllowed(pool, 'VM', refOf(vm), textOf(operation));
    return '';
  },
  'VM.update_allowed_operations': ({ pool }, vm) => {
    pool.database.get('VM', refOf(vm));
    refreshAllowed(pool, 'VM', refOf(vm));
    return '';
  },
  'VM.get_cooperative': () => true,
  'VM.retrieve_wlb_recommendations': () => {
    throw new XapiError('WLB_NOT_INITIALIZED');
  },
  'VM.send_sysrq': (caller, vm) => unimplementedInGuest(caller, refOf(vm), 'send_sysrq'),
  'VM.send_trigger': (caller, vm) => unimplementedInGuest(caller, refOf(vm), 'send_trigger'),
  'VM.call_plugin': (caller, vm, plugin) => callGuestPlugin(caller, refOf(vm), textOf(plugin)),
  'VM.query_services': ({ pool }, vm) => {
    pool.database.get('VM', refOf(vm));
    throw new XapiError('NOT_SYSTEM_DOMAIN', refOf(vm));
  },
  'VM.restart_device_models': restartDeviceModels,
};

export function freePositions(pool: PoolState, vm: Ref, slots: Slots): string[] {
  const devices = list(pool.database.get('VM', vm), `${slots.table}s`).map((device) => text(pool.database.get(slots.table, device), slots.field));
  const taken = new Set(devices);
  return Array.from({ length: slots.count }, (_, position) => String(position)).filter((position) => !taken.has(position));
}

function allowedCards({ pool }: Call, vm: Value | undefined): Value {
  const { apiVersion } = profileOf(pool.profile);
  const { api } = CARD_POSITIONS;
  const isRecent = apiVersion.major > api.major || (apiVersion.major === api.major && apiVersion.minor >= api.minor);
  return freePositions(pool, refOf(vm), { table: 'VIF', field: 'device', count: isRecent ? CARD_POSITIONS.since : CARD_POSITIONS.before });
}

/** Part of the interface, but no release's domain manager does it. */
function* unimplementedInGuest(call: Call, vm: Ref, name: string): Work<Value> {
  return yield* withOperation(call, { table: 'VM', self: vm, name }, function* () {
    yield* forwardTo(call, ref(call.pool.database.get('VM', vm), 'resident_on') ?? call.pool.master.ref);
    throw new XapiError('NOT_IMPLEMENTED', name);
  });
}

function* callGuestPlugin(call: Call, vm: Ref, plugin: string): Work<Value> {
  return yield* withOperation(call, { table: 'VM', self: vm, name: 'call_plugin' }, function* () {
    yield* forwardTo(call, ref(call.pool.database.get('VM', vm), 'resident_on') ?? call.pool.master.ref);
    throw new XapiError('XENAPI_MISSING_PLUGIN', plugin);
  });
}

const DEVICE_MODEL_RESTARTS_IN_MS = 3_000;

/** One of the few refusals that name the power states as records spell them. */
function* restartDeviceModels(call: Call, vm: Value | undefined): Work<Value> {
  const { pool, world } = call;
  const self = refOf(vm);
  const row = pool.database.get('VM', self);
  const state = text(row, 'power_state');
  if (state !== 'Running') throw new XapiError('VM_BAD_POWER_STATE', self, 'Running', state);
  return yield* withOperation(call, { table: 'VM', self, name: 'pool_migrate' }, function* () {
    yield* forwardTo(call, ref(row, 'resident_on') ?? pool.master.ref);
    yield DEVICE_MODEL_RESTARTS_IN_MS * world.slowness;
    return '';
  });
}

function allowedDisks({ pool }: Call, vm: Value | undefined): Value {
  const isControlDomain = flag(pool.database.get('VM', refOf(vm)), 'is_control_domain');
  return freePositions(pool, refOf(vm), isControlDomain ? { ...diskSlots, count: CONTROL_DOMAIN_POSITIONS } : diskSlots);
}
