import type { Delta } from '#shared/domain/inventory/inventory.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import { changedRefs, createPaths } from '#shared/domain/placement/paths.ts';
import { affectedBy, hostsAndStorage } from './affected.ts';
import { GroupShelf } from './group-shelf.ts';
import { keyOf, type TreeItem } from './items.ts';
import { matches, matchesName, searchTextOf } from './match.ts';
import { contentOfGroup, contentOfNode, contentOfServer, rootContent } from './node-content.ts';
import { contentOf, type ObjectContent, type ShownRef } from './object-content.ts';
import { type GroupPlace, groupKey, keptGroups, type Place, placesOf } from './places.ts';
import type { Term } from './query.ts';
import { staysInPlace } from './stays-in-place.ts';
import { type Branch, type Entry, shownClasses } from './tree-branch.ts';
import { attach, createNode, detach, eachBelow, type NodeContent, recontent, recountAll, recounted, type TreeNode } from './tree-node.ts';
import type { TreeOptions, TreeViewName } from './tree-options.ts';
import { isSame, keepSame, rowOfNode, type TreeRow } from './tree-row.ts';
import { nodeAt, rowOf } from './tree-rows.ts';
import type { TreeServer } from './tree-server.ts';

export interface ResourceTreePlan {
  readonly view: TreeViewName;
  readonly options: TreeOptions;
  /** Whether a container that nobody has folded or opened yet is open. */
  readonly opensAtFirst: (content: NodeContent) => boolean;
  /** What people have folded or opened, by lasting key. */
  readonly folds: ReadonlyMap<string, boolean>;
}

/**
 * The rows of all connections in one view, kept up with their changes: a change costs what it touches. It grows in
 * place, so whoever shows it asks again when it says that something has changed.
 */
export class ResourceTree {
  readonly #plan: ResourceTreePlan;
  readonly #folds: Map<string, boolean>;
  readonly #root = createNode('', rootContent, true);
  readonly #branches = new Map<string, Branch>();
  readonly #groups: GroupShelf;
  readonly #shown = new WeakMap<TreeNode, TreeRow>();
  #terms: readonly Term[] = [];
  #isBulk = false;

  constructor(plan: ResourceTreePlan) {
    this.#plan = plan;
    this.#folds = new Map(plan.folds);
    this.#groups = new GroupShelf(this.#root, (parent, place) => this.#add(groupKey(place), parent, contentOfGroup(place)));
  }

  get count(): number {
    return this.#root.inner;
  }

