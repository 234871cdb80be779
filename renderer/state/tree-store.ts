import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { hostWord, isSameWord } from '#shared/domain/tree/host-word.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import type { HostWord } from '#shared/domain/tree/marks.ts';
import type { GroupPlace } from '#shared/domain/tree/places.ts';
import { parseQuery } from '#shared/domain/tree/query.ts';
import { ResourceTree } from '#shared/domain/tree/resource-tree.ts';
import type { NodeContent } from '#shared/domain/tree/tree-node.ts';
import { ordinaryOptions, type TreeOptions, type TreeViewName } from '#shared/domain/tree/tree-options.ts';
import type { TreeServer } from '#shared/domain/tree/tree-server.ts';
import { searchStore } from './search-store.ts';
import { inventoryStore, type InventoryState } from './inventory-store.ts';
import { type PoolWitnesses, witnessStore } from './witness-store.ts';

export type Folds = ReadonlyMap<string, boolean>;

/** The tree as the window shows it. The tree itself grows in place; `version` says that it has. */
export interface TreeState {
  readonly view: TreeViewName;
  readonly options: TreeOptions;
  readonly filter: string;
  readonly folds: Readonly<Partial<Record<TreeViewName, Folds>>>;
  readonly tree: ResourceTree;
  readonly version: number;
  /** The present minute, as the window last heard it; ages and licences go by it. */
  readonly nowMs: number;
}

/** With so many connections nobody wants to see all of them open. */
const MANY_SERVERS = 30;
/** Lists of these are long, and seldom what one came for. */
const CLOSED_AT_FIRST: readonly string[] = ['vdi', 'snapshot', 'template', 'network'];

export const treeStore = createStore<TreeState>(() => ({
  view: 'infrastructure',
  options: ordinaryOptions,
  filter: '',
  folds: {},
  tree: plant('infrastructure', ordinaryOptions, new Map()),
  version: 0,
  nowMs: 0,
}));

export function useTree<T>(select: (state: TreeState) => T): T {
  return useStore(treeStore, select);
}

/** Keeps the tree equal to the inventories and the witnesses; returns how to stop. */
export function followTree(): () => void {
  takeAll();
  const leave = [
    inventoryStore.subscribe(takeChange),
    searchStore.subscribe((state, before) => state.saved !== before.saved && takeAll()),
    witnessStore.subscribe(() => touch(putServers(inventoryStore.getState()))),
  ];
  return () => leave.forEach((stop) => stop());
}

export function setTreeFilter(filter: string): void {
  const { tree } = treeStore.getState();
  if (filter === treeStore.getState().filter) return;
  tree.filter(parseQuery(filter));
  treeStore.setState({ filter });
  touch(true);
}

/** Ages and the weight of a witness change with time alone. */
export function setTreeTime(nowMs: number): void {
  treeStore.setState({ nowMs });
  touch(putServers(inventoryStore.getState()));
}

export function setTreeView(view: TreeViewName): void {
  replant({ view });
}

export function setTreeOptions(options: TreeOptions): void {
  replant({ options });
}

/** What was remembered from another day. */
export function restoreTree(state: Partial<Pick<TreeState, 'view' | 'options' | 'filter' | 'folds'>>): void {
  replant(state);
}

export function setOpen(key: string, isOpen: boolean): void {
  treeStore.getState().tree.setOpen(key, isOpen);
  foldsChanged();
}

export function setAllOpen(isOpen: boolean): void {
  treeStore.getState().tree.setAllOpen(isOpen);
  foldsChanged();
}

/** Unfolds whatever hides an object. */
export function openTo(item: TreeItem): void {
  if (treeStore.getState().tree.unfoldTo(item)) foldsChanged();
}

function foldsChanged(): void {
  const { tree, view, folds } = treeStore.getState();
  treeStore.setState({ folds: { ...folds, [view]: tree.folds } });
  touch(true);
}

