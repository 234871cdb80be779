import { childIndex, inSiblingOrder, type NodeContent, type TreeNode } from './tree-node.ts';

/** Whether it stands where it is with other content too: most new names do not change the order. */
export function staysInPlace(node: TreeNode, content: NodeContent): boolean {
  const { parent, key } = node;
  if (node.content.rank === content.rank && node.content.sortKey === content.sortKey) return true;
  if (parent === undefined) return false;
  const at = childIndex(parent, node);
  const [before, after] = [parent.children[at - 1], parent.children[at + 1]];
  const renamed = { key, content };
  return (before === undefined || inSiblingOrder(before, renamed) < 0) && (after === undefined || inSiblingOrder(renamed, after) < 0);
}