  rowAt(index: number): TreeRow | undefined {
    const at = nodeAt(this.#root, index);
    if (at === undefined) return undefined;
    const { item } = at.node.content;
    const server = this.#branches.get(item.server ?? '')?.pool.server;
    const row = keepSame(this.#shown.get(at.node), rowOfNode(at.node, { depth: at.depth, server, isFiltered: this.#terms.length > 0 }));
    this.#shown.set(at.node, row);
    return row;
  }

  /** The row that stands for a node; -1 when it is folded away or filtered out. */
  indexOf(key: string): number {
    const node = this.#nodeOf(key);
    return node === undefined ? -1 : rowOf(this.#root, node);
  }

  parentOf(key: string): string | undefined {
    const parent = this.#nodeOf(key)?.parent;
    return parent === undefined || parent === this.#root ? undefined : parent.key;
  }

  /** The first node that shows an object. */
  keyOfItem(item: TreeItem): string | undefined {
    if (item.is === 'group') return this.#groups.get(item.id)?.key;
    const branch = this.#branches.get(item.server);
    if (item.is === 'server') return branch?.lone?.key;
    return branch?.entries.get(keyOf(item))?.nodes[0]?.key;
  }

  /** Finds what was remembered from another day. */
  itemOfLastingKey(lasting: string): TreeItem | undefined {
    if (this.#groups.get(lasting) !== undefined) return { is: 'group', id: lasting };
    for (const { entries } of this.#branches.values()) {
      for (const { content } of entries.values()) if (content.record.uuid === lasting) return content.item;
    }
    return undefined;
  }

  contentOf(key: string): NodeContent | undefined {
    return this.#nodeOf(key)?.content;
  }

  /** Adds a connection, or takes what is new of it; says whether any row may look different. */
  put(server: TreeServer, now: { readonly delta?: Delta | undefined; readonly nowMs: number }): boolean {
    const branch = this.#branches.get(server.id);
    if (branch === undefined || (now.delta === undefined && branch.pool.server.inventory !== server.inventory)) {
      this.#rebuild(server, now.nowMs);
      return true;
    }
    const before = branch.pool.server;
    branch.pool = { server, paths: branch.pool.paths, nowMs: now.nowMs };
    const isTaken = now.delta !== undefined && this.#take(branch, now.delta);
    return this.#takeState(branch, before) || isTaken;
  }

  /** Keeps the connections named, in any order. */
  retain(servers: ReadonlySet<string>): boolean {
    const gone = [...this.#branches.keys()].filter((id) => !servers.has(id));
    for (const id of gone) this.#drop(id);
    if (gone.length > 0) this.#recount();
    return gone.length > 0;
  }

  /** Groups that hold nothing of their own, such as saved searches. */
  setGroups(owner: string, groups: readonly GroupPlace[]): void {
    this.#groups.keep(owner, groups);
  }

  setOpen(key: string, isOpen: boolean): void {
    const node = this.#nodeOf(key);
    if (node === undefined || node.inner === 0) return;
    recounted(node, () => {
      node.isOpen = isOpen;
    });
    // While a filter opens everything, folding is for the moment.
    if (this.#terms.length === 0) this.#folds.set(node.content.lastingKey, isOpen);
  }

  setAllOpen(isOpen: boolean): void {
    eachBelow(this.#root, (node) => {
      if (node.children.length === 0) return;
      node.isOpen = isOpen;
      this.#folds.set(node.content.lastingKey, isOpen);
    });
    this.#recount();
  }

  /** Opens whatever hides an object; false when it is not in this view. */
  unfoldTo(item: TreeItem): boolean {
    const key = this.keyOfItem(item);
    const node = key === undefined ? undefined : this.#nodeOf(key);
    for (let at = node?.parent; at !== undefined && at !== this.#root; at = at.parent) if (!at.isOpen) this.setOpen(at.key, true);
    return node !== undefined;
  }

  get folds(): ReadonlyMap<string, boolean> {
    return this.#folds;
  }

  filter(terms: readonly Term[]): void {
    this.#terms = terms;
    eachBelow(this.#root, (node) => {
      node.isOpen = this.#isOpen(node.content);
    });
    this.#recount();
  }

  #rebuild(server: TreeServer, nowMs: number): void {
    this.#drop(server.id);
    const branch: Branch = { pool: { server, paths: createPaths(server.inventory), nowMs }, entries: new Map(), lone: undefined };
    this.#branches.set(server.id, branch);
    this.#isBulk = true;
    for (const name of shownClasses[this.#plan.view]) {
      // Each class with references of its own.
      for (const ref of server.inventory[name].keys()) this.#refresh(branch, [name, ref] as ShownRef);
    }
    const isLone = this.#plan.view === 'infrastructure' && onlyPool(server.inventory) === undefined;
    if (isLone) branch.lone = this.#add(server.id, this.#root, contentOfServer(server));
    this.#isBulk = false;
    this.#groups.keep(server.id, keptGroups(this.#plan.view, server));
    this.#recount();
  }

  #drop(id: string): void {
    const branch = this.#branches.get(id);
    if (branch === undefined) return;
    const gone = new Set([...branch.entries.values()].flatMap(({ nodes }) => nodes));
    if (branch.lone !== undefined) gone.add(branch.lone);
    const parents = new Set([...gone].map((node) => node.parent));
    for (const parent of parents) {
      if (parent === undefined || gone.has(parent)) continue;
      const left = parent.children.filter((child) => !gone.has(child));
      parent.children.splice(0, parent.children.length, ...left);
    }
    this.#branches.delete(id);
    this.#groups.forget(id);
  }

  #take(branch: Branch, delta: Delta): boolean {
    const { server, paths, nowMs } = branch.pool;
    const redriven = paths.apply(server.inventory, delta);
    const affected = affectedBy(delta, { inventory: server.inventory, paths, redriven });
    if (affected.is === 'all') {
      this.#rebuild(server, nowMs);
      return true;
    }
    let isChanged = false;
    for (const metrics of changedRefs<'guestMetrics'>(delta.guestMetrics)) {
      const vm = paths.vmOfGuest(metrics);
      if (vm !== undefined) isChanged = this.#forgetText(branch, `${server.id}/${vm}`) || isChanged;
    }
    for (const ref of affected.refs) isChanged = this.#refresh(branch, ref) || isChanged;
    return isChanged;
  }

  #takeState(branch: Branch, before: TreeServer): boolean {
    const { server } = branch.pool;
    if (before.state === server.state && before.words === server.words && before.sinceMs === server.sinceMs) return false;
    for (const ref of server.inventory.pool.keys()) this.#refresh(branch, ['pool', ref]);
    for (const ref of hostsAndStorage(server.inventory)) this.#refresh(branch, ref);
    if (branch.lone !== undefined) recontent(branch.lone, contentOfServer(server));
    return true;
  }

  #forgetText(branch: Branch, key: string): boolean {
    const entry = branch.entries.get(key);
    if (entry !== undefined) entry.text = undefined;
    return entry !== undefined && this.#terms.length > 0 && this.#rematch(entry);
  }

  #refresh(branch: Branch, ref: ShownRef): boolean {
    if (!shownClasses[this.#plan.view].includes(ref[0])) return false;
    const key = `${branch.pool.server.id}/${ref[1]}`;
    const content = contentOf(branch.pool, ref);
    const places = content === undefined ? [] : this.#placesOf(branch, content);
    const entry = branch.entries.get(key);
    if (content === undefined || places.length === 0) {
      if (entry === undefined) return false;
      for (const node of entry.nodes) this.#remove(node);
      branch.entries.delete(key);
      return true;
    }
    const kept = entry ?? { ref, content, nodes: [], text: undefined };
    kept.content = content;
    kept.text = undefined;
    branch.entries.set(key, kept);
    return this.#place(kept, contentOfNode(this.#plan.view, content, branch.pool.server), this.#nodePlaces(branch, { key, places }));
  }

  #placesOf(branch: Branch, content: ObjectContent): readonly Place[] {
    return placesOf(this.#plan.view, content, { server: branch.pool.server, options: this.#plan.options });
  }

  #nodePlaces(branch: Branch, of: { key: string; places: readonly Place[] }): readonly { key: string; parent: TreeNode }[] {
    return of.places.flatMap((place) => {
      const parent = this.#parentFor(branch, place);
      if (parent === undefined) return [];
      return [{ key: this.#plan.view === 'infrastructure' ? of.key : `${parent.key}>${of.key}`, parent }];
    });
  }

  #parentFor(branch: Branch, place: Place): TreeNode | undefined {
    switch (place.is) {
      case 'top':
        return this.#root;
      case 'below':
        return branch.entries.get(place.key)?.nodes[0];
      default:
        return this.#groups.ensure(place.group);
    }
  }

  #place(entry: Entry, content: NodeContent, places: readonly { key: string; parent: TreeNode }[]): boolean {
    const wanted = new Set(places.map(({ key }) => key));
    const old = entry.nodes.filter((node) => !wanted.has(node.key));
    let isChanged = old.length > 0;
    const before = entry.nodes;
    entry.nodes = places.map(({ key, parent }) => {
      const node = before.find((other) => other.key === key);
      if (node !== undefined && node.parent === parent && isSame(node.content, content)) return node;
      isChanged = true;
      return node === undefined ? this.#add(key, parent, content) : this.#change(node, parent, content);
    });
    for (const node of old) this.#remove(node);
    return (this.#terms.length > 0 && !this.#isBulk && this.#rematch(entry)) || isChanged;
  }

  #add(key: string, parent: TreeNode, content: NodeContent): TreeNode {
    const node = createNode(key, content, this.#isOpen(content));
    node.isMatch = this.#terms.length === 0 || parent.isMatch || (content.item.is === 'group' && matchesName(this.#terms, content.name));
    if (this.#isBulk) {
      parent.children.push(node);
      node.parent = parent;
    } else attach(parent, node);
    return node;
  }

  #change(node: TreeNode, parent: TreeNode, content: NodeContent): TreeNode {
    if (node.parent === parent && staysInPlace(node, content)) {
      recontent(node, content);
      return node;
    }
    const former = node.parent;
    detach(node);
    node.content = content;
    attach(parent, node);
    this.#groups.dropIfEmpty(former);
    return node;
  }

  #remove(node: TreeNode): void {
    const { parent } = node;
    detach(node);
    this.#groups.dropIfEmpty(parent);
  }

