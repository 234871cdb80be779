import { levelProcessors } from '../build/level-processors.ts';
import { list, text, textOf } from '../fields.ts';
import { refreshAllAllowed } from '../operations/rules.ts';
import type { Work } from '../process.ts';
import { canTalk, isAnswering } from '../reach.ts';
import { change } from '../rows.ts';
import { authenticate } from '../sessions.ts';
import { allowCancel, setTaskProgress } from '../tasks.ts';
import { startToolstack, stopToolstack } from '../toolstack.ts';
import { NULL_REF, type Ref, type Value } from '../value.ts';
import type { Call, PoolState, SimHost, World } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { assertMayJoin } from './join-checks.ts';
import { mergeDatabase } from './merge-database.ts';

const CHECKS_TAKE_MS = 4_000;
const CERTIFICATES_TAKE_MS = 3_000;
const RECORDS_TAKE_MS = 8_000;
/** The call is answered first; the toolstack starts in its new role after this fuse. */
const FUSE_MS = 10_000;

export interface Invitation {
  readonly address: Value | undefined;
  readonly user: Value | undefined;
  readonly password: Value | undefined;
  readonly isForced: boolean;
}

/** Runs on the host that joins: looks at both sides, then writes itself into the other pool and restarts as its member. */
export function* join(call: Call, invitation: Invitation): Work<Value> {
  const { world, pool, host } = call;
  const target = targetOf(call, textOf(invitation.address));
  authenticate(target, textOf(invitation.user), textOf(invitation.password));
  allowCancel(pool, call.task);
  yield CHECKS_TAKE_MS * world.slowness;
  assertMayJoin({ call, target, isForced: invitation.isForced });
  setTaskProgress(pool, call.task, 0.2);
  yield CERTIFICATES_TAKE_MS * world.slowness;
  setTaskProgress(pool, call.task, 0.4);
  yield RECORDS_TAKE_MS * world.slowness;
  assertStillThere(host, target);
  const refs = mergeDatabase(world, pool, target);
  const self = refs.get(host.ref) ?? NULL_REF;
  for (const pbd of list(pool.database.get('host', host.ref), 'PBDs')) change(pool, 'PBD', pbd, { currently_attached: false });
  setTaskProgress(pool, call.task, 0.9);
  const { life } = host;
  world.clock.after(FUSE_MS * world.slowness, () => {
    if (host.life === life) becomeMember(world, host, { target, self });
  });
  return '';
}

function targetOf({ world, host }: Call, address: string): PoolState {
  const found = world.hosts.find(
    (other) => other.address === address || text(other.pool.database.find('host', other.ref) ?? {}, 'hostname') === address,
  );
  if (found === undefined || (found !== host && !canTalk(host, found))) throw new XapiError('JOINING_HOST_SERVICE_FAILED');
  if (!isAnswering(found)) throw new XapiError('JOINING_HOST_CONNECTION_FAILED');
  if (found.role.is === 'slave') throw new XapiError('HOST_IS_SLAVE', found.role.masterAddress);
  return found.pool;
}

function assertStillThere(host: SimHost, target: PoolState): void {
  if (!isAnswering(target.master) || !canTalk(host, target.master)) throw new XapiError('JOINING_HOST_CONNECTION_FAILED');
}

function becomeMember(world: World, host: SimHost, { target, self }: { readonly target: PoolState; readonly self: Ref }): void {
  stopToolstack(host);
  world.pools.splice(world.pools.indexOf(host.pool), 1);
  for (const disk of world.arrays.disks) if (disk.host === host.ref) disk.host = self;
  host.pool = target;
  host.ref = self;
  host.role = { is: 'slave', masterAddress: target.master.address };
  host.lastHeartbeatMs = Number.NEGATIVE_INFINITY;
  levelProcessors(target);
  refreshAllAllowed(target);
  startToolstack(world, host, 'toolstack-restarted');
}
