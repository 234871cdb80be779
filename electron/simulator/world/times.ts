import type { SimHost, World } from './world.ts';

/** The wire text of an instant: 20261121T02:51:20Z. */
export function dateText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll('-', '')}Z`;
}

export function msOfDate(date: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(.*)$/.exec(date);
  return parts === null ? 0 : Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`);
}

/** What this host believes the time to be. */
export function hostNow(world: World, host: SimHost): number {
  return world.clock.now() + host.clockSkewMs;
}
