import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Client } from '#shared/contract/client.ts';
import { groupOfId } from '#shared/domain/organization/groups.ts';
import type { ColumnId } from '#shared/domain/search/columns.ts';
import { noSavedSearches, readSavedSearches, type SavedSearches } from '#shared/domain/search/saved.ts';
import { naturalSearch, type Search } from '#shared/domain/search/search.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';

export interface SearchState {
  /** Also what the tree's view of saved searches lists. */
  readonly saved: SavedSearches;
  /** By kind of selection, as it was changed since it was first shown. */
  readonly working: Readonly<Record<string, Search>>;
  readonly widths: Readonly<Record<string, number>>;
}

const KEY = 'searches';

export const searchStore = createStore<SearchState>(() => ({ saved: noSavedSearches, working: {}, widths: {} }));

export function useSearches<T>(select: (state: SearchState) => T): T {
  return useStore(searchStore, select);
}

/** Selections of one kind share a search; every group has its own. */
export function selectionKind(items: readonly TreeItem[]): string {
  const [item] = items;
  // Two VMs are looked at in another way than two pools.
  if (item === undefined || items.length > 1) return `many:${[...new Set(items.map(({ is }) => is))].sort().join('+')}`;
  return item.is === 'group' ? item.id : item.is;
}

/** What is looked for, given what is selected and what was decided before. */
export function searchFor({ saved, working }: SearchState, items: readonly TreeItem[]): Search {
  const kind = selectionKind(items);
  const id = savedIdOf(kind) ?? saved.defaults[kind];
  return working[kind] ?? saved.searches.find((search) => search.id === id)?.search ?? naturalOf(items);
}

/** A saved search that is selected itself. */
export function savedIdOf(kind: string): string | undefined {
  const group = groupOfId(kind);
  return group?.is === 'search' ? group.search : undefined;
}

const natural = new Map<string, Search>();

/** The same object every time, so that nothing is looked through again for nothing. */
function naturalOf(items: readonly TreeItem[]): Search {
  const kind = selectionKind(items);
  const search = natural.get(kind) ?? naturalSearch(items);
  natural.set(kind, search);
  return search;
}

export function setWorking(kind: string, search: Search): void {
  searchStore.setState({ working: { ...searchStore.getState().working, [kind]: search } });
}

export function dropWorking(kind: string): void {
  const { [kind]: _dropped, ...working } = searchStore.getState().working;
  searchStore.setState({ working });
}

export function setSaved(saved: SavedSearches): void {
  searchStore.setState({ saved });
}

export function setColumnWidth(column: ColumnId, width: number): void {
  searchStore.setState({ widths: { ...searchStore.getState().widths, [column]: width } });
}

/** Takes up what was kept another day, then keeps what changes; returns how to stop. */
export function rememberSearches(client: Client): () => void {
  let isKnown = false;
  const leave = client.listen({
    opened() {
      if (isKnown) return;
      client.call('view.get', { key: KEY }).then(
        (result) => {
          if (!result.ok) return;
          const { value } = result.value;
          searchStore.setState({ saved: readSavedSearches(value), widths: widthsOf(value) });
          isKnown = true;
        },
        (error: unknown) => reportError(error),
      );
    },
    event: () => undefined,
    lost: () => undefined,
  });
  const stop = searchStore.subscribe((state, before) => {
    const isChanged = state.saved !== before.saved || state.widths !== before.widths;
    if (!isKnown || !isChanged) return;
    // Plain JSON by its type; a copy because the table's lists are not read-only.
    const value = structuredClone({ ...state.saved, widths: state.widths }) as unknown as Parameters<typeof client.call<'view.set'>>[1]['value'];
    client.call('view.set', { key: KEY, value }).catch((error: unknown) => reportError(error));
  });
  return () => {
    leave();
    stop();
  };
}

function widthsOf(value: unknown): Readonly<Record<string, number>> {
  const widths: unknown = typeof value === 'object' && value !== null && 'widths' in value ? value.widths : undefined;
  const entries = typeof widths === 'object' && widths !== null ? Object.entries(widths) : [];
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}
