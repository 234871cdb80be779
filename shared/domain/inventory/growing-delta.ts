import type { Delta } from './inventory.ts';
import { type WatchedClass, watchedClasses } from './watched.ts';

/** Deltas that are told as one. */
export interface GrowingDelta {
  add(delta: Delta): void;
  /** How many objects it speaks of. */
  size(): number;
  /** Leads to the same as all that were added, one after another; it begins anew. Undefined when there were none. */
  take(): Delta | undefined;
}

interface Change {
  readonly set: Map<string, object>;
  readonly gone: Set<string>;
}

export function createGrowingDelta(): GrowingDelta {
  let changes = new Map<WatchedClass, Change>();

  function add(name: WatchedClass, { set, gone }: { readonly set?: Readonly<Record<string, object>>; readonly gone?: readonly string[] }): void {
    const change = changes.get(name) ?? { set: new Map(), gone: new Set() };
    changes.set(name, change);
    for (const ref of gone ?? []) {
      change.set.delete(ref);
      change.gone.add(ref);
    }
    for (const [ref, fields] of Object.entries(set ?? {})) {
      const before = change.set.get(ref);
      change.set.set(ref, before === undefined ? fields : { ...before, ...fields });
      // It has come back, and whoever comes back is told of whole.
      change.gone.delete(ref);
    }
  }

  return {
    add(delta) {
      for (const name of watchedClasses) if (delta[name] !== undefined) add(name, delta[name]);
    },
    size: () => [...changes.values()].reduce((sum, { set, gone }) => sum + set.size + gone.size, 0),
    take() {
      const all = [...changes];
      changes = new Map();
      if (all.length === 0) return undefined;
      // Put together from deltas, class by class.
      return Object.fromEntries(all.map(([name, change]) => [name, plain(change)])) as Delta;
    },
  };
}

function plain({ set, gone }: Change): object {
  return { ...(set.size > 0 && { set: Object.fromEntries(set) }), ...(gone.size > 0 && { gone: [...gone] }) };
}
