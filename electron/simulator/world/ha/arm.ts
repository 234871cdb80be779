import { flag, ref, text } from '../fields.ts';
import { isLiveRow } from '../operations/host-rules.ts';
import { withOperation } from '../operations/with-operation.ts';
import { untilNextLookMs } from '../pace.ts';
import type { Work } from '../process.ts';
import { canTalk, isAnswering, machineOf } from '../reach.ts';
import { change } from '../rows.ts';
import { isCutOff } from '../storage/storage-network.ts';
import { setTaskProgress } from '../tasks.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { poolOf, refreshPlan } from './plan/plan-state.ts';
import { assertCanHostStatefile, chooseHeartbeat, prepareHeartbeatDisks } from './statefile.ts';
import { statefilesOf } from './plan/failover-plan.ts';

const STEP_MS = 2_000;
const STEPS_PER_HOST = 3;
/** A disable that could not reach everybody tries again and again. */
const RETRY_MS = 30_000;

/** The server's `pool.enable_ha`: checks, disks, then every host in three steps; what was done is undone if one fails. */
export function* enableHa(call: Call, wish: { readonly heartbeat: Ref | undefined; readonly configuration: Value }): Work<Value> {
  const { pool, world } = call;
  const { self } = poolOf(pool);
  yield* withOperation(call, { table: 'pool', self, name: 'ha_enable' }, function* () {
    assertRequiredCardsPlugged(pool);
    assertAllLive(pool);
    const heartbeat = wish.heartbeat ?? chooseHeartbeat(pool);
    assertCanHostStatefile(pool, heartbeat);
    const statefile = prepareHeartbeatDisks(world, pool, heartbeat);
    change(pool, 'pool', self, { ha_statefiles: [statefile], ha_configuration: wish.configuration, ha_cluster_stack: 'xhad' });
    try {
      yield* raise(call, statefile);
    } catch (error) {
      standDown(pool);
      throw error;
    }
    change(pool, 'pool', self, { ha_enabled: true });
    refreshPlan(world, pool);
  });
  return '';
}

function assertRequiredCardsPlugged(pool: PoolState): void {
  const unplugged = pool.database.refs('PIF').filter((pif) => {
    const row = pool.database.get('PIF', pif);
    return flag(row, 'disallow_unplug') && !flag(row, 'currently_attached');
  });
  if (unplugged.length > 0) throw new XapiError('REQUIRED_PIF_IS_UNPLUGGED', ...unplugged);
}

function assertAllLive(pool: PoolState): void {
  const dead = pool.database.refs('host').find((host) => !isLiveRow(pool, pool.database.get('host', host)));
  if (dead !== undefined) throw new XapiError('HOST_OFFLINE', dead);
}

/** Attaches the statefile to each host, starts its daemon and lets it join: nobody joins whom the others cannot hear. */
function* raise(call: Call, statefile: Ref): Work<void> {
  const { pool, world, task } = call;
  const hosts = pool.database.refs('host');
  const peers = hosts.map((host) => text(pool.database.get('host', host), 'uuid'));
  const storage = ref(pool.database.get('VDI', statefile), 'SR') ?? '';
  for (let step = 1; step <= hosts.length * STEPS_PER_HOST; step += 1) {
    yield STEP_MS * world.slowness;
    setTaskProgress(pool, task, step / (hosts.length * STEPS_PER_HOST));
    const host = hosts[Math.floor((step - 1) / STEPS_PER_HOST)] ?? '';
    const machine = machineOf(call, host);
    if (machine === undefined || !isAnswering(machine) || !canTalk(pool.master, machine)) throw new XapiError('HA_FAILED_TO_FORM_LIVESET');
    if (isCutOff(pool, machine, storage)) throw new XapiError('HA_HOST_CANNOT_ACCESS_STATEFILE');
    if (step % STEPS_PER_HOST === 0) change(pool, 'host', host, { ha_statefiles: [statefile], ha_network_peers: peers });
  }
}

/** `pool.disable_ha`: by the statefile where the master sees it, else only with every host's help, and until it is there. */
export function* disableHa(call: Call): Work<Value> {
  const { pool, world, task } = call;
  const { self } = poolOf(pool);
  yield* withOperation(call, { table: 'pool', self, name: 'ha_disable' }, function* () {
    yield STEP_MS * world.slowness;
    while (!canStandDown(call)) yield untilNextLookMs(world, RETRY_MS);
    setTaskProgress(pool, task, 0.5);
    yield STEP_MS * world.slowness;
    standDown(pool);
  });
  return '';
}

function canStandDown(call: Call): boolean {
  const { pool } = call;
  const [statefile = ''] = statefilesOf(pool);
  const storage = ref(pool.database.find('VDI', statefile) ?? {}, 'SR');
  if (storage !== undefined && !isCutOff(pool, pool.master, storage)) return true;
  return pool.database.refs('host').every((host) => {
    const machine = machineOf(call, host);
    return machine !== undefined && isAnswering(machine) && canTalk(pool.master, machine);
  });
}

function standDown(pool: PoolState): void {
  change(pool, 'pool', poolOf(pool).self, { ha_enabled: false, ha_statefiles: [], ha_plan_exists_for: 0, ha_overcommitted: false });
  for (const host of pool.database.refs('host')) change(pool, 'host', host, { ha_statefiles: [], ha_network_peers: [] });
}
