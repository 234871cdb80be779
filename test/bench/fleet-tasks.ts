import type { Database } from '#simulator/world/database.ts';

export interface TaskCount {
  /** The most that were under way in one moment, how many there have been, and how many there are now. */
  counted(): { readonly most: number; readonly begun: number; readonly pending: number };
}

/** Counts what the pool is asked to do as tasks, from now on. */
export function countTasks(database: Database): TaskCount {
  const pending = new Set<string>();
  const seen = new Set<string>();
  let most = 0;
  database.onChange((table, ref) => {
    if (table !== 'task') return;
    const task = database.find('task', ref);
    if (task?.['status'] !== 'pending' || !String(task['name_label']).startsWith('Async.')) {
      pending.delete(ref);
      return;
    }
    pending.add(ref);
    seen.add(ref);
    most = Math.max(most, pending.size);
  });
  return { counted: () => ({ most, begun: seen.size, pending: pending.size }) };
}
