import { entry, flag, list, ref, text } from '../fields.ts';
import { canTalk, isAnswering, machineOf } from '../reach.ts';
import { openSession } from '../sessions.ts';
import type { Ref, ValueMap } from '../value.ts';
import type { Call, PoolState, SimHost } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** Where a machine is to land: on a host of its own pool or of another one. */
export interface Landing {
  readonly pool: PoolState;
  readonly host: Ref;
}

/** What the sender is handed: addresses on the chosen network, and a session of the receiver's pool. */
export function invite(call: Call, host: Ref, network: Ref): ValueMap {
  const { world, pool } = call;
  const row = pool.database.get('host', host);
  pool.database.get('network', network);
  const address = addressOn(pool, host, network);
  if (!flag(row, 'enabled')) throw new XapiError('HOST_DISABLED', host);
  const account = pool.accounts.find(({ user }) => user === (call.session?.user ?? 'root'));
  if (account === undefined) throw new XapiError('SESSION_INVALID', '');
  const session = openSession(world, pool.master, { account, originator: 'xapi' });
  return {
    SM: `https://${address}/services/SM?session_id=${session.ref}`,
    host,
    xenops: `https://${address}/services/xenops?session_id=${session.ref}`,
    session_id: session.ref,
    master: `https://${pool.master.address}/`,
  };
}

function addressOn(pool: PoolState, host: Ref, network: Ref): string {
  const pifs = list(pool.database.get('network', network), 'PIFs');
  const pif = pifs.find((each) => ref(pool.database.get('PIF', each), 'host') === host);
  if (pif === undefined) throw new XapiError('HOST_CANNOT_ATTACH_NETWORK', host, network);
  const row = pool.database.get('PIF', pif);
  if (text(row, 'ip_configuration_mode') === 'None') throw new XapiError('PIF_HAS_NO_NETWORK_CONFIGURATION', pif);
  if (text(row, 'IP') === '') throw new XapiError('INTERFACE_HAS_NO_IP', pif);
  return text(row, 'IP');
}

/** The invitation is as good as the session in it. */
export function landingOf({ world }: Call, invitation: ValueMap): Landing {
  const given = { invitation };
  const session = entry(given, 'invitation', 'session_id') ?? '';
  const host = entry(given, 'invitation', 'host') ?? '';
  const pool = world.pools.find(({ sessions }) => sessions.has(session));
  if (pool === undefined) throw new XapiError('SESSION_INVALID', session);
  pool.database.get('host', host);
  return { pool, host };
}

/** Both hosts talk to each other until the machine has arrived. */
export function assertInTouch(call: Call, from: Ref, landing: Landing): void {
  const sender = machineOf(call, from);
  const receiver = machineOf({ world: call.world, pool: landing.pool }, landing.host);
  const isThere = (machine: SimHost | undefined): machine is SimHost => machine !== undefined && isAnswering(machine);
  if (isThere(sender) && isThere(receiver) && isAnswering(landing.pool.master) && canTalk(sender, receiver)) return;
  throw new XapiError('CANNOT_CONTACT_HOST', text(landing.pool.database.get('host', landing.host), 'address'));
}
