import { NetError } from '#engine/net/net-error.ts';
import type { Session } from '#engine/xapi/session.ts';
import { PoolsError } from './pools-error.ts';
import type { Heard } from './search-result.ts';

/**
 * Of the masters that answered, the one of the pool that is looked for; all other sessions are closed. Two masters of
 * one pool are never merged: nobody can tell here which of them the hosts obey.
 */
export async function onlyMaster(
  sessions: readonly Session[],
  search: { readonly poolUuid: string | undefined; readonly signal: AbortSignal },
  refuse: (heard: Heard) => void,
): Promise<Session | undefined> {
  const masters = new Map<string, Session>();
  try {
    for (const session of sessions) {
      const { poolUuid, host, name } = await identityOf(session, search);
      if (poolUuid !== search.poolUuid) {
        refuse({ address: session.address, error: new PoolsError({ kind: 'another-pool', address: session.address, name }), isOfFirstRound: true });
      } else if (!masters.has(host)) {
        masters.set(host, session);
      }
    }
    const [master, ...others] = masters.values();
    if (others.length > 0) throw new PoolsError({ kind: 'split-brain', masters: [...masters.values()].map(({ address }) => address) });
    await closeAll(sessions.filter((session) => session !== master));
    return master;
  } catch (error) {
    await closeAll(sessions);
    throw error;
  }
}

interface Identity {
  readonly poolUuid: string | undefined;
  readonly name: string;
  readonly host: string;
}

/** Not asked when nothing is known to compare with: then one address was asked, and whoever answers is it. */
async function identityOf(session: Session, { poolUuid, signal }: { poolUuid: string | undefined; signal: AbortSignal }): Promise<Identity> {
  if (poolUuid === undefined) return { poolUuid, name: '', host: session.address };
  const [host, pools] = await Promise.all([
    session.call('session.get_this_host', [session.ref], { signal }),
    session.call('pool.get_all_records', [], { signal }),
  ]);
  const [pool]: unknown[] = typeof pools === 'object' && pools !== null ? Object.values(pools) : [];
  if (typeof host !== 'string' || typeof pool !== 'object' || pool === null) {
    throw new NetError({ kind: 'unreachable', address: session.address, why: 'not-xapi' });
  }
  return { poolUuid: String(Reflect.get(pool, 'uuid')), name: String(Reflect.get(pool, 'name_label')), host };
}

async function closeAll(sessions: readonly Session[]): Promise<void> {
  await Promise.all(sessions.map(async (session) => await session.close()));
}
