import type { TreeRow } from '#shared/domain/tree/tree-row.ts';

/** The rows as far as moving about in them needs them. */
export interface RowSource {
  readonly count: number;
  rowAt(index: number): TreeRow | undefined;
  indexOf(key: string): number;
  parentOf(key: string): string | undefined;
}

export type TreeMove =
  /** `select` leaves only that one selected, `extend` everything from the anchor to it, `focus` changes nothing selected. */
  | { readonly do: 'go'; readonly index: number; readonly how: 'select' | 'extend' | 'focus' }
  | { readonly do: 'fold'; readonly key: string; readonly isOpen: boolean }
  | { readonly do: 'open-siblings' }
  | { readonly do: 'toggle' }
  | { readonly do: 'select-siblings' }
  | { readonly do: 'menu' }
  | { readonly do: 'run' };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
}

/** What a key does in a tree whose row `index` has the focus (-1: none), as the ARIA practices describe it. */
export function treeMove(rows: RowSource, at: { index: number; press: KeyPress; pageRows: number }): TreeMove | undefined {
  const { press, index } = at;
  const target = moveTo(rows, at);
  if (target !== undefined) return goTo(rows, { index: target, press });
  switch (press.key) {
    case 'ArrowRight':
      return inward(rows, index);
    case 'ArrowLeft':
      return outward(rows, index);
    default:
      return press.key.length > 1 && press.key !== 'Enter' && press.key !== 'F10' && press.key !== 'ContextMenu' ? undefined : actOf(press);
  }
}

function actOf({ key, ctrlKey, shiftKey }: KeyPress): TreeMove | undefined {
  switch (key) {
    case '*':
      return { do: 'open-siblings' };
    case ' ':
      return { do: 'toggle' };
    case 'a':
      return ctrlKey ? { do: 'select-siblings' } : undefined;
    case 'ContextMenu':
      return { do: 'menu' };
    case 'F10':
      return shiftKey ? { do: 'menu' } : undefined;
    case 'Enter':
      return { do: 'run' };
    default:
      return undefined;
  }
}

function moveTo(rows: RowSource, { index, press, pageRows }: { index: number; press: KeyPress; pageRows: number }): number | undefined {
  switch (press.key) {
    case 'ArrowDown':
      return index + 1;
    case 'ArrowUp':
      return index - 1;
    case 'PageDown':
      return index + pageRows;
    case 'PageUp':
      return index - pageRows;
    case 'Home':
      return 0;
    case 'End':
      return rows.count - 1;
    default:
      return undefined;
  }
}

function goTo(rows: RowSource, { index, press }: { index: number; press: KeyPress }): TreeMove | undefined {
  if (rows.count === 0) return undefined;
  const inside = Math.min(rows.count - 1, Math.max(0, index));
  return { do: 'go', index: inside, how: press.shiftKey ? 'extend' : press.ctrlKey ? 'focus' : 'select' };
}

function inward(rows: RowSource, index: number): TreeMove | undefined {
  const row = rows.rowAt(index);
  if (row?.fold === 'folded') return { do: 'fold', key: row.key, isOpen: true };
  return row?.fold === 'open' ? { do: 'go', index: index + 1, how: 'select' } : undefined;
}

function outward(rows: RowSource, index: number): TreeMove | undefined {
  const row = rows.rowAt(index);
  if (row === undefined) return undefined;
  if (row.fold === 'open') return { do: 'fold', key: row.key, isOpen: false };
  const parent = rows.parentOf(row.key);
  return parent === undefined ? undefined : { do: 'go', index: rows.indexOf(parent), how: 'select' };
}

/** Rows with the same parent as this one, itself among them. */
export function siblingsOf(rows: RowSource, index: number): readonly TreeRow[] {
  const row = rows.rowAt(index);
  if (row === undefined) return [];
  const parent = rows.parentOf(row.key);
  const found: TreeRow[] = [];
  const start = parent === undefined ? 0 : rows.indexOf(parent) + 1;
  for (let at = start; at < rows.count; at += 1) {
    const other = rows.rowAt(at);
    if (other === undefined || other.depth < row.depth) break;
    if (other.depth === row.depth) found.push(other);
  }
  return found;
}

/** The next row whose name begins with what was typed; a single letter goes on from row to row. */
export function typedAhead(rows: RowSource, at: { index: number; typed: string }): number | undefined {
  const from = at.typed.length === 1 ? at.index + 1 : Math.max(0, at.index);
  for (let step = 0; step < rows.count; step += 1) {
    const index = (from + step) % rows.count;
    if (rows.rowAt(index)?.name.toLowerCase().startsWith(at.typed) === true) return index;
  }
  return undefined;
}

/** Every row between two, in the order of the tree. */
export function rowsBetween(rows: RowSource, a: number, b: number): readonly TreeRow[] {
  const [first, last] = a < b ? [a, b] : [b, a];
  return Array.from({ length: last - first + 1 }, (_, offset) => rows.rowAt(first + offset)).filter((row) => row !== undefined);
}
