import { isMap, number, numberOf, ref, refOf, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { assertTakesDisks } from '../operations/storage-rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { change } from '../rows.ts';
import { assertPlugged, atRepository } from '../storage/at-repository.ts';
import { addDisk, assertRoom, copyDisk, removeDisk, roundToBlocks, snapshotFields } from '../storage/disk-rows.ts';
import { setTaskProgress } from '../tasks.ts';
import { NULL_REF, type Ref, type Row, type Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const COPIED_BYTES_PER_MS = 200_000;
const COPY_STEPS = 10;

export const vdiCalls: Implementations = {
  'VDI.create': (call, given) => create(call, isMap(given) ? given : {}),
  'VDI.destroy': (call, vdi) => destroy(call, refOf(vdi)),
  'VDI.snapshot': (call, vdi) => duplicate(call, refOf(vdi), 'snapshot'),
  'VDI.clone': (call, vdi) => duplicate(call, refOf(vdi), 'clone'),
  'VDI.copy': (call, vdi, sr, _base, into) => copy(call, refOf(vdi), { sr: refOf(sr), into: refOf(into) }),
  'VDI.resize': (call, vdi, size) => resize(call, refOf(vdi), { sizeBytes: numberOf(size), name: 'resize' }),
  'VDI.resize_online': (call, vdi, size) => resize(call, refOf(vdi), { sizeBytes: numberOf(size), name: 'resize_online' }),
  'VDI.forget': (call, vdi) => forget(call, refOf(vdi)),
};

function* create(call: Call, given: Row): Work<Value> {
  const { pool, world } = call;
  const sr = refOf(given['SR']);
  return yield* withOperation(call, { table: 'SR', self: sr, name: 'vdi_create' }, function* () {
    const sizeBytes = roundToBlocks(number(given, 'virtual_size'));
    yield* atRepository(call, sr);
    return addDisk(world, pool, { sr, sizeBytes, usedBytes: isThick(pool, sr) ? sizeBytes : 0, fields: given });
  });
}

const THICK_TYPES = new Set(['lvm', 'lvmoiscsi', 'lvmohba', 'lvmofcoe']);

function isThick(pool: PoolState, sr: Ref): boolean {
  return THICK_TYPES.has(text(pool.database.get('SR', sr), 'type'));
}

function repositoryOf(pool: PoolState, vdi: Ref): Ref {
  return ref(pool.database.get('VDI', vdi), 'SR') ?? NULL_REF;
}

function* destroy(call: Call, vdi: Ref): Work<Value> {
  const { pool } = call;
  const sr = repositoryOf(pool, vdi);
  return yield* withOperation(call, { table: 'VDI', self: vdi, name: 'destroy' }, function* () {
    yield* withOperation(call, { table: 'SR', self: sr, name: 'vdi_destroy' }, function* () {
      yield* atRepository(call, sr);
      removeDisk(pool, vdi);
    });
    return '';
  });
}

/** The record goes, the data stays. */
function* forget(call: Call, vdi: Ref): Work<Value> {
  const { pool } = call;
  return yield* withOperation(call, { table: 'VDI', self: vdi, name: 'forget' }, function* () {
    yield* [];
    removeDisk(pool, vdi);
    return '';
  });
}

function* duplicate(call: Call, vdi: Ref, name: 'snapshot' | 'clone'): Work<Value> {
  const { pool, world } = call;
  const sr = repositoryOf(pool, vdi);
  return yield* withOperation(call, { table: 'VDI', self: vdi, name }, function* () {
    return yield* withOperation(call, { table: 'SR', self: sr, name: `vdi_${name}` }, function* () {
      yield* atRepository(call, sr);
      return copyDisk(world, pool, { from: vdi, usedBytes: 0, fields: name === 'snapshot' ? snapshotFields(world, vdi) : {} });
    });
  });
}

function* copy(call: Call, vdi: Ref, target: { readonly sr: Ref; readonly into: Ref }): Work<Value> {
  const { pool, world } = call;
  return yield* withOperation(call, { table: 'VDI', self: vdi, name: 'copy' }, function* () {
    const row = pool.database.get('VDI', vdi);
    const into = target.into === NULL_REF ? undefined : pool.database.get('VDI', target.into);
    if (into !== undefined && number(into, 'virtual_size') < number(row, 'virtual_size')) {
      throw new XapiError('VDI_TOO_SMALL', target.into, String(number(row, 'virtual_size')));
    }
    assertPlugged(pool, repositoryOf(pool, vdi));
    if (into === undefined) assertTakesDisks(pool, target.sr);
    yield* atRepository(call, into === undefined ? target.sr : repositoryOf(pool, target.into));
    const usedBytes = number(row, 'physical_utilisation');
    for (let step = 1; step <= COPY_STEPS; step += 1) {
      yield (usedBytes / COPIED_BYTES_PER_MS / COPY_STEPS) * world.slowness;
      setTaskProgress(pool, call.task, step / (COPY_STEPS + 1));
    }
    return into === undefined ? copyDisk(world, pool, { from: vdi, to: target.sr, usedBytes }) : target.into;
  });
}

interface Growth {
  readonly sizeBytes: number;
  readonly name: 'resize' | 'resize_online';
}

function* resize(call: Call, vdi: Ref, { sizeBytes, name }: Growth): Work<Value> {
  const { pool } = call;
  const sr = repositoryOf(pool, vdi);
  return yield* withOperation(call, { table: 'VDI', self: vdi, name }, function* () {
    const before = number(pool.database.get('VDI', vdi), 'virtual_size');
    const after = roundToBlocks(sizeBytes);
    if (after < before) throw new XapiError('VDI_TOO_SMALL', vdi, String(before));
    yield* atRepository(call, sr);
    if (isThick(pool, sr)) assertRoom(pool, sr, after - before);
    const row = pool.database.get('SR', sr);
    change(pool, 'SR', sr, { virtual_allocation: number(row, 'virtual_allocation') + after - before });
    change(pool, 'VDI', vdi, { virtual_size: after });
    refreshAllowed(pool, 'VDI', vdi);
    return '';
  });
}
