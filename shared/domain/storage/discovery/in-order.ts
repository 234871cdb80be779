import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';

/** As a person would write them down, by the first of these that differs; what has none comes first. */
export function inOrder<T>(...keys: readonly ((item: T) => string | undefined)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const order = byNaturalOrder(key(a) ?? '', key(b) ?? '');
      if (order !== 0) return order;
    }
    return 0;
  };
}
