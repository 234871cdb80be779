import type { ObjectContent, ShownClass, ShownRef } from './object-content.ts';
import type { TreeNode } from './tree-node.ts';
import type { TreeViewName } from './tree-options.ts';
import type { TreePool } from './tree-server.ts';

/** One object in the tree: every node that shows it, and what a filter looks for. */
export interface Entry {
  readonly ref: ShownRef;
  content: ObjectContent;
  nodes: readonly TreeNode[];
  text: string | undefined;
}

export interface Branch {
  pool: TreePool;
  readonly entries: Map<string, Entry>;
  /** Stands for a connection nothing is known about. */
  lone: TreeNode | undefined;
}

/** Parents before what is shown below them. */
export const shownClasses: Readonly<Record<TreeViewName, readonly ShownClass[]>> = {
  infrastructure: ['pool', 'host', 'sr', 'vm'],
  types: ['pool', 'host', 'sr', 'network', 'appliance', 'vm', 'vdi'],
  organization: ['pool', 'host', 'sr', 'network', 'appliance', 'vm', 'vdi'],
  searches: [],
};
