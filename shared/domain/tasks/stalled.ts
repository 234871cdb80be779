import { type Samples, withSample } from './pace.ts';
import type { OwnTask, TaskEntry } from './task-entry.ts';

/** Long enough for a slow disk, short enough to look before somebody calls. */
const STALLED_AFTER_MS = 300_000;

/** How far each running task was, since when it has not moved, and how it went of late. */
export type Progress = ReadonlyMap<string, { readonly at: number; readonly sinceMs: number; readonly samples: Samples }>;

/** Servers say how far a task is, not when it last moved, so the window remembers that by its own clock. */
export function noteProgress(before: Progress, entries: readonly TaskEntry<OwnTask>[], nowMs: number): Progress {
  const running = entries.filter(({ phase }) => phase === 'running');
  return new Map(
    running.map(({ key, progress = 0 }) => {
      const known = before.get(key);
      if (known?.at === progress) return [key, known];
      return [key, { at: progress, sinceMs: nowMs, samples: withSample(known?.samples ?? [], { done: progress, atMs: nowMs }) }];
    }),
  );
}

/** For how long a task has not moved; undefined while that is no reason to worry. */
export function stalledMs(progress: Progress, key: string, nowMs: number): number | undefined {
  const known = progress.get(key);
  if (known === undefined) return undefined;
  const ms = nowMs - known.sinceMs;
  return ms >= STALLED_AFTER_MS ? ms : undefined;
}
