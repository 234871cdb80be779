import { expect, test } from 'vitest';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { bootMachine, losePower, plugCable, pullCable } from '#simulator/world/machine.ts';
import { openLocalSession, openSession } from '#simulator/world/sessions.ts';
import { restartToolstack } from '#simulator/world/toolstack.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { ask, begin, named, poolOf, rowOf } from '#test/support/ask.ts';

const MINUTE = 60_000;

async function twoHosts(): Promise<{ world: World; master: SimHost; slave: SimHost }> {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  const slave = world.hosts.find((host) => host.role.is === 'slave');
  if (slave === undefined) throw new RangeError('the scenario has two hosts');
  return { world, master: poolOf(world).master, slave };
}

function isLive(world: World, host: SimHost): unknown {
  const { database } = poolOf(world);
  return database.get('host_metrics', String(database.get('host', host.ref)['metrics']))['live'];
}

function vmOn(world: World, host: SimHost): string {
  const { database } = poolOf(world);
  const vm = database.refs('VM').find((ref) => {
    const row = database.get('VM', ref);
    return row['resident_on'] === host.ref && row['is_control_domain'] === false;
  });
  return String(vm);
}

test('a host that falls silent counts as live for ten minutes, and its records stay as they were', async () => {
  const { world, slave } = await twoHosts();
  const before = poolOf(world).database.get('VM', vmOn(world, slave));
  pullCable(slave, 'management');
  world.clock.advance(9 * MINUTE);
  expect(isLive(world, slave)).toBe(true);
  world.clock.advance(2 * MINUTE);
  expect(isLive(world, slave)).toBe(false);
  const { resident_on, power_state } = poolOf(world).database.get('VM', vmOn(world, slave));
  expect({ resident_on, power_state }).toEqual({ resident_on: before['resident_on'], power_state: 'Running' });
  expect(poolOf(world).database.get('host', slave.ref)['enabled']).toBe(true);
});

test('a host that comes back within reach is live again without having been disabled', async () => {
  const { world, slave } = await twoHosts();
  pullCable(slave, 'management');
  world.clock.advance(12 * MINUTE);
  plugCable(slave, 'management');
  world.clock.advance(2 * MINUTE);
  expect(isLive(world, slave)).toBe(true);
  expect(poolOf(world).database.get('host', slave.ref)['enabled']).toBe(true);
});

test('calls for a host known to be dead are refused, those for one not yet given up wait in vain', async () => {
  const { world, slave } = await twoHosts();
  const vm = vmOn(world, slave);
  losePower(slave);
  expect(ask(world, 'VM.hard_shutdown', [vm])).toEqual({ error: ['CANNOT_CONTACT_HOST', slave.ref] });
  world.clock.advance(11 * MINUTE);
  expect(ask(world, 'VM.hard_shutdown', [vm])).toEqual({ error: ['HOST_OFFLINE', slave.ref] });
  expect(ask(world, 'VM.assert_can_boot_here', [named(world, 'VM', 'spare'), slave.ref])).toEqual({ error: ['HOST_NOT_LIVE'] });
});

test('work handed to a host that goes dark stands still and fails when the host is given up', async () => {
  const { world, slave } = await twoHosts();
  const asked = begin(world, 'VM.clean_shutdown', [vmOn(world, slave)]);
  world.clock.advance(1_000);
  losePower(slave);
  world.clock.advance(9 * MINUTE);
  expect(asked.outcome()).toBeUndefined();
  world.clock.advance(3 * MINUTE);
  expect(asked.outcome()).toMatchObject({ is: 'failed', error: { code: 'TASK_CANCELLED' } });
  expect(poolOf(world).database.get('VM', vmOn(world, slave))['power_state']).toBe('Running');
});

test('a dead host can be declared dead, which halts its VMs on paper; then it can be removed', async () => {
  const { world, slave } = await twoHosts();
  const vm = vmOn(world, slave);
  expect(ask(world, 'host.declare_dead', [slave.ref])).toEqual({ error: ['HOST_IS_LIVE', slave.ref] });
  losePower(slave);
  world.clock.advance(11 * MINUTE);
  expect(ask(world, 'host.destroy', [slave.ref])).toEqual({ error: ['HOST_HAS_RESIDENT_VMS', slave.ref] });
  expect(ask(world, 'host.declare_dead', [slave.ref])).toBe('');
  expect(poolOf(world).database.get('VM', vm)).toMatchObject({ power_state: 'Halted', resident_on: 'OpaqueRef:NULL', domid: -1 });
  expect(ask(world, 'host.destroy', [slave.ref])).toBe('');
  expect(poolOf(world).database.find('host', slave.ref)).toBeUndefined();
});

