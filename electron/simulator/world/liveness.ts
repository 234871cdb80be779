import { entry, flag, ref } from './fields.ts';
import { note } from './dom0/dom0.ts';
import { isLiveRow } from './operations/host-rules.ts';
import { refreshAllowed } from './operations/rules.ts';
import { canTalk, isAnswering } from './reach.ts';
import { change } from './rows.ts';
import { collectTasks, failTasksOf } from './tasks.ts';
import { NULL_REF } from './value.ts';
import type { LivenessTimes, PoolState, SimHost, World } from './world.ts';

/** Members keep a copy of the master's database. */
const COPY_PERIOD_MS = 300_000;

/** What every release comes with. */
export const USUAL_LIVENESS: LivenessTimes = { heartbeatEveryMs: 30_000, lookEveryMs: 30_000, assumedDeadMs: 10 * 60_000 };
const HA_SILENCE_SECONDS = 60;

/** Hosts report to their masters and masters look who has not, as long as the world turns. */
export function beginLiveness(world: World): void {
  world.clock.every(world.liveness.heartbeatEveryMs, () => {
    for (const host of world.hosts) beat(world, host);
  });
  world.clock.every(world.liveness.lookEveryMs, () => {
    for (const pool of world.pools) if (isAnswering(pool.master)) sweep(world, pool);
  });
}

function beat(world: World, host: SimHost): void {
  const { master } = host.pool;
  if (!isAnswering(host)) return;
  if (!isAnswering(master) || !canTalk(host, master)) return missMaster(world, host);
  if (host.dom0.masterLostMs !== undefined) foundMaster(host);
  const now = world.clock.now();
  host.lastHeartbeatMs = now;
  const copiedMs = host.dom0.databaseCopy?.atMs ?? Number.NEGATIVE_INFINITY;
  if (now - copiedMs >= COPY_PERIOD_MS) host.dom0.databaseCopy = { generation: host.pool.database.generation(), atMs: now };
}

/** The connection is opened again and again, each time after a longer while. */
function missMaster(world: World, host: SimHost): void {
  const { dom0 } = host;
  if (dom0.masterLostMs !== undefined || host.role.is === 'master') return;
  const lostMs = world.clock.now();
  dom0.masterLostMs = lostMs;
  note(
    dom0,
    'xensource.log',
    connectionLine('Connection to master died. I will continue to retry indefinitely (supressing future logging of this message).'),
  );
  let passedMs = 0;
  for (let delayMs = FIRST_RETRY_MS; delayMs <= LAST_RETRY_MS; delayMs *= 2) {
    passedMs += delayMs;
    world.clock.after(passedMs, () => {
      if (dom0.masterLostMs === lostMs)
        note(dom0, 'xensource.log', connectionLine(`Exponential backoff: retry in ${Math.min(LAST_RETRY_MS, delayMs * 2) / 1000} s`));
    });
  }
}

const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 256_000;

function connectionLine(text: string): string {
  return `xapi: [error||42 |dbsync (update_env) R:0f3a1b2c9d4e|master_connection] ${text}`;
}

function foundMaster({ dom0 }: SimHost): void {
  dom0.masterLostMs = undefined;
  note(dom0, 'xensource.log', 'xapi: [ info||42 |dbsync (update_env) R:0f3a1b2c9d4e|master_connection] stunnel: reconnected to the master');
}

function sweep(world: World, pool: PoolState): void {
  const silenceMs = silenceOf(world, pool);
  for (const host of world.hosts) {
    if (host.pool !== pool) continue;
    const isHeard = host === pool.master || world.clock.now() - host.lastHeartbeatMs < silenceMs;
    // A host that said it was going down stays dead until it says hello again.
    if (isHeard && (host === pool.master || isAnswering(host))) setLive(pool, host, true);
    else if (!isHeard) giveUp(world, pool, host);
  }
  collectTasks(world, pool);
  forgetLostAppliances(pool);
}

/** Destroying an appliance leaves its members pointing at it. */
function forgetLostAppliances(pool: PoolState): void {
  for (const vm of pool.database.refs('VM')) {
    const appliance = ref(pool.database.get('VM', vm), 'appliance');
    if (appliance === undefined || pool.database.find('VM_appliance', appliance) !== undefined) continue;
    change(pool, 'VM', vm, { appliance: NULL_REF });
    refreshAllowed(pool, 'VM', vm);
  }
}

function silenceOf(world: World, pool: PoolState): number {
  const [self] = pool.database.refs('pool');
  const row = self === undefined ? {} : pool.database.get('pool', self);
  if (!flag(row, 'ha_enabled')) return world.liveness.assumedDeadMs;
  return Number(entry(row, 'ha_configuration', 'timeout') ?? HA_SILENCE_SECONDS) * 1_000;
}

/** Only the flag and what follows from it change: nobody knows whether the host's VMs still run. */
function giveUp(world: World, pool: PoolState, host: SimHost): void {
  const row = pool.database.find('host', host.ref);
  if (row === undefined || !isLiveRow(pool, row)) return;
  setLive(pool, host, false);
  failTasksOf(world, pool, host);
}

export function setLive(pool: PoolState, host: Pick<SimHost, 'ref'>, isLive: boolean): void {
  const row = pool.database.find('host', host.ref);
  const metrics = row === undefined ? undefined : ref(row, 'metrics');
  if (metrics === undefined || pool.database.find('host_metrics', metrics) === undefined) return;
  if (flag(pool.database.get('host_metrics', metrics), 'live') === isLive) return;
  change(pool, 'host_metrics', metrics, { live: isLive });
  refreshAllowed(pool, 'host', host.ref);
}
