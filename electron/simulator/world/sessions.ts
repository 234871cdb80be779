import { permissionsOf } from './rbac.ts';
import { dateText } from './times.ts';
import { rowOfRelease } from './rows.ts';
import { NULL_REF, type Ref } from './value.ts';
import type { Account, PoolState, Session, SimHost, World } from './world.ts';
import { XapiError } from './xapi-error.ts';

const IDLE_LIMIT_MS = 24 * 3_600_000;
const COLLECTION_PERIOD_MS = 30_000;
/** A session's last activity is written down at most this often. */
const ACTIVITY_GRAIN_MS = 10 * 60_000;

/** Sessions kept per group; the oldest go first. */
const ANONYMOUS_SESSIONS = 400;
const SESSIONS_PER_ORIGINATOR = 500;
const SESSIONS_PER_USER = 500;

/** Throws what a refused login is answered with. */
export function authenticate(pool: PoolState, user: string, password: string): Account {
  const account = pool.accounts.find((known) => known.user === user);
  if (account === undefined) throw new XapiError('SESSION_AUTHENTICATION_FAILED', user, 'User not known to the underlying authentication module');
  if (account.password !== password) throw new XapiError('SESSION_AUTHENTICATION_FAILED', user, 'Authentication failure');
  return account;
}

export function openSession(world: World, host: SimHost, login: { readonly account: Account; readonly originator: string }): Session {
  const { pool } = host;
  const { account } = login;
  const isSuperuser = account.role === 'superuser';
  const session: Session = {
    ref: world.random.ref(),
    kind: 'pool-user',
    user: account.user,
    originator: login.originator,
    isSuperuser,
    permissions: account.role === 'superuser' ? new Set() : permissionsOf(pool.model, account.role),
    lastActiveMs: world.clock.now(),
    onEnd: new Set(),
  };
  pool.sessions.set(session.ref, session);
  pool.database.create('session', session.ref, sessionRow(world, host, session));
  return session;
}

/** The session is a row like any other, so that its fields can be asked for; it makes no events. */
function sessionRow(world: World, host: SimHost, session: Session) {
  const now = dateText(world.clock.now());
  const subject = subjectOf(host.pool, session.user);
  return rowOfRelease(host.pool, 'session', {
    uuid: world.random.uuid(),
    this_host: host.ref,
    this_user: NULL_REF,
    last_active: now,
    is_local_superuser: session.isSuperuser,
    subject: session.isSuperuser ? NULL_REF : (subject?.ref ?? NULL_REF),
    validation_time: now,
    auth_user_sid: session.isSuperuser ? '' : (subject?.identifier ?? session.user),
    auth_user_name: session.user,
    rbac_permissions: [...session.permissions],
    originator: session.originator,
  });
}

function subjectOf(pool: PoolState, user: string): { readonly ref: Ref; readonly identifier: string } | undefined {
  for (const [ref, { row }] of pool.database.tables.get('subject')?.rows ?? []) {
    const details = row['other_config'];
    const name = typeof details === 'object' && 'subject-name' in details ? details['subject-name'] : undefined;
    if (name === user) return { ref, identifier: String(row['subject_identifier']) };
  }
  return undefined;
}

/** A session in the memory of one host, which works without the pool's database. */
export function openLocalSession(world: World, host: SimHost, user: string): Session {
  const session: Session = {
    ref: world.random.ref(),
    kind: 'local',
    user,
    originator: '',
    isSuperuser: true,
    permissions: new Set(),
    lastActiveMs: world.clock.now(),
    onEnd: new Set(),
  };
  host.localSessions.set(session.ref, session);
  return session;
}

/** Blocked calls of the session wake up and find it gone. */
export function endSession(pool: PoolState, session: Session): void {
  pool.sessions.delete(session.ref);
  if (pool.database.find('session', session.ref) !== undefined) pool.database.destroy('session', session.ref);
  for (const wake of session.onEnd) wake();
}

/** What a restart of the master's toolstack does: sessions live in its memory. */
export function endAllSessions(pool: PoolState): void {
  for (const session of pool.sessions.values()) endSession(pool, session);
}

/** The session a call may run under on this host, or the error the call is refused with. */
export function sessionFor(world: World, host: SimHost, ref: Ref): Session {
  const local = host.localSessions.get(ref);
  if (local !== undefined) return local;
  const session = host.pool.sessions.get(ref);
  if (session === undefined) throw new XapiError('SESSION_INVALID', ref);
  if (host.role.is === 'slave') throw new XapiError('HOST_IS_SLAVE', masterAddress(host));
  noteActivity(world, host.pool, session);
  return session;
}

/** Handlers of HTTP resources accept the pool's sessions on slaves too: that is how a member is addressed directly. */
export function httpSessionFor(world: World, host: SimHost, ref: Ref): Session | undefined {
  const session = host.localSessions.get(ref) ?? host.pool.sessions.get(ref);
  if (session?.kind === 'pool-user') noteActivity(world, host.pool, session);
  return session;
}

function masterAddress(host: SimHost): string {
  const row = host.pool.database.find('host', host.pool.master.ref);
  return typeof row?.['address'] === 'string' ? row['address'] : host.pool.master.address;
}

function noteActivity(world: World, pool: PoolState, session: Session): void {
  const now = world.clock.now();
  if (now - session.lastActiveMs < ACTIVITY_GRAIN_MS) return;
  session.lastActiveMs = now;
  if (pool.database.find('session', session.ref) !== undefined) pool.database.set('session', session.ref, { last_active: dateText(now) });
}

/** Ends sessions nobody uses and the oldest of groups that grew too large, every 30 s as masters do. */
export function startSessionCollection(world: World): void {
  world.clock.every(COLLECTION_PERIOD_MS, () => {
    for (const pool of world.pools) for (const session of collectable(pool, world.clock.now())) endSession(pool, session);
  });
}

function collectable(pool: PoolState, nowMs: number): Session[] {
  const idle = [...pool.sessions.values()].filter((session) => nowMs - session.lastActiveMs > IDLE_LIMIT_MS);
  const rest = [...pool.sessions.values()].filter((session) => !idle.includes(session));
  const crowded = [...Map.groupBy(rest, groupOf)].flatMap(([group, members]) =>
    members.toSorted((a, b) => a.lastActiveMs - b.lastActiveMs).slice(0, Math.max(0, members.length - limitOf(group))),
  );
  return [...idle, ...crowded].filter(isAtRest);
}

/** A session with a blocked call is in use. */
function isAtRest(session: Session): boolean {
  return session.onEnd.size === 0;
}

function groupOf(session: Session): string {
  if (!session.isSuperuser) return `user ${session.user}`;
  return session.originator === '' ? 'anonymous' : `originator ${session.originator}`;
}

function limitOf(group: string): number {
  if (group === 'anonymous') return ANONYMOUS_SESSIONS;
  return group.startsWith('user ') ? SESSIONS_PER_USER : SESSIONS_PER_ORIGINATOR;
}