test('a host that boots says hello disabled, has lost its domains and is enabled a little later', async () => {
  const { world, slave } = await twoHosts();
  const vm = vmOn(world, slave);
  losePower(slave);
  world.clock.advance(MINUTE);
  bootMachine(world, slave);
  world.clock.advance(2 * MINUTE + 11_000);
  const { database } = poolOf(world);
  expect({ enabled: database.get('host', slave.ref)['enabled'], state: database.get('VM', vm)['power_state'] }).toEqual({
    enabled: false,
    state: 'Halted',
  });
  world.clock.advance(MINUTE);
  expect(database.get('host', slave.ref)['enabled']).toBe(true);
  const attached = database
    .refs('PBD')
    .map((pbd) => database.get('PBD', pbd))
    .filter((pbd) => pbd['host'] === slave.ref);
  expect(attached.every((pbd) => pbd['currently_attached'] === true)).toBe(true);
});

test('a restart of the toolstack of the master ends sessions and tasks, and leaves VMs running', async () => {
  const { world, master } = await twoHosts();
  const pool = poolOf(world);
  const vm = vmOn(world, master);
  const session = openSession(world, master, { account: { user: 'root', password: '', role: 'superuser' }, originator: '' });
  const asked = begin(world, 'VM.start', [named(world, 'VM', 'spare'), false, false]);
  world.clock.advance(1_000);
  restartToolstack(world, master);
  expect(pool.sessions.has(session.ref)).toBe(false);
  expect(pool.database.refs('task')).toEqual([]);
  expect(asked.outcome()?.is).toBe('failed');
  world.clock.advance(MINUTE);
  expect(master.toolstack).toEqual({ is: 'running' });
  expect(pool.database.get('VM', vm)['power_state']).toBe('Running');
  expect(rowOf(world, 'VM', 'spare')).toMatchObject({ power_state: 'Halted', current_operations: {} });
});

test('a slave that starts without its master stays in emergency mode until the master is back', async () => {
  const { world, master, slave } = await twoHosts();
  losePower(master);
  restartToolstack(world, slave);
  expect(slave.toolstack).toEqual({ is: 'emergency', code: 'HOST_STILL_BOOTING', parameters: [] });
  world.clock.advance(MINUTE);
  expect(slave.toolstack).toMatchObject({ is: 'emergency', code: 'INTERNAL_ERROR' });
  const session = openLocalSession(world, slave, 'root');
  expect(ask(world, 'host.local_assert_healthy', [], { host: slave, session })).toMatchObject({ error: ['INTERNAL_ERROR', expect.any(String)] });
  bootMachine(world, master);
  world.clock.advance(10 * MINUTE);
  expect(slave.toolstack).toEqual({ is: 'running' });
  expect(isLive(world, slave)).toBe(true);
});

test('in a world where nothing takes any time a slave without its master still waits between its tries', async () => {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'), { slowness: 0 });
  const { master } = poolOf(world);
  const slave = world.hosts.find((host) => host.role.is === 'slave');
  if (slave === undefined) throw new RangeError('the scenario has two hosts');
  losePower(master);
  restartToolstack(world, slave);
  world.clock.advance(MINUTE);
  expect(slave.toolstack).toMatchObject({ is: 'emergency', code: 'INTERNAL_ERROR' });
  bootMachine(world, master);
  world.clock.advance(MINUTE);
  expect(slave.toolstack).toEqual({ is: 'running' });
});

test('a slave whose master is gone lets calls that need the database hang', async () => {
  const { world, master, slave } = await twoHosts();
  losePower(master);
  const session = openLocalSession(world, slave, 'root');
  const asked = begin(world, 'VM.get_all', [], { host: slave, session });
  world.clock.advance(30 * MINUTE);
  expect(asked.outcome()).toBeUndefined();
  bootMachine(world, master);
  world.clock.advance(10 * MINUTE);
  expect(asked.outcome()?.is).toBe('done');
});

test('a slave made master goes on with its copy of the pool and can call the others over', async () => {
  const world = await buildScenario(scenarioNamed('lost-master'));
  const [waiting, stranded] = world.hosts.filter((host) => host.role.is === 'slave');
  if (waiting === undefined || stranded === undefined) throw new RangeError('the scenario has two members left');
  const session = openLocalSession(world, waiting, 'root');
  expect(ask(world, 'pool.emergency_transition_to_master', [], { host: waiting, session })).toBe('');
  world.clock.advance(MINUTE);
  expect(waiting.toolstack).toEqual({ is: 'running' });
  expect(waiting.pool.database.refs('pool').map((self) => waiting.pool.database.get('pool', self)['master'])).toEqual([waiting.ref]);
  expect(ask(world, 'pool.recover_slaves', [], { host: waiting })).toEqual([stranded.ref]);
  world.clock.advance(MINUTE);
  expect({ pool: stranded.pool === waiting.pool, toolstack: stranded.toolstack }).toEqual({ pool: true, toolstack: { is: 'running' } });
});
