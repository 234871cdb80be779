import type { Model } from '#shared/xapi/model.ts';
import { loadModel } from '#shared/xapi/load-model.ts';
import { modelFor } from '#simulator/model/model-for.ts';
import { profileOf } from '#simulator/model/profiles.ts';
import { createWorld } from '#simulator/world/build/create-world.ts';
import { createDraft, type Draft } from '#simulator/world/build/draft.ts';
import type { LivenessTimes, World } from '#simulator/world/world.ts';

/** A named data centre. */
export interface Scenario {
  readonly name: string;
  /** One line, for whoever chooses. */
  readonly description: string;
  /** How long the world has been running when the scenario begins, for what needs time to show. */
  readonly leadMs?: number;
  /** Lays everything out; what should happen later goes onto the world's clock. */
  readonly build: (stage: Stage) => void;
}

export interface Stage {
  readonly world: World;
  readonly profile: string;
  readonly model: Model;
  /** When the scenario begins; what happened before is dated back from here. The clock stands at the lead before it. */
  readonly startMs: number;
  draft(): Draft;
}

/** The releases a scenario can be played on; the first is the usual one. */
export const PLAYABLE_PROFILES = ['8.3', '8.2', '9'] as const;
export type PlayableProfile = (typeof PLAYABLE_PROFILES)[number];

export interface ScenarioOptions {
  readonly profile?: PlayableProfile;
  readonly seed?: number;
  /** Fixed unless given, so that the same seed gives the same world. */
  readonly startMs?: number;
  readonly slowness?: number;
  readonly liveness?: LivenessTimes;
}

const USUAL_SEED = 20260609;
/** A Tuesday afternoon in Paris. */
const USUAL_START_MS = Date.UTC(2026, 5, 9, 12, 9, 52);

export async function buildScenario(scenario: Scenario, options: ScenarioOptions = {}): Promise<World> {
  const profile = options.profile ?? '8.3';
  const model = modelFor(profileOf(profile), await loadModel());
  const startMs = options.startMs ?? USUAL_START_MS;
  const leadMs = scenario.leadMs ?? 0;
  const world = createWorld({
    seed: options.seed ?? USUAL_SEED,
    startMs: startMs - leadMs,
    ...(options.slowness === undefined ? {} : { slowness: options.slowness }),
    ...(options.liveness === undefined ? {} : { liveness: options.liveness }),
  });
  const { random } = world;
  scenario.build({ world, profile, model, startMs, draft: () => createDraft({ profile, model, random, startMs: startMs - leadMs }) });
  world.clock.advance(leadMs);
  return world;
}
