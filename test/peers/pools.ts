import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worldFromDatabase } from '#simulator/scenarios/from-database.ts';
import { buildScenario, PLAYABLE_PROFILES, type PlayableProfile } from '#simulator/scenarios/scenario.ts';
import { scenarios } from '#simulator/scenarios/registry.ts';
import type { World } from '#simulator/world/world.ts';
import { type Transport, transports } from './peer.ts';

/** Any moment will do: what the file says of time stays as it is. */
const DATABASE_TIME_MS = Date.UTC(2026, 5, 9);

/** The real pool databases, or undefined: tests that need them are then skipped. */
export const databasesFolder = process.env['POOL_DATABASES'];

export interface Source {
  readonly name: string;
  /** Those it is worth being loaded over. */
  readonly transports: readonly Transport[];
  build(): Promise<World>;
}

/** The peer reads XML of this size for half a minute, and each profile's records are read in the smaller pools too. */
const LONG_READ = 'five-thousand-vms';
const LONG_READ_ON: PlayableProfile = '8.3';

export function scenarioSources(): Source[] {
  return scenarios.flatMap((scenario) =>
    PLAYABLE_PROFILES.map((profile: PlayableProfile) => ({
      name: `${scenario.name} on ${profile}`,
      transports: scenario.name === LONG_READ && profile !== LONG_READ_ON ? ['json-rpc'] : transports,
      build: () => buildScenario(scenario, { profile }),
    })),
  );
}

export function databaseSources(): Source[] {
  if (databasesFolder === undefined) return [];
  const folder = databasesFolder;
  return readdirSync(folder)
    .filter((name) => /\.xml(\.gz)?$/.test(name))
    .map((name) => ({ name, transports, build: () => worldFromDatabase(readFileSync(join(folder, name)), DATABASE_TIME_MS) }));
}
