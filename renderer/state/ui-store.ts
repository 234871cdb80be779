import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import type { DialogName } from './dialogs.ts';
import { emptyHistory, type History, step, visit } from './history.ts';

/** A short word about something that has happened, out of the way. */
export interface Toast {
  readonly id: string;
  readonly tone: 'ok' | 'warn' | 'danger' | 'info';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

export interface OpenDialog {
  readonly name: DialogName;
  /** What it is about. */
  readonly items: readonly TreeItem[];
}

/** What belongs to this window alone. */
export interface UiState {
  /** The focused object first. */
  readonly selected: readonly TreeItem[];
  readonly history: History;
  readonly isAddingServer: boolean;
  /** The tab last looked at, by kind of object. */
  readonly tabs: Readonly<Record<string, string>>;
  readonly isDrawerOpen: boolean;
  readonly drawerHeight: number;
  readonly isPaletteOpen: boolean;
  readonly dialog: OpenDialog | undefined;
  readonly toasts: readonly Toast[];
}

const DRAWER = { first: 300, least: 140 } as const;
/** More than that nobody reads; the oldest goes first. */
const TOASTS = 4;

const uiStore = createStore<UiState>(() => ({
  selected: [],
  history: emptyHistory,
  isAddingServer: false,
  tabs: {},
  isDrawerOpen: false,
  drawerHeight: DRAWER.first,
  isPaletteOpen: false,
  dialog: undefined,
  toasts: [],
}));

export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(uiStore, select);
}

export function subscribeUi(listener: (state: UiState, before: UiState) => void): () => void {
  return uiStore.subscribe(listener);
}

export function selectedNow(): readonly TreeItem[] {
  return uiStore.getState().selected;
}

export function select(item: TreeItem): void {
  selectMany([item]);
}

/** The focused object first; only what is focused becomes a step of the history. */
export function selectMany(selected: readonly TreeItem[]): void {
  const [focused] = selected;
  const { history } = uiStore.getState();
  uiStore.setState({ selected, history: focused === undefined ? history : visit(history, focused) });
}

export function goInHistory(by: -1 | 1, isThere: (item: TreeItem) => boolean): void {
  const history = step(uiStore.getState().history, by, isThere);
  const item = history?.visited[history.at];
  if (history !== undefined && item !== undefined) uiStore.setState({ history, selected: [item] });
}

export function isAddingNow(): boolean {
  return uiStore.getState().isAddingServer;
}

export function setAddingServer(isAddingServer: boolean): void {
  uiStore.setState({ isAddingServer });
}

export function setTab(kind: string, tab: string): void {
  uiStore.setState({ tabs: { ...uiStore.getState().tabs, [kind]: tab } });
}

export function setTabs(tabs: UiState['tabs']): void {
  uiStore.setState({ tabs });
}

export function setDrawerOpen(isDrawerOpen: boolean): void {
  uiStore.setState({ isDrawerOpen });
}

export function toggleDrawer(): void {
  setDrawerOpen(!uiStore.getState().isDrawerOpen);
}

export function setDrawerHeight(height: number): void {
  uiStore.setState({ drawerHeight: Math.max(DRAWER.least, Math.round(height)) });
}

export function setPaletteOpen(isPaletteOpen: boolean): void {
  uiStore.setState({ isPaletteOpen });
}

export function openDialog(name: DialogName, items: readonly TreeItem[] = []): void {
  uiStore.setState({ dialog: { name, items } });
}

export function closeDialog(): void {
  uiStore.setState({ dialog: undefined });
}

/** A second one with the same id takes the place of the first. */
export function showToast(toast: Toast): void {
  const others = uiStore.getState().toasts.filter(({ id }) => id !== toast.id);
  uiStore.setState({ toasts: [...others, toast].slice(-TOASTS) });
}

export function dropToast(id: string): void {
  uiStore.setState({ toasts: uiStore.getState().toasts.filter((toast) => toast.id !== id) });
}
