import { describe, expect, test } from 'vitest';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { FaultError } from '#simulator/world/faults/command.ts';
import { commands, runCommand, usage } from '#simulator/world/faults/commands.ts';
import { ask, named, rowOf } from '#test/support/ask.ts';
import type { World } from '#simulator/world/world.ts';

const LINK_MODES = ['refuse', 'reset', 'black-hole', 'half-open', 'slow-drip', 'truncate', 'malformed', 'http-500'];

function hostOf(world: World, name: string) {
  const host = world.hosts.find((candidate) => candidate.name === name);
  if (host === undefined) throw new Error(`no host ${name}`);
  return host;
}

async function twoHosts(): Promise<World> {
  return buildScenario(scenarioNamed('two-hosts-iscsi'));
}

describe('a fault of the wire', () => {
  test.each(LINK_MODES)('%s changes one host and heal-link undoes it', async (mode) => {
    const world = await twoHosts();

    runCommand(world, mode, ['host-b']);

    expect([hostOf(world, 'host-a').link.mode, hostOf(world, 'host-b').link.mode]).toEqual(['ok', mode]);
    runCommand(world, 'heal-link', ['host-b']);
    expect(hostOf(world, 'host-b').link).toEqual({ mode: 'ok', latencyMs: 0, bytesPerSecond: undefined });
  });

  test('latency and bandwidth add up with a mode', async () => {
    const world = await twoHosts();

    runCommand(world, 'latency', ['host-a', '250']);
    runCommand(world, 'bandwidth', ['10.1.0.11', '9600']);

    expect(hostOf(world, 'host-a').link).toEqual({ mode: 'ok', latencyMs: 250, bytesPerSecond: 9600 });
    runCommand(world, 'bandwidth', ['host-a', '0']);
    expect(hostOf(world, 'host-a').link.bytesPerSecond).toBeUndefined();
  });
});

describe('a fault of a machine', () => {
  test('cables are pulled and plugged one by one', async () => {
    const world = await twoHosts();

    runCommand(world, 'pull-cable', ['host-b', 'storage']);

    expect(hostOf(world, 'host-b').cables).toEqual({ management: 'plugged', storage: 'pulled' });
    runCommand(world, 'plug-cable', ['host-b', 'storage']);
    expect(hostOf(world, 'host-b').cables).toEqual({ management: 'plugged', storage: 'plugged' });
  });

  test('a clock goes wrong in either direction', async () => {
    const world = await twoHosts();

    runCommand(world, 'skew-clock', ['host-a', '-90']);

    expect(hostOf(world, 'host-a').clockSkewMs).toBe(-90_000);
  });

  test('a replaced certificate is another one', async () => {
    const world = await twoHosts();

    runCommand(world, 'replace-certificate', ['host-a']);

    expect(hostOf(world, 'host-a').certificateGeneration).toBe(1);
  });

  test('a full disk is known to the pool by its alarm', async () => {
    const world = await twoHosts();
    const [pool] = world.pools;

    runCommand(world, 'fill-disk', ['host-a', 'log']);

    const [alarm] = pool?.messages.stored.values() ?? [];
    expect([...hostOf(world, 'host-a').fullDisks]).toEqual(['log']);
    expect(alarm?.record).toMatchObject({ name: 'ALARM', cls: 'VM', body: expect.stringContaining('log_fs_usage') });
    runCommand(world, 'free-disk', ['host-a', 'log']);
    expect(hostOf(world, 'host-a').fullDisks.size).toBe(0);
  });
});

