export interface GridPosition {
  readonly count: number;
  /** -1 while no row is active. */
  readonly active: number;
  readonly pageRows: number;
}

/** The row a key leads to; undefined for keys that lead nowhere. */
export function gridMove({ count, active, pageRows }: GridPosition, key: string): number | undefined {
  if (count === 0) return undefined;
  const within = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return within(active + 1);
    case 'ArrowUp':
      return within(active - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'PageDown':
      return within(active + pageRows);
    case 'PageUp':
      return within(active - pageRows);
    default:
      return undefined;
  }
}

/** What is selected after a row was pointed at: alone, one more or less, or all from where it began. */
export type Pick = 'only' | 'toggle' | 'range';

export interface GridSelection {
  readonly keys: ReadonlySet<string>;
  /** Where a range begins. */
  readonly anchor: number;
}

export function picked(
  before: GridSelection,
  how: Pick,
  at: { readonly index: number; readonly keyOf: (index: number) => string | undefined },
): GridSelection {
  const key = at.keyOf(at.index);
  if (how === 'range') {
    const anchor = before.anchor < 0 ? at.index : before.anchor;
    const [first, last] = anchor < at.index ? [anchor, at.index] : [at.index, anchor];
    const keys = Array.from({ length: last - first + 1 }, (_, offset) => at.keyOf(first + offset)).filter((known) => known !== undefined);
    return { keys: new Set(keys), anchor };
  }
  if (key === undefined) return { keys: how === 'only' ? new Set() : before.keys, anchor: at.index };
  if (how === 'only') return { keys: new Set([key]), anchor: at.index };
  const keys = new Set(before.keys);
  if (!keys.delete(key)) keys.add(key);
  return { keys, anchor: at.index };
}
