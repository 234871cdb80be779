import { flag, list, number, ref, refOf, text } from '../fields.ts';
import { assertNotTooMany } from '../migration/turns.ts';
import { replaceDisk } from '../migration/within.ts';
import { assertTakesDisks, hasFeature, vdiProblem } from '../operations/storage-rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { assertRoom, copyDisk } from '../storage/disk-rows.ts';
import { driverFailure } from '../storage/driver-failure.ts';
import { isCutOff } from '../storage/storage-network.ts';
import { setTaskProgress } from '../tasks.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, Implementations, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const MIRRORED_BYTES_PER_MS = 200_000;
const STEPS = 10;

export const vdiMigrateCalls: Implementations = {
  'VDI.pool_migrate': (call, vdi, sr) => migrate(call, refOf(vdi), refOf(sr)),
};

/** The disk of a machine goes to another repository under it; it has another reference afterwards, and its UUID again. */
function* migrate(call: Call, vdi: Ref, target: Ref): Work<Value> {
  const { pool, world } = call;
  const disk = pool.database.get('VDI', vdi);
  pool.database.get('SR', target);
  if (text(disk, 'type') === 'cbt_metadata') throw new XapiError('VDI_INCOMPATIBLE_TYPE', vdi, 'cbt_metadata');
  const vm = machineWith(pool, vdi);
  if (vm === undefined) throw new XapiError('VDI_NEEDS_VM_FOR_MIGRATE', vdi);
  const problem = vdiProblem(pool, vdi, 'mirror');
  if (problem !== undefined) throw problem;
  return yield* withOperation(call, { table: 'VM', self: vm, name: 'migrate_send' }, function* () {
    assertTakesDisks(pool, target);
    assertCanMirror(pool, ref(disk, 'SR') ?? NULL_REF, target);
    if (flag(disk, 'cbt_enabled')) throw new XapiError('VDI_CBT_ENABLED', vdi);
    const host = hostFor(call, vm, [ref(disk, 'SR') ?? NULL_REF, target]);
    assertNotTooMany(pool, host);
    yield* forwardTo(call, host);
    assertRoom(pool, target, number(disk, 'physical_utilisation'));
    return yield* withOperation(call, { table: 'SR', self: target, name: 'vdi_mirror' }, function* () {
      for (let step = 1; step <= STEPS; step += 1) {
        yield (number(disk, 'physical_utilisation') / MIRRORED_BYTES_PER_MS / STEPS) * world.slowness;
        assertReached(call, host, target);
        setTaskProgress(pool, call.task, step / (STEPS + 1));
      }
      return take(call, vdi, target);
    });
  });
}

function take({ world, pool }: Call, vdi: Ref, target: Ref): Ref {
  const moved = copyDisk(world, pool, { from: vdi, to: target, usedBytes: number(pool.database.get('VDI', vdi), 'physical_utilisation') });
  replaceDisk(pool, vdi, moved);
  return moved;
}

function machineWith(pool: PoolState, vdi: Ref): Ref | undefined {
  const [slot] = list(pool.database.get('VDI', vdi), 'VBDs');
  return slot === undefined ? undefined : ref(pool.database.get('VBD', slot), 'VM');
}

function assertCanMirror(pool: PoolState, source: Ref, target: Ref): void {
  for (const sr of [source, target]) {
    const row = pool.database.get('SR', sr);
    const lacking = ['VDI_SNAPSHOT', 'VDI_MIRROR'].find((feature) => !hasFeature(pool, row, feature));
    if (lacking !== undefined) throw new XapiError('SR_DOES_NOT_SUPPORT_MIGRATION', sr, lacking);
  }
}

/** A machine that is up stays where it is; for another any host will do that has both. */
function hostFor({ pool }: Call, vm: Ref, repositories: readonly Ref[]): Ref {
  const resident = ref(pool.database.get('VM', vm), 'resident_on');
  const candidates = resident === undefined ? [pool.master.ref, ...pool.database.refs('host')] : [resident];
  const fit = candidates.find((host) => repositories.every((sr) => isPlugged(pool, host, sr)));
  if (fit !== undefined) return fit;
  if (resident === undefined) throw new XapiError('NO_HOSTS_AVAILABLE');
  throw new XapiError('VM_REQUIRES_SR', vm, repositories.find((sr) => !isPlugged(pool, resident, sr)) ?? NULL_REF);
}

function isPlugged(pool: PoolState, host: Ref, sr: Ref): boolean {
  const links = list(pool.database.get('SR', sr), 'PBDs').map((pbd) => pool.database.get('PBD', pbd));
  return links.some((link) => ref(link, 'host') === host && flag(link, 'currently_attached'));
}

function assertReached(call: Call, host: Ref, sr: Ref): void {
  const machine = machineOf(call, host);
  if (machine !== undefined && isCutOff(call.pool, machine, sr)) throw driverFailure('storageUnavailable');
}
