import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TreeItem } from '#shared/domain/tree/items.ts';

/** What belongs to this window alone. */
export interface UiState {
  readonly selected: TreeItem | undefined;
  readonly folded: ReadonlySet<string>;
  readonly filter: string;
  readonly isAddingServer: boolean;
}

const uiStore = createStore<UiState>(() => ({ selected: undefined, folded: new Set(), filter: '', isAddingServer: false }));

export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(uiStore, select);
}

export function select(selected: TreeItem): void {
  uiStore.setState({ selected });
}

export function setFolded(key: string, isFolded: boolean): void {
  const folded = new Set(uiStore.getState().folded);
  if (isFolded) folded.add(key);
  else folded.delete(key);
  uiStore.setState({ folded });
}

export function setFilter(filter: string): void {
  uiStore.setState({ filter });
}

export function setAddingServer(isAddingServer: boolean): void {
  uiStore.setState({ isAddingServer });
}
