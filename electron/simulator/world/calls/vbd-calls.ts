import { attach, plugVbd } from '../domains/devices.ts';
import { flag, isMap, list, ref, refOf, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { badPowerState } from '../operations/vm-rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { addRow, change, removeRow } from '../rows.ts';
import { EPOCH, NULL_REF, type Ref, type Row, type Value } from '../value.ts';
import type { Call, Implementations, PoolState, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { diskSlots, freePositions } from './vm-question-calls.ts';

const PLUG_MS = 1_000;

export const vbdCalls: Implementations = {
  'VBD.create': (call, given) => create(call, isMap(given) ? given : {}),
  'VBD.destroy': ({ pool }, vbd) => destroy(pool, refOf(vbd)),
  'VBD.insert': (call, vbd, vdi) => insert(call, refOf(vbd), refOf(vdi)),
  'VBD.eject': (call, vbd) => eject(call, refOf(vbd)),
  'VBD.plug': (call, vbd) => plug(call, refOf(vbd), 'plug'),
  'VBD.unplug': (call, vbd) => plug(call, refOf(vbd), 'unplug'),
  'VBD.unplug_force': (call, vbd) => plug(call, refOf(vbd), 'unplug_force'),
  'VBD.set_mode': setMode,
  'VBD.assert_attachable': ({ pool }, vbd) => {
    pool.database.get('VBD', refOf(vbd));
    return '';
  },
};

function create({ world, pool }: Call, given: Row): Value {
  const vm = refOf(given['VM']);
  pool.database.get('VM', vm);
  const type = text(given, 'type');
  const isEmpty = flag(given, 'empty');
  if (isEmpty && type !== 'CD') throw new XapiError('VBD_NOT_REMOVABLE_MEDIA', 'in constructor');
  const disk = ref(given, 'VDI');
  if (!isEmpty) assertMayHold(pool, refOf(given['VDI']), { type, mode: text(given, 'mode') });
  if (type === 'CD' && text(given, 'mode') !== 'RO') throw new XapiError('VBD_CDS_MUST_BE_READONLY');
  const userdevice = positionFor(pool, vm, text(given, 'userdevice'));
  const self = addSlot(world, pool, { ...given, userdevice, VDI: isEmpty ? NULL_REF : (disk ?? NULL_REF) });
  refreshAllowed(pool, 'VM', vm);
  return self;
}

/** How a disk is held is decided when its machine starts. */
function setMode({ pool }: Call, vbd: Value | undefined, mode: Value | undefined): Value {
  const self = refOf(vbd);
  const vm = ref(pool.database.get('VBD', self), 'VM') ?? '';
  const machine = pool.database.get('VM', vm);
  if (text(machine, 'power_state') !== 'Halted') throw badPowerState(vm, ['Halted'], machine);
  change(pool, 'VBD', self, { mode: mode ?? '' });
  return '';
}

function assertMayHold(pool: PoolState, vdi: Ref, slot: { readonly type: string; readonly mode: string }): void {
  const row = pool.database.get('VDI', vdi);
  if (slot.mode === 'RW' && flag(row, 'read_only')) throw new XapiError('VDI_READONLY', vdi);
}

function positionFor(pool: PoolState, vm: Ref, wish: string): string {
  const free = freePositions(pool, vm, diskSlots);
  if (wish === 'autodetect') return free[0] ?? '';
  if (!isPosition(wish)) throw new XapiError('INVALID_DEVICE', wish);
  const taken = list(pool.database.get('VM', vm), 'VBDs').map((vbd) => text(pool.database.get('VBD', vbd), 'userdevice'));
  if (taken.includes(wish)) throw new XapiError('DEVICE_ALREADY_EXISTS', wish);
  return wish;
}

/** A number, or the device's name as Linux or Xen spells it. */
function isPosition(wish: string): boolean {
  return /^\d+$/.test(wish) ? Number(wish) < diskSlots.count + 1 : /^(?:xvd|hd|sd|fd)[a-z]{1,2}$/.test(wish);
}

export function addSlot(world: World, pool: PoolState, given: Row): Ref {
  const metrics = addRow({ world, pool }, 'VBD_metrics', { last_updated: EPOCH });
  const self = addRow({ world, pool }, 'VBD', { ...given, device: '', currently_attached: false, metrics });
  refreshAllowed(pool, 'VBD', self);
  return self;
}

function destroy(pool: PoolState, vbd: Ref): Value {
  const row = pool.database.get('VBD', vbd);
  if (flag(row, 'currently_attached'))
    throw new XapiError('OPERATION_NOT_ALLOWED', `VBD '${text(row, 'uuid')}' still attached to '${vmUuid(pool, row)}'`);
  removeRow(pool, 'VBD_metrics', ref(row, 'metrics'));
  pool.database.destroy('VBD', vbd);
  const disk = ref(row, 'VDI');
  if (disk !== undefined) refreshAllowed(pool, 'VDI', disk);
  return '';
}

function vmUuid(pool: PoolState, row: Row): string {
  return text(pool.database.find('VM', ref(row, 'VM') ?? '') ?? {}, 'uuid');
}

function* insert(call: Call, vbd: Ref, vdi: Ref): Work<Value> {
  const { pool, world } = call;
  return yield* withOperation(call, { table: 'VBD', self: vbd, name: 'insert' }, function* () {
    const disc = pool.database.get('VDI', vdi);
    const sr = pool.database.get('SR', ref(disc, 'SR') ?? NULL_REF);
    if (text(sr, 'content_type') !== 'iso') throw new XapiError('VDI_IS_NOT_ISO', vdi, text(disc, 'type'));
    yield* atItsHost(call, vbd);
    yield PLUG_MS * world.slowness;
    change(pool, 'VBD', vbd, { VDI: vdi, empty: false });
    return '';
  });
}

function* eject(call: Call, vbd: Ref): Work<Value> {
  const { pool, world } = call;
  return yield* withOperation(call, { table: 'VBD', self: vbd, name: 'eject' }, function* () {
    yield* atItsHost(call, vbd);
    yield PLUG_MS * world.slowness;
    const disc = ref(pool.database.get('VBD', vbd), 'VDI');
    change(pool, 'VBD', vbd, { VDI: NULL_REF, empty: true });
    if (disc !== undefined) refreshAllowed(pool, 'VDI', disc);
    return '';
  });
}

function* plug(call: Call, vbd: Ref, name: 'plug' | 'unplug' | 'unplug_force'): Work<Value> {
  const { pool, world } = call;
  yield* withOperation(call, { table: 'VBD', self: vbd, name }, function* () {
    yield* atItsHost(call, vbd);
    yield PLUG_MS * world.slowness;
    if (name === 'plug') plugVbd(pool, vbd);
    else attach(pool, 'VBD', vbd, false);
  });
  return '';
}

function* atItsHost(call: Call, vbd: Ref): Work<void> {
  const { database } = call.pool;
  const vm = ref(database.get('VBD', vbd), 'VM');
  const host = vm === undefined ? undefined : ref(database.get('VM', vm), 'resident_on');
  if (host !== undefined) yield* forwardTo(call, host);
}