describe('a fault of a pool', () => {
  test('a full store has no room and regains it', async () => {
    const world = await twoHosts();
    const utilisation = () => {
      const rows = [...(world.pools[0]?.database.tables.get('SR')?.rows.values() ?? [])].map(({ row }) => row);
      const store = rows.find((row) => row['name_label'] === 'shared-lun');
      return { used: store?.['physical_utilisation'], size: store?.['physical_size'] };
    };
    const before = utilisation();

    runCommand(world, 'fill-storage', ['two-hosts', 'shared-lun']);

    expect(utilisation().used).toBe(before.size);
    runCommand(world, 'free-storage', ['two-hosts', 'shared-lun']);
    expect(utilisation()).toEqual(before);
  });

  test('more deletions than the server remembers leave only the newest', async () => {
    const world = await twoHosts();
    const database = world.pools[0]?.database;
    const [lost] = database?.refs('VIF') ?? [];
    database?.destroy('VIF', String(lost));

    runCommand(world, 'overflow-deletions', ['two-hosts', 'vif']);

    const remembered = database?.tables.get('VIF')?.tombstones ?? [];
    expect(remembered.length).toBeLessThan(600);
    expect(remembered.map(({ ref }) => ref)).not.toContain(lost);
  });

  test('a call fails once with what it was told to fail with, and does nothing', async () => {
    const world = await twoHosts();
    const vm = named(world, 'VM', 'spare');

    runCommand(world, 'fail-call', ['two-hosts', 'VM.start', 'SR_BACKEND_FAILURE_46', 'one,two']);

    expect(ask(world, 'VM.start', [vm, false, false])).toEqual({ error: ['SR_BACKEND_FAILURE_46', 'one', 'two'] });
    expect(rowOf(world, 'VM', 'spare')['power_state']).toBe('Halted');
    expect(ask(world, 'VM.start', [vm, false, false])).toBe('');
  });

  test('a stuck task stays where it is until released', async () => {
    const world = await twoHosts();
    const [pool] = world.pools;
    const task = String(runCommand(world, 'stick-task', ['two-hosts', 'web']));
    const state = () => {
      const row = pool?.database.get('task', task);
      return [row?.['status'], row?.['progress']];
    };

    world.clock.advance(3_600_000);

    expect(state()).toEqual(['pending', 0.35]);
    runCommand(world, 'release-task', ['two-hosts', task]);
    expect(state()).toEqual(['success', 1]);
  });
});

test('someone may be let in with a role', async () => {
  const world = await twoHosts();
  const [pool] = world.pools;

  const subject = String(runCommand(world, 'add-user', ['two-hosts', 'auditor', 'read-only']));

  expect(pool?.accounts.at(-1)).toEqual({ user: 'auditor', password: 'poolkeeper', role: 'read-only' });
  expect(pool?.database.get('subject', subject)).toMatchObject({ other_config: { 'subject-name': 'auditor' }, roles: [expect.any(String)] });
});

describe('a command that cannot be understood says why', () => {
  test.each([
    ['explode', [], 'there is no command explode'],
    ['refuse', [], 'usage: refuse HOST'],
    ['refuse', ['nobody'], 'no host nobody; there are host-a, host-b'],
    ['pull-cable', ['host-a', 'power'], 'cable is one of management, storage, not power'],
    ['latency', ['host-a', 'long'], 'milliseconds must be a number'],
    ['latency', ['host-a', '-1'], 'milliseconds must not be negative'],
    ['advance', ['-5'], 'time does not go back'],
    ['fill-storage', ['two-hosts', 'nowhere'], 'no SR nowhere'],
    ['release-task', ['two-hosts', 'OpaqueRef:none'], 'no running task OpaqueRef:none'],
    ['overflow-deletions', ['two-hosts', 'unicorn'], 'no class unicorn'],
    ['fail-call', ['two-hosts', 'VM.fly', 'INTERNAL_ERROR'], 'no call VM.fly'],
    ['add-user', ['two-hosts', 'root', 'read-only'], 'the pool has a user root already'],
    ['add-user', ['two-hosts', 'auditor', 'king'], 'role is one of pool-admin'],
    ['dump', ['elsewhere'], 'no pool elsewhere'],
  ])('%s %j', async (name, values, message) => {
    const world = await twoHosts();

    expect(() => runCommand(world, name, values)).toThrow(message);
    expect(() => runCommand(world, name, values)).toThrow(FaultError);
  });
});

test('every command has a name of its own, a usage line and a description', () => {
  expect(new Set(commands.map((command) => command.name)).size).toBe(commands.length);
  expect(commands.filter((command) => command.description === '' || !usage(command).startsWith(command.name))).toEqual([]);
});

test('the state of hosts, pools and records can be looked at', async () => {
  const world = await twoHosts();

  expect(runCommand(world, 'pools', [])).toEqual([expect.objectContaining({ name: 'two-hosts', master: 'host-a', profile: '8.3' })]);
  expect(runCommand(world, 'hosts', [])).toEqual([
    expect.objectContaining({ name: 'host-a', master: true, power: 'on' }),
    expect.objectContaining({ name: 'host-b', master: false, power: 'on' }),
  ]);
  expect(Object.keys(Object(runCommand(world, 'dump', ['two-hosts', 'host'])))).toEqual(['host']);
  expect(runCommand(world, 'advance', ['1000'])).toBe('2026-06-09T12:09:53.000Z');
});
