import { closeConsoles } from '../domains/consoles.ts';
import { reserving, wakeDomain } from '../domains/start-domain.ts';
import { moveMemory } from '../domains/move-memory.ts';
import { list, text } from '../fields.ts';
import { refreshAllowed } from '../operations/rules.ts';
import type { Work } from '../process.ts';
import { forwardTo } from '../reach.ts';
import { change } from '../rows.ts';
import { removeDisk } from '../storage/disk-rows.ts';
import type { Ref } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import { DISKS_SHARE, mirroring } from './mirroring.ts';
import { cargoOf, type Sending } from './sending.ts';

/** The same machine with its disks elsewhere in its pool, running on the other host from a single moment on. */
export function* carryWithin(call: Call, sending: Sending): Work<Ref> {
  const { pool, world } = call;
  const { vm, from, landing } = sending;
  const cargo = cargoOf(pool, sending);
  const isRunning = text(pool.database.get('VM', vm), 'power_state') === 'Running';
  yield* mirroring(call, sending, cargo, function* (copies) {
    if (isRunning && from !== landing.host) {
      yield* reserving(call, { vm, host: landing.host, operation: 'vm_migrate' }, function* () {
        yield* forwardTo(call, landing.host);
        yield* moveMemory(call, vm, DISKS_SHARE);
        closeConsoles(pool, vm);
        replaceDisks(pool, copies);
        wakeDomain(world, pool, { vm, host: landing.host, power: 'Running' });
      });
    } else replaceDisks(pool, copies);
  });
  return vm;
}

function replaceDisks(pool: PoolState, copies: ReadonlyMap<Ref, Ref>): void {
  for (const [disk, copy] of copies) replaceDisk(pool, disk, copy);
}

/** The same disk under another reference, in the slots of the old one, and what its snapshots are of. */
export function replaceDisk(pool: PoolState, disk: Ref, copy: Ref): void {
  const row = pool.database.get('VDI', disk);
  const [slots, snapshots] = [list(row, 'VBDs'), list(row, 'snapshots')];
  const uuid = text(row, 'uuid');
  const { is_a_snapshot = false, snapshot_of = '', snapshot_time = '' } = row;
  for (const slot of slots) change(pool, 'VBD', slot, { VDI: copy });
  removeDisk(pool, disk);
  change(pool, 'VDI', copy, { uuid, location: uuid, is_a_snapshot, snapshot_of, snapshot_time });
  for (const snapshot of snapshots) change(pool, 'VDI', snapshot, { snapshot_of: copy });
  for (const slot of slots) refreshAllowed(pool, 'VBD', slot);
  refreshAllowed(pool, 'VDI', copy);
}
