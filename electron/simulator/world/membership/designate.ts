import { text } from '../fields.ts';
import { isHaOn, poolOf } from '../ha/plan/plan-state.ts';
import { createMessage } from '../messages.ts';
import { withOperation } from '../operations/with-operation.ts';
import type { Work } from '../process.ts';
import { change } from '../rows.ts';
import { restartToolstack, startToolstack, stopToolstack } from '../toolstack.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, PoolState, SimHost, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { forwardTo, machineOf } from '../reach.ts';
import { silentHost } from './join-checks.ts';

const AGREEING_TAKES_MS = 5_000;
const RESTARTS_AFTER_MS = 5_000;
const FOLLOWS_AFTER_MS = 5_000;
const TRANSITION_PRIORITY = 4;

/** The database goes to every host, every host agrees, then each toolstack starts again in its new role. */
export function* designate(call: Call, host: Ref): Work<Value> {
  const { pool, world } = call;
  pool.database.get('host', host);
  if (isHaOn(pool)) throw new XapiError('HA_IS_ENABLED');
  if (host === pool.master.ref) return '';
  return yield* withOperation(call, { table: 'pool', self: poolOf(pool).self, name: 'designate_new_master' }, function* () {
    yield* forwardTo(call, host);
    const silent = silentHost(call);
    if (silent !== undefined) throw new XapiError('HOST_OFFLINE', silent);
    yield AGREEING_TAKES_MS * world.slowness;
    const next = machineOf(call, host);
    if (next === undefined) throw new XapiError('HOST_OFFLINE', host);
    world.clock.after(RESTARTS_AFTER_MS * world.slowness, () => handOver(world, pool, next));
    return '';
  });
}

function handOver(world: World, pool: PoolState, next: SimHost): void {
  const members = world.hosts.filter((host) => host.pool === pool);
  const before = pool.master;
  // What only the old master remembers goes first, while it still is one.
  stopToolstack(before);
  pool.master = next;
  change(pool, 'pool', poolOf(pool).self, { master: next.ref });
  for (const host of members) host.role = host === next ? { is: 'master' } : { is: 'slave', masterAddress: next.address };
  restartToolstack(world, next);
  for (const host of members) if (host !== next) followLater(world, host);
  createMessage(world, pool, {
    name: 'POOL_MASTER_TRANSITION',
    priority: TRANSITION_PRIORITY,
    cls: 'Host',
    objectUuid: next.uuid,
    body: `The pool coordinator is now ${text(pool.database.get('host', next.ref), 'name_label')}`,
  });
}

/** Members ask for their master again every few seconds; by then it is there. */
function followLater(world: World, host: SimHost): void {
  stopToolstack(host);
  const { life } = host;
  world.clock.after(FOLLOWS_AFTER_MS * world.slowness, () => {
    if (host.life === life) startToolstack(world, host, 'toolstack-restarted');
  });
}
