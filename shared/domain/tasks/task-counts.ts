import type { OwnTask, TaskEntry } from './task-entry.ts';

export interface TaskCounts {
  readonly running: number;
  /** Of our own, and not read yet. */
  readonly failed: number;
  readonly doneToday: number;
}

export function countTasks(entries: readonly TaskEntry<OwnTask>[], midnightMs: number): TaskCounts {
  return {
    running: entries.filter(({ phase }) => phase === 'running' || phase === 'waiting').length,
    failed: entries.filter(({ isUnread }) => isUnread).length,
    doneToday: entries.filter(({ phase, endedAtMs = 0 }) => phase === 'done' && endedAtMs >= midnightMs).length,
  };
}

export interface TaskFilter {
  readonly words: string;
  readonly whose: 'everyone' | 'us';
  readonly show: 'all' | 'running' | 'failed';
}

type ReadingOf<O extends OwnTask> = (entry: TaskEntry<O>) => string;

export function filterTasks<O extends OwnTask>(
  entries: readonly TaskEntry<O>[],
  filter: TaskFilter,
  readingOf: ReadingOf<O>,
): readonly TaskEntry<O>[] {
  const words = filter.words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    if (filter.whose === 'us' && entry.from === 'server') return false;
    if (!isShown(entry, filter.show)) return false;
    if (words.length === 0) return true;
    const reading = readingOf(entry).toLowerCase();
    return words.every((word) => reading.includes(word));
  });
}

function isShown({ phase }: TaskEntry<OwnTask>, show: TaskFilter['show']): boolean {
  if (show === 'running') return phase === 'running' || phase === 'waiting';
  return show === 'all' || phase === 'failed';
}
