import type { Target } from '#renderer/state/command.ts';

/** A pool as its overview shows it. */
export type PoolNow = Pick<Target, 'server' | 'inventory'>;
