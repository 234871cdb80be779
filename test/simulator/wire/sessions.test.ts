import { expect, test } from 'vitest';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { rpcString } from '#simulator/codecs/rpc-value.ts';
import { dispatch, type RpcOutcome } from '#simulator/xapi-server/dispatch.ts';
import { serveTwoHosts } from './served.ts';

const { user, password } = DEFAULT_LOGIN;
const HOUR_MS = 3_600_000;

test('a slave names its master before it looks at the password', async () => {
  await using served = await serveTwoHosts();
  const address = served.master.address;
  expect(await served.call(served.slave, 'session.login_with_password', user, 'wrong')).toEqual({ error: ['HOST_IS_SLAVE', address] });
  expect(address).toBe(served.server.urlOf(served.master).replace('https://', ''));
});

test('a slave sends pool sessions to its master and does not know strangers', async () => {
  await using served = await serveTwoHosts();
  const session = await served.logIn();
  expect([await served.call(served.slave, 'pool.get_all', session), await served.call(served.slave, 'pool.get_all', 'OpaqueRef:x')]).toEqual([
    { error: ['HOST_IS_SLAVE', served.master.address] },
    { error: ['SESSION_INVALID', 'OpaqueRef:x'] },
  ]);
});

test('a local session works on its own host until it is logged out', async () => {
  await using served = await serveTwoHosts();
  const local = String(await served.call(served.slave, 'session.slave_local_login_with_password', user, password));
  expect([
    await served.call(served.slave, 'pool.get_all', local),
    await served.call(served.master, 'pool.get_all', local),
    await served.call(served.slave, 'session.local_logout', local),
    await served.call(served.slave, 'pool.get_all', local),
  ]).toEqual([served.pool.database.refs('pool'), { error: ['SESSION_INVALID', local] }, '', { error: ['SESSION_INVALID', local] }]);
});

test('a slave whose master is gone still names it, and keeps local sessions working', async () => {
  await using served = await serveTwoHosts();
  served.master.power = 'off';
  const address = served.master.address;
  const local = String(await served.call(served.slave, 'session.slave_local_login_with_password', user, password));
  expect([
    await served.call(served.slave, 'session.login_with_password', user, password),
    await served.call(served.slave, 'host.is_in_emergency_mode', local),
  ]).toEqual([{ error: ['HOST_IS_SLAVE', address] }, false]);
});

test('a slave cannot tell a session from a stranger before its master is back', async () => {
  await using served = await serveTwoHosts();
  const { world, master, slave } = served;
  const answers: RpcOutcome[] = [];
  master.power = 'off';
  dispatch(world, slave, { method: 'pool.get_all', parameters: [rpcString('OpaqueRef:x')] }, (answer) => answers.push(answer));
  world.clock.advance(60_000);
  expect(answers).toEqual([]);
  master.power = 'on';
  world.clock.advance(300_000);
  expect(answers).toEqual([{ is: 'failed', code: 'SESSION_INVALID', parameters: ['OpaqueRef:x'] }]);
});

test('only the superuser gets a local session', async () => {
  await using served = await serveTwoHosts();
  expect(await served.call(served.slave, 'session.slave_local_login_with_password', 'reader', password)).toEqual({
    error: ['SESSION_AUTHENTICATION_FAILED', 'reader', 'Authentication failure'],
  });
});

test('a refused password is answered five seconds late', async () => {
  await using served = await serveTwoHosts();
  const { world, master } = served;
  world.slowness = 1;
  let answeredMs: number | undefined;
  const startMs = world.clock.now();
  dispatch(world, master, { method: 'session.login_with_password', parameters: [rpcString(user), rpcString('wrong')] }, (outcome) => {
    expect(outcome).toEqual({ is: 'failed', code: 'SESSION_AUTHENTICATION_FAILED', parameters: [user, 'Authentication failure'] });
    answeredMs = world.clock.now() - startMs;
  });
  world.clock.advance(60_000);
  expect(answeredMs).toBe(5000);
});

