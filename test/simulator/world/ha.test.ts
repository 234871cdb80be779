import { expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { losePower, pullCable } from '#simulator/world/machine.ts';
import type { Row } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, begin, named, poolOf } from '#test/support/ask.ts';

const MINUTE = 60_000;

function poolRow(world: World): Row {
  const { database } = poolOf(world);
  return database.get('pool', String(database.refs('pool')[0]));
}

function haOf(world: World) {
  const { ha_enabled, ha_plan_exists_for, ha_overcommitted, ha_statefiles } = poolRow(world);
  return { ha_enabled, ha_plan_exists_for, ha_overcommitted, statefiles: (ha_statefiles as readonly string[]).length };
}

const pool = (world: World) => String(poolOf(world).database.refs('pool')[0]);
const settle = async (name: string) => buildScenario(scenarioNamed(name));

function sharedSr(world: World): string {
  const { database } = poolOf(world);
  return String(database.refs('SR').find((sr) => database.get('SR', sr)['type'] === 'lvmoiscsi'));
}

async function withHa(): Promise<World> {
  const world = await settle('two-hosts-iscsi');
  expect(ask(world, 'pool.enable_ha', [[sharedSr(world)], {}])).toBe('');
  return world;
}

test('enabling makes the heartbeat disks, arms every host and says for how many failures there is a plan', async () => {
  const world = await settle('two-hosts-iscsi');
  ask(world, 'pool.set_ha_host_failures_to_tolerate', [pool(world), 1]);
  const asked = begin(world, 'pool.enable_ha', [[sharedSr(world)], {}]);
  world.clock.advance(7_000);
  expect([asked.outcome(), haOf(world).ha_enabled]).toEqual([undefined, false]);
  world.clock.advance(10_000);
  expect([asked.outcome()?.is, haOf(world)]).toEqual(['done', { ha_enabled: true, ha_plan_exists_for: 1, ha_overcommitted: false, statefiles: 1 }]);
  const { database } = poolOf(world);
  expect(database.refs('VDI').map((disk) => database.get('VDI', disk)['type'])).toEqual(expect.arrayContaining(['ha_statefile', 'redo_log']));
  expect(database.refs('host').map((host) => (database.get('host', host)['ha_network_peers'] as string[]).length)).toEqual([2, 2]);
  expect(ask(world, 'pool.enable_ha', [[], {}])).toEqual({ error: ['HA_IS_ENABLED'] });
});

test('a heartbeat needs storage every host has plugged, with a driver that can attach early', async () => {
  const world = await settle('two-hosts-iscsi');
  const { database } = poolOf(world);
  const sr = sharedSr(world);
  expect(ask(world, 'SR.assert_can_host_ha_statefile', [sr])).toBe('');
  const iso = database.refs('SR').find((ref) => database.get('SR', ref)['type'] === 'iso' && database.get('SR', ref)['shared'] === true);
  expect(iso === undefined ? 'none' : ask(world, 'SR.assert_can_host_ha_statefile', [iso])).toEqual(
    iso === undefined ? 'none' : { error: ['SR_OPERATION_NOT_SUPPORTED', iso] },
  );
  const [pbd = ''] = database.get('SR', sr)['PBDs'] as readonly string[];
  database.set('PBD', pbd, { currently_attached: false });
  expect(ask(world, 'pool.enable_ha', [[sr], {}])).toEqual({ error: ['SR_HAS_NO_PBDS', sr] });
  database.set('PBD', pbd, { currently_attached: true });
  database.set('SR', sr, { physical_utilisation: database.get('SR', sr)['physical_size'] ?? 0 });
  expect(ask(world, 'pool.enable_ha', [[sr], {}])).toEqual({ error: ['SR_SOURCE_SPACE_INSUFFICIENT', sr] });
});

test('a host that drops out while HA is being enabled undoes it', async () => {
  const world = await settle('two-hosts-iscsi');
  const asked = begin(world, 'pool.enable_ha', [[sharedSr(world)], {}]);
  world.clock.advance(3_000);
  for (const host of world.hosts) if (host.role.is === 'slave') pullCable(host, 'storage');
  world.clock.advance(MINUTE);
  expect(asked.outcome()).toMatchObject({ is: 'failed', error: { code: 'HA_HOST_CANNOT_ACCESS_STATEFILE' } });
  expect(haOf(world)).toMatchObject({ ha_enabled: false, statefiles: 0 });
});

test('disabling stands every host down; nobody is left to disable twice', async () => {
  const world = await withHa();
  expect(ask(world, 'pool.disable_ha', [])).toBe('');
  expect(haOf(world)).toEqual({ ha_enabled: false, ha_plan_exists_for: 0, ha_overcommitted: false, statefiles: 0 });
  expect(ask(world, 'pool.disable_ha', [])).toEqual({ error: ['HA_NOT_ENABLED'] });
});

test('what would end a plan is refused while there is one, unless overcommitting is allowed', async () => {
  const world = await withHa();
  const { database } = poolOf(world);
  const vm = named(world, 'VM', 'spare');
  ask(world, 'pool.set_ha_host_failures_to_tolerate', [pool(world), 1]);
  expect(ask(world, 'pool.set_ha_host_failures_to_tolerate', [pool(world), 3])).toEqual({ error: ['HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN'] });
  expect(ask(world, 'pool.set_ha_host_failures_to_tolerate', [pool(world), -1])).toEqual({
    error: ['INVALID_VALUE', 'ha_host_failures_to_tolerate', '-1'],
  });
  ask(world, 'VM.set_ha_restart_priority', [vm, 'restart']);
  expect(ask(world, 'VM.start', [vm, false, false])).toBe('');
  const [host = ''] = database.refs('host');
  expect(ask(world, 'host.disable', [host])).toEqual({ error: ['HA_OPERATION_WOULD_BREAK_FAILOVER_PLAN'] });
  ask(world, 'pool.set_ha_allow_overcommit', [pool(world), true]);
  expect(ask(world, 'host.disable', [host])).toBe('');
});

test('protected VMs of a dead host start where the plan said, unless restarts are put off', async () => {
  const world = await settle('ha-three-hosts');
  const { database, master } = poolOf(world);
  const dead = world.hosts.find((host) => host !== master);
  if (dead === undefined) throw new RangeError('the scenario has three hosts');
  const lost = database.refs('VM').filter((vm) => {
    const row = database.get('VM', vm);
    return row['resident_on'] === dead.ref && row['ha_restart_priority'] === 'restart' && row['is_control_domain'] === false;
  });
  const answer = ask(world, 'pool.ha_compute_vm_failover_plan', [[dead.ref], lost]);
  expect(ask(world, 'pool.ha_prevent_restarts_for', [900])).toBe('');
  losePower(dead);
  world.clock.advance(5 * MINUTE);
  expect(lost.map((vm) => database.get('VM', vm)['power_state'])).toEqual(lost.map(() => 'Halted'));
  world.clock.advance(25 * MINUTE);
  expect(Object.fromEntries(lost.map((vm) => [vm, { host: database.get('VM', vm)['resident_on'] }]))).toEqual(answer);
  expect(lost.length).toBeGreaterThan(0);
});
