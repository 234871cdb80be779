import { loadModel } from '#shared/xapi/load-model.ts';
import { createWorld } from '#simulator/world/build/create-world.ts';
import { raisePool } from '#simulator/world/build/raise-pool.ts';
import { DEFAULT_ACCOUNT } from '#simulator/world/build/start-pool.ts';
import { loadDatabaseFile } from '#simulator/world/database-file.ts';
import { DatabaseFileError } from '#simulator/world/database-xml.ts';
import { ref } from '#simulator/world/fields.ts';
import type { World } from '#simulator/world/world.ts';

const SEED = 1;

/** A pool as its database file has it, untouched: only machines are put under its hosts. Throws DatabaseFileError. */
export async function worldFromDatabase(bytes: Uint8Array, startMs: number): Promise<World> {
  const { profile, model, database, origin } = loadDatabaseFile(bytes, await loadModel());
  const [pool] = database.refs('pool');
  const masterRef = pool === undefined ? undefined : ref(database.get('pool', pool), 'master');
  if (masterRef === undefined || database.find('host', masterRef) === undefined) {
    throw new DatabaseFileError('this XAPI database names no pool master among its hosts');
  }
  const world = createWorld({ seed: SEED, startMs });
  raisePool(world, { profile: profile.name, model, database, masterRef, origin, accounts: [DEFAULT_ACCOUNT] });
  return world;
}
