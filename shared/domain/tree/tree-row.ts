import type { TreeItem } from './items.ts';
import type { HostWord, RowMark } from './marks.ts';
import { childIndex, rowsOf, type Tally, type TreeNode } from './tree-node.ts';
import { linkOf, type TreeServer, wordOf } from './tree-server.ts';

/** How true a row is, and since when it is only what was known. */
export type RowTruth =
  | { readonly is: 'live' }
  | { readonly is: 'last-known'; readonly atMs?: number | undefined }
  /** Absent: its host itself does not run it, whatever the pool believes. */
  | { readonly is: 'ssh'; readonly atMs: number; readonly isAbsent?: boolean };

export interface TreeRow {
  readonly key: string;
  readonly item: TreeItem;
  /** Empty for a group only the window has words for. */
  readonly name: string;
  readonly depth: number;
  readonly fold: 'open' | 'folded' | 'leaf';
  /** Position among its siblings, from 1, for those who cannot see the tree. */
  readonly position: number;
  readonly siblings: number;
  readonly mark: RowMark;
  readonly truth: RowTruth;
  readonly isHidden: boolean;
  /** What is below it, shown or not. */
  readonly below: Tally;
}

const LIVE: RowTruth = { is: 'live' };

export function rowOfNode(node: TreeNode, at: { depth: number; server: TreeServer | undefined; isFiltered: boolean }): TreeRow {
  const { content, below } = node;
  const { position, siblings } = positionOf(node, at.isFiltered);
  return {
    key: node.key,
    item: content.item,
    name: content.name,
    depth: at.depth,
    fold: node.inner === 0 ? 'leaf' : node.isOpen ? 'open' : 'folded',
    position,
    siblings,
    mark: content.mark,
    truth: at.server === undefined ? LIVE : truthOf(node, at.server),
    isHidden: content.isHidden,
    below,
  };
}

/** Among the siblings that a filter leaves. */
function positionOf(node: TreeNode, isFiltered: boolean): { position: number; siblings: number } {
  const { parent } = node;
  if (parent === undefined) return { position: 1, siblings: 1 };
  if (!isFiltered) return { position: childIndex(parent, node) + 1, siblings: parent.children.length };
  if (parent.shownPlaces === undefined) {
    const shown = parent.children.filter((child) => rowsOf(child) > 0);
    parent.shownPlaces = new Map(shown.map((child, index) => [child, index + 1]));
  }
  return { position: parent.shownPlaces.get(node) ?? 1, siblings: parent.shownPlaces.size };
}

function truthOf({ content }: TreeNode, server: TreeServer): RowTruth {
  const { item, home } = content;
  const link = linkOf(server);
  if (link === 'lost' || link === 'file') {
    // One age for all of a lost connection or of a file, on the row that stands for it.
    const isTop = item.is === 'pool' || item.is === 'server';
    return { is: 'last-known', ...(isTop && { atMs: server.sinceMs }) };
  }
  if (home === undefined) return LIVE;
  const word = wordOf(server, home);
  if (word.is === 'live') return LIVE;
  return word.sshMs === undefined ? { is: 'last-known', atMs: word.sinceMs } : saidOf(item, { word, sshMs: word.sshMs, server });
}

/** What the dark host itself says: of all that is on it that it is there, of each VM whether it runs. */
function saidOf(item: TreeItem, said: { readonly word: HostWord; readonly sshMs: number; readonly server: TreeServer }): RowTruth {
  const { word, sshMs, server } = said;
  const vm = item.is === 'vm' ? server.inventory.vm.get(item.ref) : undefined;
  if (vm === undefined || word.runs === undefined || word.runs.uuids.has(vm.uuid)) return { is: 'ssh', atMs: sshMs };
  return vm.power === 'Running' && word.runs.isComplete ? { is: 'ssh', atMs: sshMs, isAbsent: true } : { is: 'last-known', atMs: word.sinceMs };
}

/** The row shown before, if nothing in it has changed, so that only what changed is drawn again. */
export function keepSame(before: TreeRow | undefined, row: TreeRow): TreeRow {
  return before !== undefined && isSame(before, row) ? before : row;
}

/** Same in all fields; what is made anew each time is compared by its own fields. */
export function isSame(a: object, b: object): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const [x, y]: readonly unknown[] = [Reflect.get(a, key), Reflect.get(b, key)];
    return x === y || (isPlain(x) && isPlain(y) && isSame(x, y));
  });
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
