import { list, number, ref } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import { addRow, change, removeRow } from '../rows.ts';
import { dateText } from '../times.ts';
import { EPOCH, NULL_REF, type Ref, type Row } from '../value.ts';
import type { PoolState, World } from '../world.ts';
import { driverFailure } from './driver-failure.ts';

/** Disks come in blocks of this size. */
const BLOCK_BYTES = 2 * 1024 * 1024;

export interface NewDisk {
  readonly sr: Ref;
  readonly sizeBytes: number;
  /** How much of it takes room at once. */
  readonly usedBytes: number;
  readonly fields: Row;
}

export function roundToBlocks(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / BLOCK_BYTES)) * BLOCK_BYTES;
}

/** Throws the driver's fault when the repository has not so much room left; one that never told its size is not judged. */
export function assertRoom(pool: PoolState, sr: Ref, bytes: number): void {
  const row = pool.database.get('SR', sr);
  const sizeBytes = number(row, 'physical_size');
  if (sizeBytes > 0 && bytes > sizeBytes - number(row, 'physical_utilisation')) throw driverFailure('noSpace');
}

/** Adds a disk and the room it takes: even a thin one takes a block for its header. */
export function addDisk(world: World, pool: PoolState, disk: NewDisk): Ref {
  assertRoom(pool, disk.sr, Math.max(disk.usedBytes, BLOCK_BYTES));
  const sizeBytes = roundToBlocks(disk.sizeBytes);
  const uuid = world.random.uuid();
  const self = addRow({ world, pool }, 'VDI', {
    uuid,
    location: uuid,
    managed: true,
    type: 'user',
    virtual_size: sizeBytes,
    physical_utilisation: disk.usedBytes,
    snapshot_of: NULL_REF,
    snapshot_time: EPOCH,
    parent: NULL_REF,
    ...disk.fields,
    SR: disk.sr,
  });
  account(pool, disk.sr, { sizeBytes, usedBytes: disk.usedBytes });
  refreshAllowed(pool, 'VDI', self);
  return self;
}

function account(pool: PoolState, sr: Ref, change: { readonly sizeBytes: number; readonly usedBytes: number }): void {
  const row = pool.database.get('SR', sr);
  pool.database.set('SR', sr, {
    virtual_allocation: number(row, 'virtual_allocation') + change.sizeBytes,
    physical_utilisation: Math.max(0, number(row, 'physical_utilisation') + change.usedBytes),
  });
}

/** Removes a disk, the slots that held it and the room it took; its snapshots live on without it. */
export function removeDisk(pool: PoolState, disk: Ref): void {
  const row = pool.database.get('VDI', disk);
  for (const slot of list(row, 'VBDs')) removeRow(pool, 'VBD', slot);
  for (const snapshot of list(row, 'snapshots')) change(pool, 'VDI', snapshot, { snapshot_of: NULL_REF });
  pool.database.destroy('VDI', disk);
  const sr = ref(row, 'SR');
  if (sr === undefined || pool.database.find('SR', sr) === undefined) return;
  account(pool, sr, { sizeBytes: -number(row, 'virtual_size'), usedBytes: -number(row, 'physical_utilisation') });
}

/** A disk like another: its snapshot, its clone, or a full copy somewhere else. */
export function copyDisk(
  world: World,
  pool: PoolState,
  copy: { readonly from: Ref; readonly to?: Ref; readonly usedBytes: number; readonly fields?: Row },
): Ref {
  const row = pool.database.get('VDI', copy.from);
  const { uuid: _uuid, location: _location, VBDs: _slots, snapshots: _snapshots, crash_dumps: _dumps, ...kept } = row;
  return addDisk(world, pool, {
    sr: copy.to ?? ref(row, 'SR') ?? NULL_REF,
    sizeBytes: number(row, 'virtual_size'),
    usedBytes: copy.usedBytes,
    fields: {
      ...kept,
      current_operations: {},
      allowed_operations: [],
      physical_utilisation: copy.usedBytes,
      is_a_snapshot: false,
      snapshot_of: NULL_REF,
      snapshot_time: EPOCH,
      ...copy.fields,
    },
  });
}

export function snapshotFields(world: World, of: Ref): Row {
  return { is_a_snapshot: true, snapshot_of: of, snapshot_time: dateText(world.clock.now()) };
}
