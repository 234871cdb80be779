import { haltDomain } from '../domains/stop-domain.ts';
import { moveMemory } from '../domains/move-memory.ts';
import { wakeDomain } from '../domains/start-domain.ts';
import { disksOf, removeMachine } from '../domains/machine-rows.ts';
import { list, ref, text } from '../fields.ts';
import { assertCanRunAbroad } from '../placement/boot-checks.ts';
import type { Work } from '../process.ts';
import { change } from '../rows.ts';
import { removeDisk } from '../storage/disk-rows.ts';
import { NULL_REF, type Ref } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { importMachine } from './import-machine.ts';
import { assertInTouch } from './landing.ts';
import { DISKS_SHARE, mirroring } from './mirroring.ts';
import { type Cargo, cargoOf, type Sending } from './sending.ts';

/** Disks first, then the records, then the memory; what it was is removed once it is there. */
export function* sendAbroad(call: Call, sending: Sending): Work<Ref> {
  const { pool } = call;
  const { vm, landing, isCopy } = sending;
  const cargo = cargoOf(pool, sending);
  return yield* mirroring(call, sending, cargo, function* (copies) {
    recall(pool, landing.pool, cargo, copies);
    const made = importMachine(call, sending, copies);
    try {
      yield* arrive(call, sending, made);
    } catch (error) {
      dropMachine(landing.pool, made);
      throw error;
    }
    if (!isCopy) leave(pool, vm);
    return made;
  });
}

/** Snapshots of disks are of the copies of those disks. */
function recall(from: PoolState, into: PoolState, cargo: readonly Cargo[], copies: ReadonlyMap<Ref, Ref>): void {
  for (const { disk, isSnapshot } of cargo) {
    const copy = copies.get(disk);
    if (copy === undefined || !isSnapshot) continue;
    const row = from.database.get('VDI', disk);
    const parent = copies.get(ref(row, 'snapshot_of') ?? '') ?? NULL_REF;
    change(into, 'VDI', copy, { is_a_snapshot: true, snapshot_of: parent, snapshot_time: text(row, 'snapshot_time') });
  }
}

function* arrive(call: Call, sending: Sending, made: Ref): Work<void> {
  const { pool, world } = call;
  const { vm, from, landing } = sending;
  if (text(pool.database.get('VM', vm), 'power_state') !== 'Running') return;
  assertCanRunAbroad({ home: pool, pool: landing.pool, vm, host: landing.host });
  change(landing.pool, 'VM', made, { scheduled_to_be_resident_on: landing.host });
  yield* moveMemory(call, vm, DISKS_SHARE);
  try {
    assertInTouch(call, from, landing);
  } catch (error) {
    if (!(error instanceof XapiError)) throw error;
    throw new XapiError('VM_MIGRATE_FAILED', vm, from, landing.host, 'the receiving host does not answer');
  }
  wakeDomain(world, landing.pool, { vm: made, host: landing.host, power: 'Running' });
}

function leave(pool: PoolState, vm: Ref): void {
  if (text(pool.database.get('VM', vm), 'power_state') === 'Running') haltDomain(pool, vm);
  dropMachine(pool, vm);
}

/** With its snapshots and all of their disks. */
function dropMachine(pool: PoolState, vm: Ref): void {
  const machines = [...list(pool.database.get('VM', vm), 'snapshots'), vm];
  const disks = new Set(machines.flatMap((machine) => disksOf(pool, machine)));
  for (const machine of machines) removeMachine(pool, machine);
  for (const disk of disks) if (pool.database.find('VDI', disk) !== undefined) removeDisk(pool, disk);
}
