import type { Delta } from '#shared/domain/inventory/inventory.ts';
import { type WatchedClass, watchedClasses } from '#shared/domain/inventory/watched.ts';

type Change = { readonly set?: object; readonly gone?: readonly string[] } | undefined;

/** What is known only from a kept picture and has not been heard of from the pool itself yet. */
export interface Unconfirmed {
  add(kept: Delta): void;
  /** These the pool has spoken of. */
  confirm(delta: Delta): void;
  /** Once the pool has told everything: what is left is gone. undefined when nothing is. */
  takeRest(): Delta | undefined;
}

export function createUnconfirmed(): Unconfirmed {
  const refs = new Map<WatchedClass, Set<string>>();
  return {
    add(kept) {
      for (const name of watchedClasses) {
        const change: Change = kept[name];
        const known = refs.get(name) ?? new Set();
        for (const ref of Object.keys(change?.set ?? {})) known.add(ref);
        refs.set(name, known);
      }
    },
    confirm(delta) {
      if (refs.size === 0) return;
      for (const [name, waiting] of refs) {
        const change: Change = delta[name];
        for (const ref of [...Object.keys(change?.set ?? {}), ...(change?.gone ?? [])]) waiting.delete(ref);
      }
    },
    takeRest() {
      const rest = [...refs].filter(([, waiting]) => waiting.size > 0);
      refs.clear();
      // References alone, which are text in every class.
      return rest.length === 0 ? undefined : (Object.fromEntries(rest.map(([name, waiting]) => [name, { gone: [...waiting] }])) as Delta);
    },
  };
}
