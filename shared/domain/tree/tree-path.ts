import type { TreeItem } from './items.ts';
import type { ResourceTree } from './resource-tree.ts';

/** Everything an object is shown below, innermost first. */
export function pathTo(tree: ResourceTree, item: TreeItem): readonly TreeItem[] {
  const path: TreeItem[] = [];
  for (let key = parentKey(tree, tree.keyOfItem(item)); key !== undefined; key = parentKey(tree, key)) {
    const content = tree.contentOf(key);
    if (content !== undefined) path.push(content.item);
  }
  return path;
}

function parentKey(tree: ResourceTree, key: string | undefined): string | undefined {
  return key === undefined ? undefined : tree.parentOf(key);
}
