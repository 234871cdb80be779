import { describe, expect, test } from 'vitest';
import { scenarioNamed, scenarios } from '#simulator/scenarios/registry.ts';
import { darkScenarios } from '#simulator/scenarios/dark-scenarios.ts';
import { buildScenario, PLAYABLE_PROFILES, type PlayableProfile, type Scenario } from '#simulator/scenarios/scenario.ts';
import type { World } from '#simulator/world/world.ts';
import { inconsistencies } from './inconsistencies.ts';

describe.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
  test.each(profilesOf(scenario))('agrees with the data model and with itself on %s', async (profile) => {
    const world = await buildScenario(scenario, { profile });

    expect(world.pools.flatMap((pool) => inconsistencies(pool))).toEqual([]);
  });

  test('is the same world for the same seed and another for another', async () => {
    const [once, again, other] = [await buildScenario(scenario), await buildScenario(scenario), await buildScenario(scenario, { seed: 7 })];

    expect(fingerprint(again)).toEqual(fingerprint(once));
    expect(fingerprint(other)).not.toEqual(fingerprint(once));
  });
});

/** Those with a dark host are one pool with different things amiss: each release sees a third of them. */
function profilesOf(scenario: Scenario): readonly PlayableProfile[] {
  const place = darkScenarios.indexOf(scenario);
  return PLAYABLE_PROFILES.filter((_, index) => place < 0 || place % PLAYABLE_PROFILES.length === index);
}

/** Small enough to compare for the largest pool: how many rows of each class, and the first and last of them. */
function fingerprint(world: World): unknown {
  return world.pools.map((pool) =>
    [...pool.database.tables].map(([table, { rows }]) => {
      const all = [...rows.values()];
      return [table, all.length, all[0]?.row, all.at(-1)?.row, all.at(-1)?.modified];
    }),
  );
}

test('every scenario has a name of its own and one line that describes it', () => {
  expect(new Set(scenarios.map((scenario) => scenario.name)).size).toBe(scenarios.length);
  expect(scenarios.filter((scenario) => scenario.description.includes('\n') || scenario.description === '')).toEqual([]);
});

test('five thousand VMs are about 84,000 objects on 64 hosts', async () => {
  const world = await buildScenario(scenarioNamed('five-thousand-vms'));
  const [pool] = world.pools;
  const count = [...(pool?.database.tables.values() ?? [])].reduce((total, { rows }) => total + rows.size, 0);

  expect(world.hosts).toHaveLength(64);
  expect(Math.abs(count - 84_000)).toBeLessThan(1_000);
});
