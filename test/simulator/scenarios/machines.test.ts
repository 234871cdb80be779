import { describe, expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { survivors } from '#simulator/world/ha/liveset.ts';
import { openSession } from '#simulator/world/sessions.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import { inconsistencies } from './inconsistencies.ts';
import { hostOf, hostStates, machineStates, messageNames, onlyPool } from './states.ts';

const MINUTE_MS = 60_000;

const build = (name: string): Promise<World> => buildScenario(scenarioNamed(name));

describe('scenarios begin where their line says', () => {
  test('a dark member is given up by its pool while its VMs stay on record', async () => {
    const world = await build('dark-member');

    expect(hostStates(onlyPool(world))).toEqual(['dark-1: live, enabled, 3 VMs', 'dark-2: live, enabled, 4 VMs', 'dark-3: dark, enabled, 3 VMs']);
    expect(machineStates(world)).toContain('dark-3: slave, on, running');
  });

  test('without the master one member waits and the restarted one is in emergency mode', async () => {
    const world = await build('lost-master');

    expect(machineStates(world)).toEqual(['lost-1: master, off, stopped', 'lost-2: slave, on, running', 'lost-3: slave, on, emergency']);
    expect(hostOf(world, 'lost-3').toolstack).toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  test('two masters claim one pool and each gives up the other', async () => {
    const { pools } = await build('split-brain');
    const uuids = pools.map((pool) => pool.database.get('pool', String(pool.database.refs('pool')[0]))['uuid']);

    expect(new Set(uuids).size).toBe(1);
    expect(pools.map((pool) => pool.master.name)).toEqual(['split-1', 'split-2']);
    expect(
      pools.map((pool) =>
        hostStates(pool)
          .filter((state) => state.includes('dark'))
          .map((state) => state.slice(0, 7)),
      ),
    ).toEqual([['split-2'], ['split-1', 'split-3']]);
  });

  test('the demo begins before the pool has noticed and goes on afterwards', async () => {
    const world = await build('demo');
    const [paris] = world.pools;
    if (paris === undefined) throw new Error('no Paris');
    const before = hostStates(paris);

    world.clock.advance(5 * MINUTE_MS);

    expect(before).toEqual(['xs-par-01: live, enabled, 7 VMs', 'xs-par-02: live, enabled, 8 VMs', 'xs-par-03: live, enabled, 7 VMs']);
    expect(hostStates(paris)).toContain('xs-par-03: dark, enabled, 7 VMs');
    expect(messageNames(paris)).toEqual(expect.arrayContaining(['MULTIPATH_PERIODIC_ALERT', 'ALARM', 'VM_STARTED', 'VM_REBOOTED']));
    expect(world.pools.flatMap((pool) => inconsistencies(pool))).toEqual([]);
  });
});

describe('a machine', () => {
  test('that loses power is found out after ten minutes and comes back when it is switched on', async () => {
    const world = await build('two-hosts-iscsi');
    const pool = onlyPool(world);

    runCommand(world, 'power-off', ['host-b']);
    world.clock.advance(9 * MINUTE_MS);
    const unnoticed = hostStates(pool);
    world.clock.advance(2 * MINUTE_MS);
    const noticed = hostStates(pool);
    runCommand(world, 'power-on', ['host-b']);
    world.clock.advance(3 * MINUTE_MS);

    expect([unnoticed, noticed, hostStates(pool)]).toEqual([
      ['host-a: live, enabled, 1 VMs', 'host-b: live, enabled, 1 VMs'],
      ['host-a: live, enabled, 1 VMs', 'host-b: dark, enabled, 1 VMs'],
      ['host-a: live, enabled, 1 VMs', 'host-b: live, enabled, 0 VMs'],
    ]);
    expect(inconsistencies(pool)).toEqual([]);
  });

  test("a restart of the master's toolstack ends every session and no VM", async () => {
    const world = await build('two-hosts-iscsi');
    const pool = onlyPool(world);
    const [account] = pool.accounts;
    if (account === undefined) throw new Error('no account');
    openSession(world, pool.master, { account, originator: 'test' });

    runCommand(world, 'restart-toolstack', ['host-a']);

    expect(pool.sessions.size).toBe(0);
    world.clock.advance(MINUTE_MS);
    expect(machineStates(world)).toEqual(['host-a: master, on, running', 'host-b: slave, on, running']);
    expect(hostStates(pool)).toEqual(['host-a: live, enabled, 1 VMs', 'host-b: live, enabled, 1 VMs']);
  });

  test('whose toolstack is stopped stays so until it is started', async () => {
    const world = await build('two-hosts-iscsi');

    runCommand(world, 'stop-toolstack', ['host-b']);
    world.clock.advance(MINUTE_MS);
    const stopped = machineStates(world);
    runCommand(world, 'start-toolstack', ['host-b']);
    world.clock.advance(MINUTE_MS);

    expect([stopped[1], machineStates(world)[1]]).toEqual(['host-b: slave, on, stopped', 'host-b: slave, on, running']);
  });

  test('without power has no toolstack to restart', async () => {
    const world = await build('two-hosts-iscsi');
    runCommand(world, 'kill-master', ['two-hosts']);

    expect(() => runCommand(world, 'restart-toolstack', ['host-a'])).toThrow('host-a has no power');
  });
});

describe('with HA on', () => {
  test.each([
    ['a member', 'ha-3', 'ha-1', 10_000],
    ['a member at once', 'ha-3', 'ha-1', 0],
    ['the master', 'ha-1', 'ha-2', 10_000],
    ['the master at once', 'ha-1', 'ha-2', 0],
  ])('the loss of %s restarts its protected VMs elsewhere', async (_, victim, master, calmMs) => {
    const world = await build('ha-three-hosts');
    const pool = onlyPool(world);
    world.clock.advance(calmMs);

    runCommand(world, 'fence', [victim]);
    world.clock.advance(2 * MINUTE_MS);
    const failedOver = messageNames(pool);
    world.clock.advance(4 * MINUTE_MS);

    expect(pool.master.name).toBe(master);
    expect(failedOver).toContain('HA_HOST_FAILED');
    expect(failedOver.includes('POOL_MASTER_TRANSITION')).toBe(victim === 'ha-1');
    expect(messageNames(pool)).toContain('HA_HOST_WAS_FENCED');
    expect(hostStates(pool)).toContain(`${victim}: live, enabled, 0 VMs`);
    expect(keptStates(world)).toEqual(['Running']);
    expect(inconsistencies(pool)).toEqual([]);
  });

  test('a host that loses its management cable is reset, and the others do not wait for ten minutes', async () => {
    const world = await build('ha-three-hosts');
    world.clock.advance(10_000);

    runCommand(world, 'pull-cable', ['ha-2', 'management']);
    world.clock.advance(80_000);

    expect(hostOf(world, 'ha-2').power).toBe('booting');
    expect(hostStates(onlyPool(world))).toContain('ha-2: dark, disabled, 0 VMs');
  });

  test('hosts that all lose the statefile survive on the network', async () => {
    const world = await build('ha-three-hosts');
    world.clock.advance(10_000);
    for (const host of world.hosts) runCommand(world, 'pull-cable', [host.name, 'storage']);

    world.clock.advance(5 * MINUTE_MS);

    expect(world.hosts.map((host) => host.power)).toEqual(['on', 'on', 'on']);
  });

  test('who is cut off from the others goes, whoever is the majority', async () => {
    const { hosts } = await build('ha-three-hosts');
    const names = (alive: ReadonlySet<SimHost>) => [...alive].map((host) => host.name).toSorted();
    const [first, second] = hosts;
    if (first === undefined || second === undefined) throw new Error('too few hosts');

    first.cables.management = 'pulled';
    const withoutNetwork = names(survivors(hosts));
    second.cables.storage = 'pulled';

    expect([withoutNetwork, names(survivors(hosts))]).toEqual([['ha-2', 'ha-3'], ['ha-3']]);
  });
});

/** The power states of everything that HA should have kept running. */
function keptStates(world: World): readonly string[] {
  const rows = [...(onlyPool(world).database.tables.get('VM')?.rows.values() ?? [])].map(({ row }) => row);
  const kept = rows.filter((row) => row['ha_always_run'] === true);
  return [...new Set(kept.map((row) => String(row['power_state'])))];
}
