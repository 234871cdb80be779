import type { TreeRow } from '#shared/domain/tree/rows.ts';

export type TreeMove = { readonly do: 'go'; readonly index: number } | { readonly do: 'fold'; readonly key: string; readonly isFolded: boolean };

/** What a key does in a tree whose row `index` is selected (-1: none), as the ARIA practices describe it. */
export function treeMove(rows: readonly TreeRow[], at: { index: number; key: string; pageRows: number }): TreeMove | undefined {
  const { index } = at;
  switch (at.key) {
    case 'ArrowDown':
      return go(rows, index + 1);
    case 'ArrowUp':
      return go(rows, index - 1);
    case 'PageDown':
      return go(rows, index + at.pageRows);
    case 'PageUp':
      return go(rows, index - at.pageRows);
    case 'Home':
      return go(rows, 0);
    case 'End':
      return go(rows, rows.length - 1);
    case 'ArrowRight':
      return inward(rows, index);
    case 'ArrowLeft':
      return outward(rows, index);
    default:
      return undefined;
  }
}

function go(rows: readonly TreeRow[], index: number): TreeMove | undefined {
  return rows.length === 0 ? undefined : { do: 'go', index: Math.min(rows.length - 1, Math.max(0, index)) };
}

function inward(rows: readonly TreeRow[], index: number): TreeMove | undefined {
  const row = rows[index];
  if (row?.fold === 'folded') return { do: 'fold', key: row.key, isFolded: false };
  return row?.fold === 'open' ? go(rows, index + 1) : undefined;
}

function outward(rows: readonly TreeRow[], index: number): TreeMove | undefined {
  const row = rows[index];
  if (row === undefined) return undefined;
  if (row.fold === 'open') return { do: 'fold', key: row.key, isFolded: true };
  const parent = rows.slice(0, index).findLastIndex((candidate) => candidate.depth < row.depth);
  return parent < 0 ? undefined : { do: 'go', index: parent };
}
