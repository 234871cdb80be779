import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import type { DiskRow } from './disk-list.ts';

/** Longer than this the drivers take no chain: a snapshot more fails. */
export const LONGEST_CHAIN = 30;

/** What the driver does in the background as soon as it comes to it. */
export type Upkeep =
  /** This one and what it is a difference to become one. */
  | { readonly is: 'merge'; readonly needsBytes: number; readonly freesBytes: number }
  /** Nothing is a difference to it any more. */
  | { readonly is: 'remove'; readonly needsBytes: 0; readonly freesBytes: number };

export interface ChainRow {
  readonly disk: DiskRow;
  /** How many it is a difference to, one upon the other. */
  readonly depth: number;
  readonly upkeep: Upkeep | undefined;
  /** What it is a difference to does not lie on this storage, as far as the pool knows. */
  readonly isParentMissing: boolean;
}

export interface Chain {
  readonly rows: readonly ChainRow[];
  /** Disks one upon the other, at most. */
  readonly length: number;
  /** What a snapshot more of its largest disk takes at once; undefined where it takes what is written later. */
  readonly snapshotBytes: number | undefined;
}

export interface Chains {
  readonly chains: readonly Chain[];
  readonly longest: number;
  readonly waiting: number;
  /** The merges go one by one, so room for the greediest is enough. */
  readonly needsBytes: number;
  readonly freesBytes: number;
}

type Vdi = Pick<RecordOf<'vdi'>, 'uuid' | 'sr' | 'smConfig'>;

interface Grown {
  readonly disk: DiskRow;
  readonly parent: string | undefined;
  readonly children: Grown[];
}

interface Of {
  readonly vdi: ReadonlyMap<RefOf<'vdi'>, Vdi>;
  readonly rows: readonly DiskRow[];
  /** Where a disk takes its whole size at once, as on LVM. */
  readonly isThick: boolean;
}

/** Disks of one repository that are differences to each other; what stands alone is left out. The longest chain comes first. */
export function chainsOf({ vdi, rows, isThick }: Of): Chains {
  const chains = rootsOf(grownFrom(vdi, rows)).flatMap((root) => {
    const found = rowsUnder(root, { parent: undefined, depth: 0 });
    return found.length < 2 && root.parent === undefined ? [] : [chainOf(found, isThick)];
  });
  const upkeep = chains.flatMap((chain) => chain.rows.flatMap((row) => row.upkeep ?? []));
  return {
    chains: chains.toSorted((a, b) => b.length - a.length),
    longest: chains.reduce((most, { length }) => Math.max(most, length), 0),
    waiting: upkeep.length,
    needsBytes: upkeep.reduce((most, { needsBytes }) => Math.max(most, needsBytes), 0),
    freesBytes: upkeep.reduce((sum, { freesBytes }) => sum + freesBytes, 0),
  };
}

function grownFrom(vdi: Of['vdi'], rows: readonly DiskRow[]): ReadonlyMap<string, Grown> {
  const all = new Map<string, Grown>();
  for (const disk of rows) {
    const record = vdi.get(disk.ref);
    const parent = record?.smConfig['vhd-parent'];
    if (record !== undefined) all.set(record.uuid, { disk, parent: parent === '' ? undefined : parent, children: [] });
  }
  for (const grown of all.values()) if (grown.parent !== undefined) all.get(grown.parent)?.children.push(grown);
  return all;
}

/** What goes round in a circle has no root, and is no chain that could be shown. */
function rootsOf(all: ReadonlyMap<string, Grown>): readonly Grown[] {
  return [...all.values()].filter(({ parent }) => parent === undefined || !all.has(parent));
}

function rowsUnder(grown: Grown, at: { readonly parent: Grown | undefined; readonly depth: number }): readonly ChainRow[] {
  const own: ChainRow = {
    disk: grown.disk,
    depth: at.depth,
    upkeep: upkeepOf(grown, at.parent),
    isParentMissing: at.parent === undefined && grown.parent !== undefined,
  };
  return [own, ...grown.children.flatMap((child) => rowsUnder(child, { parent: grown, depth: at.depth + 1 }))];
}

/** Nobody reads a base copy but through what grew from it: with one of these left, the two can be one. */
function upkeepOf({ disk, children }: Grown, parent: Grown | undefined): Upkeep | undefined {
  const used = Math.max(0, disk.usedBytes);
  if (disk.kind === 'base' && children.length === 0) return { is: 'remove', needsBytes: 0, freesBytes: used };
  if (parent?.disk.kind !== 'base' || parent.children.length > 1) return undefined;
  // The lower one takes up what is written in the upper one, and never becomes larger than the disk.
  const needsBytes = Math.min(used, Math.max(0, disk.sizeBytes - Math.max(0, parent.disk.usedBytes)));
  return { is: 'merge', needsBytes, freesBytes: used - needsBytes };
}

function chainOf(rows: readonly ChainRow[], isThick: boolean): Chain {
  const sizes = rows.flatMap(({ disk }) => (disk.kind === 'disk' ? [disk.sizeBytes] : []));
  return {
    rows,
    length: 1 + rows.reduce((most, { depth }) => Math.max(most, depth), 0),
    snapshotBytes: isThick && sizes.length > 0 ? Math.max(...sizes) : undefined,
  };
}

/** Chains with a disk, or a machine, that has this in its name; of these only what waits, where only that is wanted. */
export function shownChains(
  { chains }: Chains,
  { text, isWaitingOnly }: { readonly text: string; readonly isWaitingOnly: boolean },
): readonly ChainRow[] {
  const wanted = text.trim().toLowerCase();
  const isWanted = ({ rows }: Chain): boolean =>
    wanted === '' ||
    rows.some(({ disk: { name, users } }) => [name, ...users.map((user) => user.name)].some((words) => words.toLowerCase().includes(wanted)));
  const isWaiting = ({ rows }: Chain): boolean => rows.some(({ upkeep, isParentMissing }) => upkeep !== undefined || isParentMissing);
  return chains.filter((chain) => isWanted(chain) && (!isWaitingOnly || isWaiting(chain))).flatMap(({ rows }) => rows);
}
