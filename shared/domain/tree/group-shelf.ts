import { type GroupPlace, groupKey, pathOf } from './places.ts';
import { detach, type TreeNode } from './tree-node.ts';

/** The groups of a view: made when something is put into them, gone when they are empty and nobody keeps them. */
export class GroupShelf {
  readonly #nodes = new Map<string, TreeNode>();
  readonly #kept = new Map<string, ReadonlySet<string>>();
  readonly #root: TreeNode;
  readonly #add: (parent: TreeNode, place: GroupPlace) => TreeNode;

  constructor(root: TreeNode, add: (parent: TreeNode, place: GroupPlace) => TreeNode) {
    this.#root = root;
    this.#add = add;
  }

  get(key: string): TreeNode | undefined {
    return this.#nodes.get(key);
  }

  ensure(place: GroupPlace): TreeNode {
    const key = groupKey(place);
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = this.#add(place.under === undefined ? this.#root : this.ensure(place.under), place);
    this.#nodes.set(key, node);
    return node;
  }

  /** Takes the place of what this owner kept before. */
  keep(owner: string, groups: readonly GroupPlace[]): void {
    const before = this.#kept.get(owner) ?? new Set();
    this.#kept.set(owner, new Set(groups.flatMap(pathOf).map(groupKey)));
    for (const group of groups) this.ensure(group);
    for (const key of before) this.dropIfEmpty(this.#nodes.get(key));
  }

  forget(owner: string): void {
    this.#kept.delete(owner);
    // Inner ones were made after those they lie in.
    for (const node of [...this.#nodes.values()].toReversed()) this.dropIfEmpty(node);
  }

  dropIfEmpty(node: TreeNode | undefined): void {
    if (node === undefined || node.children.length > 0 || this.#nodes.get(node.key) !== node) return;
    if ([...this.#kept.values()].some((keys) => keys.has(node.key))) return;
    this.#nodes.delete(node.key);
    const { parent } = node;
    detach(node);
    this.dropIfEmpty(parent);
  }
}
