import type { Ref } from '../value.ts';

/** What a client wants to hear of. Tables are asked for in lower case. */
export interface Subscription {
  hasTable(table: string): boolean;
  hasObject(table: string, ref: Ref): boolean;
  /** Clients that wait for a task are answered without the pause that gathers a burst. */
  readonly isForTasksOnly: boolean;
}

/** `*`, a class in any case, or `class/ref`; anything else is accepted and matches nothing. */
export function parseSubscription(classes: readonly string[]): Subscription {
  const isAll = classes.includes('*');
  const tables = new Set<string>();
  const objects = new Map<string, Set<Ref>>();
  for (const wanted of classes) {
    const [name = '', ref, ...rest] = wanted.split('/');
    const table = name.toLowerCase();
    if (ref === undefined) tables.add(table);
    else if (rest.length === 0) objects.set(table, (objects.get(table) ?? new Set<Ref>()).add(ref));
  }
  return {
    hasTable: (table) => isAll || tables.has(table) || objects.has(table),
    hasObject: (table, ref) => isAll || tables.has(table) || objects.get(table)?.has(ref) === true,
    isForTasksOnly: classes.every((wanted) => /^task(?:\/|$)/i.test(wanted)),
  };
}
