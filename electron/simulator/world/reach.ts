import { canOpen, isAsRecorded } from './dom0/paths.ts';
import { isLiveRow } from './operations/host-rules.ts';
import type { Work } from './process.ts';
import type { Ref } from './value.ts';
import type { Call, PoolState, SimHost } from './world.ts';
import { XapiError } from './xapi-error.ts';

/** How long the master keeps trying a host that does not answer although it is believed alive. */
const CONTACT_PATIENCE_MS = 100_000;

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 256_000;

export function isAnswering(host: SimHost): boolean {
  return host.power === 'on' && host.toolstack.is === 'running';
}

/** Hosts talk to each other over their management network, to themselves always. */
export function canTalk(from: SimHost, to: SimHost): boolean {
  if (from === to) return from.power === 'on';
  const hosts = [from, to];
  if (hosts.some(({ power }) => power !== 'on')) return false;
  // Calls go one way and are called back the other.
  if (from.reaches !== undefined && to.reaches !== undefined) return from.reaches(to) && to.reaches(from);
  if (hosts.every(isAsRecorded)) return hosts.every(({ cables }) => cables.management === 'plugged');
  return canOpen(from, to) && canOpen(to, from);
}

/** Whether this host's toolstack can use its pool's database, which lives on the master. */
export function canReachDatabase(host: SimHost): boolean {
  const { master } = host.pool;
  return canTalk(host, master) && (host === master || isAnswering(master));
}

/** A slave's database calls block and are retried without limit while the master does not answer; they die with the slave's toolstack. */
export function* waitForDatabase(host: SimHost): Work<void> {
  const { life } = host;
  for (let delayMs = FIRST_RETRY_MS; !canReachDatabase(host); delayMs = Math.min(delayMs * 2, LAST_RETRY_MS)) {
    yield delayMs;
    if (host.life !== life) throw new XapiError('HOST_STILL_BOOTING');
  }
}

/** The machine behind a host's record; another pool's copy of the record may name a machine of that other pool. */
export function machineOf({ world, pool }: Pick<Call, 'world' | 'pool'>, host: Ref): SimHost | undefined {
  return world.hosts.find((other) => other.ref === host && other.pool === pool);
}

/** Refuses hosts the master believes dead, as every forwarded call does first. */
export function assertLive(pool: PoolState, host: Ref): void {
  if (host === pool.master.ref) return;
  const row = pool.database.find('host', host);
  if (row === undefined || !isLiveRow(pool, row)) throw new XapiError('HOST_OFFLINE', host);
}

/** Hands the rest of a call to the host that must carry it out. */
export function* forwardTo(call: Call, host: Ref): Work<void> {
  const { pool } = call;
  if (host === pool.master.ref) return;
  assertLive(pool, host);
  if (call.task !== undefined) pool.database.set('task', call.task, { resident_on: host });
  const machine = machineOf(call, host);
  if (machine !== undefined && canTalk(pool.master, machine) && isAnswering(machine)) return;
  yield CONTACT_PATIENCE_MS * call.world.slowness;
  throw new XapiError('CANNOT_CONTACT_HOST', host);
}
