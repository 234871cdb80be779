import type { World } from './world.ts';

const SHORTEST_SHARE = 0.01;

/** How long something waits that looks again until it sees what it wants: never no time, or a world without slowness looks for ever. */
export function untilNextLookMs({ slowness }: World, ms: number): number {
  return ms * Math.max(slowness, SHORTEST_SHARE);
}
