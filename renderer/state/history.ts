import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';

/** The way a person took through the objects, as in a browser. */
export interface History {
  readonly visited: readonly TreeItem[];
  /** Where in it they are; -1 before the first visit. */
  readonly at: number;
}

/** More than anyone walks back. */
const KEPT = 100;

export const emptyHistory: History = { visited: [], at: -1 };

/** Going somewhere drops what lay ahead; staying is no step. */
export function visit(history: History, item: TreeItem): History {
  const here = history.visited[history.at];
  if (here !== undefined && keyOf(here) === keyOf(item)) return history;
  const visited = [...history.visited.slice(0, history.at + 1), item].slice(-KEPT);
  return { visited, at: visited.length - 1 };
}

/** One step back or forward over what still exists; undefined when there is nothing that way. */
export function step(history: History, by: -1 | 1, isThere: (item: TreeItem) => boolean): History | undefined {
  for (let at = history.at + by; at >= 0 && at < history.visited.length; at += by) {
    const item = history.visited[at];
    if (item !== undefined && isThere(item)) return { ...history, at };
  }
  return undefined;
}
