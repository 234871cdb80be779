import type { ColumnId } from '#shared/domain/search/columns.ts';

interface Width {
  /** As wide as its usual content needs; below this it would be cut off. */
  readonly least: number;
  /** How much it weighs against the others where there is more room. */
  readonly usual: number;
}

/** What has no room is left out from the end of this list. */
const byImportance = {
  name: { least: 176, usual: 240 },
  state: { least: 110, usual: 120 },
  cpu: { least: 96, usual: 120 },
  memory: { least: 168, usual: 184 },
  address: { least: 120, usual: 120 },
  kind: { least: 88, usual: 90 },
  host: { least: 88, usual: 130 },
  size: { least: 168, usual: 170 },
  uptime: { least: 84, usual: 90 },
  disks: { least: 136, usual: 136 },
  network: { least: 136, usual: 136 },
  ha: { least: 88, usual: 88 },
  pool: { least: 96, usual: 130 },
  os: { least: 110, usual: 130 },
  tags: { least: 88, usual: 130 },
  folder: { least: 96, usual: 130 },
  description: { least: 120, usual: 220 },
  uuid: { least: 272, usual: 290 },
} as const satisfies Partial<Readonly<Record<ColumnId, Width>>>;

const order = Object.keys(byImportance);
const CUSTOM_FIELD: Width = { least: 96, usual: 130 };

type Chosen = Readonly<Record<string, number>>;

function usualOf(column: ColumnId): Width {
  const widths: Readonly<Record<string, Width>> = byImportance;
  return widths[column] ?? CUSTOM_FIELD;
}

export function widthOf(column: ColumnId, chosen: Chosen): number {
  return chosen[column] ?? usualOf(column).usual;
}

export function leastOf(column: ColumnId, chosen: Chosen): number {
  return chosen[column] ?? usualOf(column).least;
}

/** What has a place in so much room, in its own order. What somebody has made as wide as it is stays, and the first thing of all. */
export function fittingColumns(columns: readonly ColumnId[], chosen: Chosen, room: number): readonly ColumnId[] {
  const left = [...columns];
  for (const column of columns.toSorted((a, b) => rankOf(b) - rankOf(a))) {
    const needed = left.reduce((sum, id) => sum + leastOf(id, chosen), 0);
    if (needed <= room || left.length === 1) break;
    if (chosen[column] === undefined && rankOf(column) > 0) left.splice(left.indexOf(column), 1);
  }
  return left;
}

/** A custom field was asked for by name, so it is worth more than what everything has. */
function rankOf(column: ColumnId): number {
  const rank = order.indexOf(column);
  return rank === -1 ? order.indexOf('uptime') - 0.5 : rank;
}
