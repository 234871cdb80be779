import { flag, list, ref } from '../fields.ts';
import type { Work } from '../process.ts';
import { forwardTo, machineOf } from '../reach.ts';
import type { Ref } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { driverFailure } from './driver-failure.ts';
import { connectionsOf } from './driving.ts';
import { isCutOff } from './storage-network.ts';

const DISK_ACTION_MS = 1_000;

/** Storage work runs on a host that has the repository plugged: the master if it has. */
export function* atRepository(call: Call, sr: Ref): Work<void> {
  const { pool } = call;
  const hosts = list(pool.database.get('SR', sr), 'PBDs')
    .map((pbd) => pool.database.get('PBD', pbd))
    .filter((pbd) => flag(pbd, 'currently_attached'))
    .flatMap((pbd) => ref(pbd, 'host') ?? []);
  const [first] = hosts;
  if (first === undefined) throw new XapiError('SR_HAS_NO_PBDS', sr);
  const chosen = hosts.includes(pool.master.ref) ? pool.master.ref : first;
  yield* forwardTo(call, chosen);
  const machine = machineOf(call, chosen);
  if (machine !== undefined && isCutOff(pool, machine, sr)) throw driverFailure('storageUnavailable');
  yield DISK_ACTION_MS * call.world.slowness;
}

/** What lies there is read where it lies, whichever host that is. */
export function assertPlugged(pool: PoolState, sr: Ref): void {
  const isPlugged = connectionsOf(pool, sr).some(({ row }) => flag(row, 'currently_attached'));
  if (!isPlugged) throw new XapiError('SR_HAS_NO_PBDS', sr);
}
