import { haltDomain } from '../domains/stop-domain.ts';
import { flag, list, text } from '../fields.ts';
import { setLive } from '../liveness.ts';
import { createMessage } from '../messages.ts';
import { run } from '../process.ts';
import { change } from '../rows.ts';
import { failTasksOf } from '../tasks.ts';
import { restartToolstack } from '../toolstack.ts';
import type { Ref } from '../value.ts';
import type { PoolState, SimHost, World } from '../world.ts';
import { restartLostVms } from './restart-lost-vms.ts';

const HOST_FAILED_PRIORITY = 3;
const MASTER_TRANSITION_PRIORITY = 4;

interface Loss {
  readonly lost: SimHost;
  readonly survivors: readonly SimHost[];
}

/** What the survivors make of a host that is certainly gone: another master if it was that, its VMs halted and started elsewhere. */
export function failOver(world: World, pool: PoolState, { lost, survivors }: Loss): void {
  if (lost === pool.master) {
    const [next] = survivors;
    // Without anybody left there is nobody to notice.
    if (next === undefined) return;
    promote(world, pool, next);
  }
  createMessage(world, pool, {
    name: 'HA_HOST_FAILED',
    priority: HOST_FAILED_PRIORITY,
    cls: 'Host',
    objectUuid: lost.uuid,
    body: `Server '${lost.name}' has failed`,
  });
  setLive(pool, lost, false);
  failTasksOf(world, pool, lost);
  change(pool, 'host', lost.ref, { enabled: false });
  const vms = residents(pool, lost);
  for (const vm of vms) haltDomain(pool, vm);
  run(world.clock, restartLostVms(world, pool, vms), () => undefined);
}

function residents(pool: PoolState, host: SimHost): readonly Ref[] {
  return list(pool.database.get('host', host.ref), 'resident_VMs').filter((vm) => !flag(pool.database.get('VM', vm), 'is_control_domain'));
}

/** The statefile's lock makes one survivor the master; every toolstack starts anew under it, hosts disabled until they are ready. */
function promote(world: World, pool: PoolState, next: SimHost): void {
  const [self] = pool.database.refs('pool');
  if (self === undefined) return;
  for (const host of world.hosts) {
    if (host.pool === pool) host.role = host === next ? { is: 'master' } : { is: 'slave', masterAddress: next.address };
  }
  pool.master = next;
  pool.database.set('pool', self, { master: next.ref });
  for (const host of pool.database.refs('host')) change(pool, 'host', host, { enabled: false });
  const running = world.hosts.filter((host) => host.pool === pool && host.power === 'on');
  restartToolstack(world, next);
  for (const host of running) if (host !== next) restartToolstack(world, host);
  createMessage(world, pool, {
    name: 'POOL_MASTER_TRANSITION',
    priority: MASTER_TRANSITION_PRIORITY,
    cls: 'Pool',
    objectUuid: text(pool.database.get('pool', self), 'uuid'),
    body: `Server '${next.name}' is now the pool master`,
  });
}
