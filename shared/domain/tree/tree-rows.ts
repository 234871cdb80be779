import { childIndex, rowsOf, startsOf, type TreeNode } from './tree-node.ts';

export interface NodeAt {
  readonly node: TreeNode;
  readonly depth: number;
}

/** The node in the row of this number, counted from the first row below the root. */
export function nodeAt(root: TreeNode, row: number): NodeAt | undefined {
  if (row < 0 || row >= root.inner) return undefined;
  let parent = root;
  let left = row;
  for (let depth = 0; ; depth += 1) {
    const starts = startsOf(parent);
    const at = lastNotAfter(starts, left);
    const node = parent.children[at];
    if (node === undefined) return undefined;
    left -= starts[at] ?? 0;
    if (left === 0) return { node, depth };
    left -= 1;
    parent = node;
  }
}

/** Of several children that begin at the same row all but the last take none. */
function lastNotAfter(starts: readonly number[], row: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= row) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The number of a node's row; -1 when a folded parent or the filter hides it. */
export function rowOf(root: TreeNode, node: TreeNode): number {
  if (rowsOf(node) === 0) return -1;
  let row = 0;
  for (let at = node; at !== root; ) {
    const { parent } = at;
    if (parent === undefined || (parent !== root && !parent.isOpen)) return -1;
    row += (startsOf(parent)[childIndex(parent, at)] ?? 0) + (parent === root ? 0 : 1);
    at = parent;
  }
  return row;
}
