import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { TreeItem } from './items.ts';
import { type RowMark, troubleOf } from './marks.ts';

/** What a node shows; replaced as a whole when any of it changes. */
export interface NodeContent {
  readonly item: TreeItem;
  readonly name: string;
  /** Sorts before the name. */
  readonly rank: number;
  readonly sortKey: string;
  readonly mark: RowMark;
  /** Outlives a restart: the object's UUID, a group's identifier, a connection's address. */
  readonly lastingKey: string;
  /** The host whose silence makes it last known. */
  readonly home?: HostRef | undefined;
  readonly isHidden: boolean;
}

export interface Tally {
  readonly vms: number;
  readonly hosts: number;
  readonly dark: number;
  readonly troubled: number;
}

/** Keeps count of what is below it, so that a change costs its depth and not the size of the tree. */
export interface TreeNode {
  /** Unique among all rows; an object with two tags has two nodes. */
  readonly key: string;
  content: NodeContent;
  parent: TreeNode | undefined;
  readonly children: TreeNode[];
  isOpen: boolean;
  /** Named by the filter itself, or below something that is; without a filter all are. */
  isMatch: boolean;
  /** Rows of its children, open or not. */
  inner: number;
  /** How many rows come before each child; made when asked for. */
  starts: readonly number[] | undefined;
  /** Where each child stands among those that are shown, from 1; made when asked for. */
  shownPlaces: ReadonlyMap<TreeNode, number> | undefined;
  below: Tally;
}

const noTally: Tally = { vms: 0, hosts: 0, dark: 0, troubled: 0 };

export function createNode(key: string, content: NodeContent, isOpen: boolean): TreeNode {
  return {
    key,
    content,
    parent: undefined,
    children: [],
    isOpen,
    isMatch: true,
    inner: 0,
    starts: undefined,
    shownPlaces: undefined,
    below: noTally,
  };
}

/** How many rows it takes: none when a filter leaves nothing of it. */
export function rowsOf(node: TreeNode): number {
  const isShown = node.isMatch || node.inner > 0;
  return isShown ? 1 + (node.isOpen ? node.inner : 0) : 0;
}

type Placed = Pick<TreeNode, 'key' | 'content'>;

export function inSiblingOrder(a: Placed, b: Placed): number {
  const [x, y] = [a.content, b.content];
  if (x.rank !== y.rank) return x.rank - y.rank;
  if (x.sortKey !== y.sortKey) return x.sortKey < y.sortKey ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** Puts a node among sorted siblings, counted. */
export function attach(parent: TreeNode, node: TreeNode): void {
  parent.children.splice(placeAmong(parent.children, node), 0, node);
  node.parent = parent;
  forgetOrder(parent);
  countUp(parent, tallyOf(node), 1);
  changeInner(parent, rowsOf(node));
}

export function detach(node: TreeNode): void {
  const { parent } = node;
  if (parent === undefined) return;
  const at = childIndex(parent, node);
  if (at >= 0) parent.children.splice(at, 1);
  node.parent = undefined;
  forgetOrder(parent);
  countUp(parent, tallyOf(node), -1);
  changeInner(parent, -rowsOf(node));
}

/** Content that does not move it. */
export function recontent(node: TreeNode, content: NodeContent): void {
  const before = ownTally(node.content);
  const after = ownTally(content);
  node.content = content;
  if (node.parent !== undefined && !isSameTally(before, after)) {
    countUp(node.parent, before, -1);
    countUp(node.parent, after, 1);
  }
}

/** Whatever changes how many rows a node takes, with its parents told. */
export function recounted(node: TreeNode, change: () => void): void {
  const before = rowsOf(node);
  change();
  const difference = rowsOf(node) - before;
  if (node.parent !== undefined && difference !== 0) {
    node.parent.starts = undefined;
    // Folding keeps the order; coming or going does not.
    if (before === 0 || before + difference === 0) node.parent.shownPlaces = undefined;
    changeInner(node.parent, difference);
  }
}

function changeInner(node: TreeNode, difference: number): void {
  if (difference === 0) return;
  recounted(node, () => {
    node.inner += difference;
  });
}

function countUp(from: TreeNode, tally: Tally, sign: 1 | -1): void {
  if (isSameTally(tally, noTally)) return;
  for (let node: TreeNode | undefined = from; node !== undefined; node = node.parent) {
    const { vms, hosts, dark, troubled } = node.below;
    node.below = {
      vms: vms + sign * tally.vms,
      hosts: hosts + sign * tally.hosts,
      dark: dark + sign * tally.dark,
      troubled: troubled + sign * tally.troubled,
    };
  }
}

/** Sorts and counts everything below, bottom up, after many nodes were put in without either. */
export function recountAll(node: TreeNode, matches?: (node: TreeNode) => boolean): void {
  node.children.sort(inSiblingOrder);
  forgetOrder(node);
  const below = { ...noTally };
  let inner = 0;
  for (const child of node.children) {
    child.isMatch = matches === undefined || node.isMatch || matches(child);
    recountAll(child, matches);
    inner += rowsOf(child);
    const tally = tallyOf(child);
    below.vms += tally.vms;
    below.hosts += tally.hosts;
    below.dark += tally.dark;
    below.troubled += tally.troubled;
  }
  node.inner = inner;
  node.below = below;
}

export function eachBelow(node: TreeNode, visit: (node: TreeNode) => void): void {
  for (const child of node.children) {
    visit(child);
    eachBelow(child, visit);
  }
}

/** It and everything below it. */
function tallyOf(node: TreeNode): Tally {
  const own = ownTally(node.content);
  const { below } = node;
  if (below === noTally) return own;
  return { vms: own.vms + below.vms, hosts: own.hosts + below.hosts, dark: own.dark + below.dark, troubled: own.troubled + below.troubled };
}

const oneVm: Tally = { ...noTally, vms: 1 };

function ownTally({ mark }: NodeContent): Tally {
  if (mark.is === 'vm') return oneVm;
  const trouble = troubleOf(mark);
  if (mark.is !== 'host' && trouble === 0) return noTally;
  return { vms: 0, hosts: mark.is === 'host' ? 1 : 0, dark: trouble === 2 ? 1 : 0, troubled: trouble === 1 ? 1 : 0 };
}

function isSameTally(a: Tally, b: Tally): boolean {
  return a === b || (a.vms === b.vms && a.hosts === b.hosts && a.dark === b.dark && a.troubled === b.troubled);
}

function forgetOrder(parent: TreeNode): void {
  parent.starts = undefined;
  parent.shownPlaces = undefined;
}

/** Where it stands, or would stand, among sorted siblings. */
function placeAmong(siblings: readonly TreeNode[], node: TreeNode): number {
  let low = 0;
  let high = siblings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = siblings[middle];
    if (other !== undefined && inSiblingOrder(other, node) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function childIndex(parent: TreeNode, node: TreeNode): number {
  const at = placeAmong(parent.children, node);
  return parent.children[at] === node ? at : parent.children.indexOf(node);
}

/** How many rows come before each child, and the number of all. */
export function startsOf(node: TreeNode): readonly number[] {
  if (node.starts !== undefined) return node.starts;
  const starts: number[] = [];
  let sum = 0;
  for (const child of node.children) {
    starts.push(sum);
    sum += rowsOf(child);
  }
  node.starts = starts;
  return starts;
}
