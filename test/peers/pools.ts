import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { worldFromDatabase } from '#simulator/scenarios/from-database.ts';
import { buildScenario, PLAYABLE_PROFILES, type PlayableProfile } from '#simulator/scenarios/scenario.ts';
import { scenarios } from '#simulator/scenarios/registry.ts';
import type { World } from '#simulator/world/world.ts';

/** Any moment will do: what the file says of time stays as it is. */
const DATABASE_TIME_MS = Date.UTC(2026, 5, 9);

/** The real pool databases, or undefined: tests that need them are then skipped. */
export const databasesFolder = process.env['POOL_DATABASES'];

export interface Source {
  readonly name: string;
  build(): Promise<World>;
}

export function scenarioSources(): Source[] {
  return scenarios.flatMap((scenario) =>
    PLAYABLE_PROFILES.map((profile: PlayableProfile) => ({
      name: `${scenario.name} on ${profile}`,
      build: () => buildScenario(scenario, { profile }),
    })),
  );
}

export function databaseSources(): Source[] {
  if (databasesFolder === undefined) return [];
  const folder = databasesFolder;
  return readdirSync(folder)
    .filter((name) => /\.xml(\.gz)?$/.test(name))
    .map((name) => ({ name, build: () => worldFromDatabase(readFileSync(join(folder, name)), DATABASE_TIME_MS) }));
}