function replant(change: Partial<Pick<TreeState, 'view' | 'options' | 'filter' | 'folds'>>): void {
  const { view, options, filter, folds } = { ...treeStore.getState(), ...change };
  const tree = plant(view, options, folds[view] ?? new Map());
  treeStore.setState({ view, options, filter, folds, tree });
  takeAll();
  if (filter !== '') tree.filter(parseQuery(filter));
}

function plant(view: TreeViewName, options: TreeOptions, folds: Folds): ResourceTree {
  return new ResourceTree({ view, options, folds, opensAtFirst });
}

function opensAtFirst({ mark }: NodeContent): boolean {
  if (mark.is === 'group') return !CLOSED_AT_FIRST.includes(mark.of);
  return inventoryStore.getState().servers.length < MANY_SERVERS;
}

function takeAll(): void {
  putServers(inventoryStore.getState());
  const { tree, view } = treeStore.getState();
  if (view === 'searches') tree.setGroups('searches', searchStore.getState().saved.searches.map(savedGroup));
  touch(true);
}

function savedGroup({ id, name }: { readonly id: string; readonly name: string }): GroupPlace {
  return { group: { is: 'search', search: id }, name, rank: 0 };
}

function takeChange(state: InventoryState, before: InventoryState): void {
  const { change } = state;
  const server = state.servers.find(({ id }) => id === change?.server);
  const isNext = change !== undefined && inventoryIn(before, change.server) !== undefined && state.servers === before.servers;
  if (!isNext || server === undefined) return touch(putServers(state));
  touch(treeStore.getState().tree.put(treeServer(server, state), { delta: change.delta, nowMs: treeStore.getState().nowMs }));
}

function putServers(state: InventoryState): boolean {
  const { tree, nowMs } = treeStore.getState();
  let isChanged = tree.retain(new Set(state.servers.map(({ id }) => id)));
  for (const server of state.servers) isChanged = tree.put(treeServer(server, state), { nowMs }) || isChanged;
  return isChanged;
}

/** What is still coming is drawn as far as it has come, beside a word that says so. */
function inventoryIn({ inventories, arriving }: InventoryState, server: ServerId): Inventory | undefined {
  return inventories.get(server) ?? arriving.get(server)?.inventory;
}

function treeServer({ id, address, state }: Server, known: InventoryState): TreeServer {
  return {
    id,
    address,
    state: state.is === 'closed' && state.why.kind === 'read-from-file' ? 'file' : state.is,
    sinceMs: 'sinceMs' in state ? state.sinceMs : undefined,
    inventory: inventoryIn(known, id) ?? emptyInventory,
    words: wordsOf(id, witnessStore.getState().get(id)),
  };
}

/** The words last made of each pool's witnesses; as long as they say the same they are the same. */
const lastWords = new WeakMap<PoolWitnesses, ReadonlyMap<HostRef, HostWord>>();
const wordsByServer = new Map<string, ReadonlyMap<HostRef, HostWord>>();

function wordsOf(server: string, witnesses: PoolWitnesses | undefined): ReadonlyMap<HostRef, HostWord> | undefined {
  if (witnesses === undefined) return undefined;
  const known = lastWords.get(witnesses);
  if (known !== undefined) return known;
  const { nowMs } = treeStore.getState();
  // The engine names hosts by their references.
  const made = new Map([...witnesses].map(([host, said]) => [host as HostRef, hostWord(said, nowMs)]));
  const before = wordsByServer.get(server);
  const words = before !== undefined && isSameWords(before, made) ? before : made;
  lastWords.set(witnesses, words);
  wordsByServer.set(server, words);
  return words;
}

function isSameWords(a: ReadonlyMap<HostRef, HostWord>, b: ReadonlyMap<HostRef, HostWord>): boolean {
  return a.size === b.size && [...b].every(([host, word]) => isSameWord(a.get(host), word));
}

function touch(isChanged: boolean): void {
  if (isChanged) treeStore.setState({ version: treeStore.getState().version + 1 });
}