  #nodeOf(key: string): TreeNode | undefined {
    const group = this.#groups.get(key);
    if (group !== undefined) return group;
    const itemKey = key.slice(key.lastIndexOf('>') + 1);
    const branch = this.#branches.get(itemKey.slice(0, itemKey.indexOf('/') < 0 ? undefined : itemKey.indexOf('/')));
    return branch?.entries.get(itemKey)?.nodes.find((node) => node.key === key) ?? (branch?.lone?.key === key ? branch.lone : undefined);
  }

  #isOpen(content: NodeContent): boolean {
    if (this.#terms.length > 0) return true;
    return this.#folds.get(content.lastingKey) ?? this.#plan.opensAtFirst(content);
  }

  #recount(): void {
    this.#root.isMatch = this.#terms.length === 0;
    recountAll(this.#root, this.#terms.length === 0 ? undefined : (node) => this.#isMatch(node));
  }

  #isMatch({ content }: TreeNode): boolean {
    const { item } = content;
    const branch = this.#branches.get(item.server ?? '');
    const entry = branch?.entries.get(keyOf(item));
    if (branch === undefined || entry === undefined) return matchesName(this.#terms, content.name);
    const text = () => (entry.text ??= searchTextOf(branch.pool, entry.content));
    return matches(this.#terms, entry.content, { pool: branch.pool, text });
  }

  #rematch(entry: Entry): boolean {
    let isChanged = false;
    for (const node of entry.nodes) {
      const isMatch = node.parent?.isMatch === true || this.#isMatch(node);
      if (isMatch === node.isMatch) continue;
      isChanged = true;
      if (node.children.length > 0) this.#recount();
      else
        recounted(node, () => {
          node.isMatch = isMatch;
        });
    }
    return isChanged;
  }
}
