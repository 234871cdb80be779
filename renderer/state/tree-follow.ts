import { useEffect, useRef } from 'react';
import { emptyInventory } from '#shared/domain/inventory/inventory.ts';
import { isThere, keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import { pathTo } from '#shared/domain/tree/tree-path.ts';
import { treeText } from '#shared/text/tree-text.ts';
import { useClient } from './client-context.ts';
import { inventoryStore } from './inventory-store.ts';
import { rememberTree, wantedSelection } from './tree-memory.ts';
import { followTree, openTo, setTreeFilter, setTreeTime, treeStore, useTree } from './tree-store.ts';
import { select, selectedNow, selectMany, showToast } from './ui-store.ts';
import { followWays } from './ways-store.ts';
import { followWitnesses } from './witness-store.ts';

/** Keeps the tree up with the pools, the witnesses, the ways to hosts, the time and what was left here another day. */
export function useFollowedTree(nowMs: number): void {
  const client = useClient();
  useEffect(() => {
    const stops = [followTree(), followWitnesses(client), followWays(client), rememberTree(client)];
    return () => stops.forEach((stop) => stop());
  }, [client]);
  useEffect(() => setTreeTime(nowMs), [nowMs]);
}

interface Seen {
  readonly key: string;
  readonly name: string;
  readonly path: readonly TreeItem[];
}

/**
 * What is selected elsewhere is unfolded, and a filter that hides it gives way. What is gone hands the selection to
 * what it was in, with a word about it.
 */
export function useFollowedSelection(selected: readonly TreeItem[]): void {
  const version = useTree((state) => state.version);
  const tree = useTree((state) => state.tree);
  const isFiltered = useTree((state) => state.filter !== '');
  const seen = useRef<Seen>(undefined);
  const revealed = useRef<string>(undefined);
  const [primary] = selected;
  const key = primary === undefined ? undefined : keyOf(primary);

  useEffect(() => {
    const wanted = wantedSelection();
    if (wanted !== undefined) return select(wanted);
    if (primary === undefined) return undefined;
    if (exists(primary)) seen.current = noted(primary, selected, seen.current);
    else if (seen.current?.key === keyOf(primary)) handOver(seen.current, selected);
    return undefined;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the version stands for everything the tree shows
  }, [tree, version, selected]);

  useEffect(() => {
    const rowKey = primary === undefined ? undefined : treeStore.getState().tree.keyOfItem(primary);
    if (primary === undefined || rowKey === undefined) return;
    // Only what somebody has just chosen is worth a filter: not what is shown because nothing is chosen, nor a new tree.
    const isNews = revealed.current !== key && selectedNow().length > 0;
    if (selectedNow().length > 0) revealed.current = key;
    if (treeStore.getState().tree.indexOf(rowKey) >= 0) return;
    if (isNews) setTreeFilter('');
    openTo(primary);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only another selection unfolds: folding over it does not
  }, [key, tree]);

  useEffect(() => {
    if (primary === undefined || isFiltered || treeStore.getState().tree.keyOfItem(primary) === undefined) return;
    openTo(primary);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a cleared filter leads back to what was chosen while it was there
  }, [isFiltered]);
}

/** Where it stands, for the day it is gone; others of the selection that are gone already just leave it. */
function noted(primary: TreeItem, selected: readonly TreeItem[], before: Seen | undefined): Seen {
  const { tree } = treeStore.getState();
  const row = tree.keyOfItem(primary);
  const left = selected.filter(exists);
  if (left.length < selected.length) selectMany(left);
  const name = row === undefined ? undefined : tree.contentOf(row)?.name;
  return { key: keyOf(primary), name: name ?? before?.name ?? '', path: pathTo(tree, primary) };
}

function handOver({ name, path }: Seen, selected: readonly TreeItem[]): void {
  const others = selected.filter(exists);
  const instead = others[0] ?? path.find(exists);
  if (instead === undefined) return;
  selectMany(others.length > 0 ? others : [instead]);
  const { tree } = treeStore.getState();
  const to = tree.contentOf(tree.keyOfItem(instead) ?? '')?.name ?? '';
  if (name !== '' && to !== '') showToast({ id: 'selection-gone', tone: 'info', text: treeText.gone(name, to) });
}

function exists(item: TreeItem): boolean {
  if (item.is === 'group') return treeStore.getState().tree.keyOfItem(item) !== undefined;
  const { servers, inventories } = inventoryStore.getState();
  const server = servers.find(({ id }) => id === item.server);
  return server !== undefined && isThere(item, inventories.get(server.id) ?? emptyInventory);
}