test('a role that lacks a permission is told who has it', async () => {
  await using served = await serveTwoHosts();
  const session = await served.logIn('reader');
  const [vm] = served.pool.database.refs('VM');
  const roles = 'pool-admin, pool-operator, vm-power-admin, vm-admin';
  const denied = (permission: string, who: string) => ({
    error: ['RBAC_PERMISSION_DENIED', permission, `No permission in user session. (Roles with this permission: ${who})`],
  });
  expect([
    await served.call(served.master, 'VM.set_name_label', session, vm, 'x'),
    await served.call(served.master, 'VM.add_to_other_config', session, vm, 'folder', '/'),
    await served.call(served.master, 'session.get_is_local_superuser', session, session),
  ]).toEqual([denied('vm.set_name_label', roles), denied('vm.add_to_other_config/key:folder', `${roles}, vm-operator`), false]);
});

test('logging out ends a session everywhere', async () => {
  await using served = await serveTwoHosts();
  const session = await served.logIn();
  expect([await served.call(served.master, 'session.logout', session), await served.call(served.master, 'pool.get_all', session)]).toEqual([
    '',
    { error: ['SESSION_INVALID', session] },
  ]);
});

test('a session idle for a day is collected, a used one is kept', async () => {
  await using served = await serveTwoHosts();
  const idle = await served.logIn();
  const used = await served.logIn();
  served.world.clock.advance(23 * HOUR_MS);
  await served.call(served.master, 'pool.get_all', used);
  served.world.clock.advance(2 * HOUR_MS);
  expect([await served.call(served.master, 'pool.get_all', idle), await served.call(served.master, 'pool.get_all', used)]).toEqual([
    { error: ['SESSION_INVALID', idle] },
    served.pool.database.refs('pool'),
  ]);
});

test('of more than 500 sessions of one originator the oldest end', async () => {
  await using served = await serveTwoHosts();
  const first = await served.call(served.master, 'session.login_with_password', user, password, '1.0', 'tool');
  served.world.clock.advance(1000);
  for (let count = 0; count < 500; count += 1) await served.call(served.master, 'session.login_with_password', user, password, '1.0', 'tool');
  served.world.clock.advance(30_000);
  expect([served.pool.sessions.size, served.pool.sessions.has(String(first))]).toEqual([500, false]);
});

test('a changed password counts from the next login on', async () => {
  await using served = await serveTwoHosts();
  const session = await served.logIn();
  await served.call(served.master, 'session.change_password', session, '', 'new');
  expect([
    await served.call(served.master, 'session.login_with_password', user, password),
    await served.call(served.master, 'session.get_this_host', session, session),
  ]).toEqual([{ error: ['SESSION_AUTHENTICATION_FAILED', user, 'Authentication failure'] }, served.master.ref]);
});

test('in emergency mode all but a few calls get the error that put the host there', async () => {
  await using served = await serveTwoHosts();
  served.slave.toolstack = { is: 'emergency', code: 'HOST_UNKNOWN_TO_MASTER', parameters: ['uuid'] };
  const refused = { error: ['HOST_UNKNOWN_TO_MASTER', 'uuid'] };
  const local = String(await served.call(served.slave, 'session.slave_local_login_with_password', user, password));
  expect([
    await served.call(served.slave, 'pool.get_all', local),
    await served.call(served.slave, 'session.login_with_password', user, password),
    local.startsWith('OpaqueRef:'),
  ]).toEqual([refused, refused, true]);
});

test('refusals before dispatch are arrays with id 0, whatever was sent', async () => {
  await using served = await serveTwoHosts();
  served.slave.toolstack = { is: 'emergency', code: 'HOST_STILL_BOOTING', parameters: [] };
  const body = '{"method":"pool.get_all","params":["x"],"id":"mine"}';
  const { text } = await served.send(served.slave, { method: 'POST', path: '/jsonrpc', body });
  expect(text).toBe('{"jsonrpc":"2.0","error":["HOST_STILL_BOOTING"],"id":0}');
});
