import { describe, expect, test } from 'vitest';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { twoHostsIscsi } from '#simulator/scenarios/two-hosts-iscsi.ts';
import { threeHostsNfs } from '#simulator/scenarios/plain-scenarios.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import type { World } from '#simulator/world/world.ts';
import { ask, named, poolOf, rowOf } from '#test/support/ask.ts';

const GIGABYTE = 2 ** 30;
const noSpace = { error: ['SR_BACKEND_FAILURE_44', '', 'There is insufficient space', ''] };

function newDisk(world: World, storage: string) {
  const given = { name_label: 'more', name_description: '', SR: named(world, 'SR', storage), virtual_size: GIGABYTE, type: 'user' };
  return ask(world, 'VDI.create', [{ ...given, sharable: false, read_only: false, other_config: {} }]);
}

function repository(world: World, types: readonly string[]) {
  const { database } = poolOf(world);
  const found = database.refs('SR').find((sr) => types.includes(String(database.get('SR', sr)['type'])));
  return String(database.get('SR', String(found))['name_label']);
}

describe.each([
  ['thick', twoHostsIscsi, ['lvmoiscsi']],
  ['thin', threeHostsNfs, ['nfs']],
] as const)('a full store of %s disks', (_kind, scenario, types) => {
  test('takes no more disks until it has room again', async () => {
    const world = await buildScenario(scenario);
    const storage = repository(world, types);
    const [pool] = world.pools;
    runCommand(world, 'fill-storage', [String(pool?.master.name), storage]);

    const refused = newDisk(world, storage);
    runCommand(world, 'free-storage', [String(pool?.master.name), storage]);

    expect([refused, newDisk(world, storage)]).toEqual([noSpace, expect.stringMatching(/^OpaqueRef:/)]);
  });
});

test('a VM does not start where the storage cable of its disks is pulled', async () => {
  const world = await buildScenario(twoHostsIscsi);
  const vm = named(world, 'VM', 'spare');
  const host = named(world, 'host', 'host-b');
  runCommand(world, 'pull-cable', ['host-b', 'storage']);

  const refused = ask(world, 'VM.start_on', [vm, host, false, false]);
  runCommand(world, 'plug-cable', ['host-b', 'storage']);

  expect(refused).toEqual({ error: ['SR_BACKEND_FAILURE_46', '', expect.stringContaining('The VDI is not available'), ''] });
  expect([ask(world, 'VM.start_on', [vm, host, false, false]), rowOf(world, 'VM', 'spare')['power_state']]).toEqual(['', 'Running']);
});

test('storage does nothing while the host that works on it is cut off from it', async () => {
  const world = await buildScenario(twoHostsIscsi);
  runCommand(world, 'pull-cable', ['host-a', 'storage']);

  expect(newDisk(world, repository(world, ['lvmoiscsi']))).toEqual({ error: ['SR_BACKEND_FAILURE_47', '', 'The SR is not available', ''] });
});
