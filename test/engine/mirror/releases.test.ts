import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Inventory, applyDelta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { worldFromDatabase } from '#simulator/scenarios/from-database.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario, PLAYABLE_PROFILES } from '#simulator/scenarios/scenario.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { expectedInventory, type Records } from '#test/support/expected-inventory.ts';
import { firstPool, serving } from '#test/support/served-world.ts';
import { aTestEngine, connected } from '#test/support/test-engine.ts';

const databasesFolder = process.env['POOL_DATABASES'];
const DATABASE_TIME_MS = Date.UTC(2026, 5, 9);

/** Sessions make tasks of their own, and messages lie beside the database. */
const compared = watchedClasses.filter((name) => name !== 'task' && name !== 'message');

function theirs({ database }: PoolState): unknown {
  const expected = expectedInventory((name): Records => {
    const rows = database.tables.has(name) ? database.refs(name).map((ref) => [ref, database.get(name, ref)]) : [];
    return Object.fromEntries(rows);
  });
  return Object.fromEntries(compared.map((name) => [xapiClass[name], expected[name]]));
}

function ours(inventory: Inventory): unknown {
  return Object.fromEntries(compared.map((name) => [xapiClass[name], Object.fromEntries(inventory[name])]));
}

/** Loads the pool and hears of a change; answers what was held before it, and what its database said. */
async function mirrored(world: World): Promise<{ ours: unknown; theirs: unknown }> {
  await using served = await serving(world);
  await using engine = aTestEngine();
  await connected(engine, served);
  const told = (): Inventory =>
    engine.said.reduce((inventory, event) => (event.topic === 'pools' ? applyDelta(inventory, event.payload.delta) : inventory), emptyInventory);
  const pool = firstPool(served.world);
  const held = { ours: ours(told()), theirs: theirs(pool) };
  const [vm = ''] = pool.database.refs('VM');
  pool.database.set('VM', vm, { name_label: 'followed' });
  await engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[vm]?.name === 'followed');
  return held;
}

test.each(PLAYABLE_PROFILES)('release %s is mirrored', async (profile) => {
  const held = await mirrored(await buildScenario(scenarioNamed('two-hosts-iscsi'), { profile }));
  expect(held.ours).toEqual(held.theirs);
});

// The real pools are not part of the project; without them this is shown as skipped.
describe.skipIf(databasesFolder === undefined)('the database of a real pool of an old release', () => {
  const files = databasesFolder === undefined ? [] : readdirSync(databasesFolder).filter((name) => /\.xml(\.gz)?$/.test(name));
  test.each(files)('%s is mirrored', async (file) => {
    const held = await mirrored(await worldFromDatabase(readFileSync(join(databasesFolder ?? '', file)), DATABASE_TIME_MS));
    expect(held.ours).toEqual(held.theirs);
  });
});
