import { text } from '../fields.ts';
import type { Work } from '../process.ts';
import { waitForDatabase } from '../reach.ts';
import { authenticate, endSession, openLocalSession, openSession } from '../sessions.ts';
import type { Value } from '../value.ts';
import type { Call, Implementations, Session } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

/** A refused login is answered late, so that guessing takes time. */
const REFUSAL_DELAY_MS = 5_000;

function* loginWithPassword(call: Call, user: Value, password: Value, _version: Value = '', originator: Value = ''): Work<Value> {
  const { world, host } = call;
  if (call.isLocal) return yield* loginAsRoot(call, String(originator));
  // Told before the password is looked at and without asking the master, which may be dead.
  if (host.role.is === 'slave') throw new XapiError('HOST_IS_SLAVE', host.role.masterAddress);
  try {
    const account = authenticate(host.pool, String(user), String(password));
    return openSession(world, host, { account, originator: String(originator) }).ref;
  } catch (error) {
    yield REFUSAL_DELAY_MS * world.slowness;
    throw error;
  }
}

/** The socket in the file system has asked who it is; a member's sessions are in the master's database all the same. */
function* loginAsRoot({ world, host }: Call, originator: string): Work<Value> {
  yield* waitForDatabase(host);
  const account = host.pool.accounts.find(({ role }) => role === 'superuser');
  if (account === undefined) throw new XapiError('SESSION_AUTHENTICATION_FAILED', 'root', 'Authentication failure');
  return openSession(world, host, { account, originator }).ref;
}

function slaveLocalLogin(call: Call, user: Value, password: Value): Value {
  if (call.isLocal) return openLocalSession(call.world, call.host, 'root').ref;
  const account = authenticate(call.host.pool, String(user), String(password));
  if (account.role !== 'superuser') throw new XapiError('SESSION_AUTHENTICATION_FAILED', account.user, 'Authentication failure');
  return openLocalSession(call.world, call.host, account.user).ref;
}

/** The hosts' own logins: what is said to whoever does not know the secret they share. */
function refuseSecret(): Value {
  throw new XapiError('SESSION_AUTHENTICATION_FAILED', 'localhost', 'Pool credentials invalid');
}

function sessionOf(call: Call): Session {
  if (call.session === undefined) throw new XapiError('SESSION_INVALID', '');
  return call.session;
}

function logout(call: Call): Value {
  const session = sessionOf(call);
  if (session.kind === 'local') call.host.localSessions.delete(session.ref);
  else endSession(call.pool, session);
  return '';
}

function localLogout(call: Call): Value {
  call.host.localSessions.delete(sessionOf(call).ref);
  return '';
}

/** The old password is not looked at: being root is proof enough. */
function changePassword(call: Call, _old: Value, password: Value): Value {
  const session = sessionOf(call);
  if (!session.isSuperuser) throw new XapiError('USER_IS_NOT_LOCAL_SUPERUSER', 'change_password');
  const { accounts } = call.pool;
  const index = accounts.findIndex((account) => account.user === session.user);
  const account = accounts[index];
  if (account === undefined) throw new XapiError('CHANGE_PASSWORD_REJECTED', 'User not known to the underlying authentication module');
  accounts[index] = { ...account, password: String(password) };
  return '';
}

function directorySessions(call: Call): { readonly session: Session; readonly identifier: string }[] {
  return [...call.pool.sessions.values()].flatMap((session) => {
    const row = call.pool.database.find('session', session.ref);
    return row === undefined || session.isSuperuser ? [] : [{ session, identifier: text(row, 'auth_user_sid') }];
  });
}

function getAllSubjectIdentifiers(call: Call): Value {
  return [...new Set(directorySessions(call).map(({ identifier }) => identifier))];
}

function logoutSubjectIdentifier(call: Call, identifier: Value): Value {
  for (const other of directorySessions(call)) if (other.identifier === identifier) endSession(call.pool, other.session);
  return '';
}

export const sessionCalls: Implementations = {
  'session.login_with_password': loginWithPassword,
  'session.slave_local_login_with_password': slaveLocalLogin,
  'session.slave_login': refuseSecret,
  'session.slave_local_login': refuseSecret,
  'session.logout': logout,
  'session.local_logout': localLogout,
  'session.change_password': changePassword,
  'session.get_all_subject_identifiers': getAllSubjectIdentifiers,
  'session.logout_subject_identifier': logoutSubjectIdentifier,
};
