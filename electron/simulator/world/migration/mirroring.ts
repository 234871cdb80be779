import { number, text } from '../fields.ts';
import type { Work } from '../process.ts';
import { machineOf } from '../reach.ts';
import { addDisk, assertRoom, removeDisk } from '../storage/disk-rows.ts';
import { driverFailure } from '../storage/driver-failure.ts';
import { isCutOff } from '../storage/storage-network.ts';
import { setTaskProgress } from '../tasks.ts';
import { EPOCH, NULL_REF, type Ref } from '../value.ts';
import type { Call } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertInTouch, type Landing } from './landing.ts';
import { type Cargo, movesRepository, type Sending } from './sending.ts';

const MIRRORED_BYTES_PER_MS = 200_000;
const STEPS = 10;
/** How much of the whole is done when all disks are there. */
export const DISKS_SHARE = 0.8;

/** The disks at the receiver by those they are of; what was copied goes again when the rest cannot be. */
export function* mirroring<T>(call: Call, sending: Sending, cargo: readonly Cargo[], work: (copies: ReadonlyMap<Ref, Ref>) => Work<T>): Work<T> {
  const { pool, world } = call;
  const { landing, from, isWithinPool } = sending;
  const travelling = cargo.filter((each) => !isWithinPool || movesRepository(pool, each));
  const allBytes = travelling.reduce((sum, { disk }) => sum + used(call, disk), 0);
  const copies = new Map<Ref, Ref>();
  let doneBytes = 0;
  try {
    for (const each of travelling) {
      const bytes = used(call, each.disk);
      assertRoom(landing.pool, each.target, bytes);
      copies.set(each.disk, copyTo(call, landing, each));
      for (let step = 1; step <= STEPS; step += 1) {
        yield (bytes / MIRRORED_BYTES_PER_MS / STEPS) * world.slowness;
        assertStorageThere(call, sending, each);
        if (!isWithinPool) assertMirrors(call, { from, landing, disk: each.disk });
        setTaskProgress(pool, call.task, (DISKS_SHARE * (doneBytes + (bytes * step) / STEPS)) / Math.max(1, allBytes));
      }
      doneBytes += bytes;
    }
    return yield* work(copies);
  } catch (error) {
    for (const copy of copies.values()) if (landing.pool.database.find('VDI', copy) !== undefined) removeDisk(landing.pool, copy);
    throw error;
  }
}

function used({ pool }: Call, disk: Ref): number {
  return number(pool.database.get('VDI', disk), 'physical_utilisation');
}

/** In the records of the pool it goes to, a disk with a name of its own until it is the one. */
function copyTo({ world, pool }: Call, { pool: into }: Landing, { disk, target }: Cargo): Ref {
  const row = pool.database.get('VDI', disk);
  const { uuid: _uuid, location: _location, VBDs: _slots, snapshots: _snapshots, crash_dumps: _dumps, metadata_of_pool: _pool, ...kept } = row;
  return addDisk(world, into, {
    sr: target,
    sizeBytes: number(row, 'virtual_size'),
    usedBytes: number(row, 'physical_utilisation'),
    fields: { ...kept, SR: target, current_operations: {}, allowed_operations: [], snapshot_of: NULL_REF, snapshot_time: EPOCH, parent: NULL_REF },
  });
}

function assertStorageThere(call: Call, { from, landing }: Sending, { disk, target }: Cargo): void {
  const source = machineOf(call, from);
  const receiver = machineOf({ world: call.world, pool: landing.pool }, landing.host);
  const isLost =
    (source !== undefined && isCutOff(call.pool, source, text(call.pool.database.get('VDI', disk), 'SR'))) ||
    (receiver !== undefined && isCutOff(landing.pool, receiver, target));
  if (isLost) throw driverFailure('storageUnavailable');
}

function assertMirrors(call: Call, { from, landing, disk }: { readonly from: Ref; readonly landing: Landing; readonly disk: Ref }): void {
  try {
    assertInTouch(call, from, landing);
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    throw new XapiError('MIRROR_FAILED', disk);
  }
}
