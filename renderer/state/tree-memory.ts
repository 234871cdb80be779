import type { Client } from '#shared/contract/client.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { ordinaryOptions, type TreeOptions, type TreeViewName } from '#shared/domain/tree/tree-options.ts';
import { type Folds, restoreTree, treeStore, type TreeState } from './tree-store.ts';
import { selectedNow, subscribeUi } from './ui-store.ts';

/** Under which the window's memory keeps it. */
const KEY = 'tree';
/** Of each view; more would not fit, and what was folded last is what counts. */
const FOLDS_KEPT = 300;
const VIEWS: readonly TreeViewName[] = ['infrastructure', 'types', 'organization', 'searches'];

/** The object that was selected another day, until it is found or something else is selected. */
let wanted: string | undefined;

export function wantedSelection(): TreeItem | undefined {
  if (wanted === undefined || selectedNow().length > 0) {
    wanted = undefined;
    return undefined;
  }
  const item = treeStore.getState().tree.itemOfLastingKey(wanted);
  if (item !== undefined) wanted = undefined;
  return item;
}

/** Takes up what was left another day, then keeps what changes; returns how to stop. */
export function rememberTree(client: Client): () => void {
  const stops: (() => void)[] = [];
  let isStopped = false;
  const leave = client.listen({
    opened() {
      if (stops.length > 0) return;
      client.call('view.get', { key: KEY }).then(
        (result) => {
          if (!result.ok || isStopped || stops.length > 0) return;
          takeUp(result.value.value);
          stops.push(...keepFrom(client));
        },
        (error: unknown) => reportError(error),
      );
    },
    event: () => undefined,
    lost: () => undefined,
  });
  return () => {
    isStopped = true;
    leave();
    stops.forEach((stop) => stop());
  };
}

function keepFrom(client: Client): readonly (() => void)[] {
  let last = '';
  let isWaiting = false;
  function keep(): void {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(() => {
      isWaiting = false;
      const value = remembered(treeStore.getState());
      const text = JSON.stringify(value);
      if (text === last) return;
      last = text;
      client.call('view.set', { key: KEY, value }).catch((error: unknown) => reportError(error));
    });
  }
  return [
    treeStore.subscribe((state, before) => {
      if (state.view !== before.view || state.options !== before.options || state.filter !== before.filter || state.folds !== before.folds) keep();
    }),
    subscribeUi((state, before) => {
      if (state.selected !== before.selected) keep();
    }),
  ];
}

function remembered({ view, options, filter, folds, tree }: TreeState) {
  const [primary] = selectedNow();
  const row = primary === undefined ? undefined : tree.keyOfItem(primary);
  const selected = row === undefined ? undefined : tree.contentOf(row)?.lastingKey;
  const kept = VIEWS.flatMap((name) => {
    const entries = [...(folds[name] ?? [])].slice(-FOLDS_KEPT);
    return entries.length === 0 ? [] : [[name, Object.fromEntries(entries)] as const];
  });
  return { view, options: { ...options }, filter, folds: Object.fromEntries(kept), ...(selected !== undefined && { selected }) };
}

/** Anything may lie in the memory: another release wrote it. */
function takeUp(value: unknown): void {
  if (!isRecord(value)) return;
  const { filter, folds, selected } = value;
  if (typeof selected === 'string') wanted = selected;
  restoreTree({
    view: VIEWS.find((name) => name === value['view']) ?? 'infrastructure',
    options: optionsIn(value['options']),
    filter: typeof filter === 'string' ? filter : '',
    folds: Object.fromEntries(VIEWS.map((name) => [name, foldsIn(isRecord(folds) ? folds[name] : undefined)])),
  });
}

function optionsIn(value: unknown): TreeOptions {
  if (!isRecord(value)) return ordinaryOptions;
  const read = (name: keyof TreeOptions) => (typeof value[name] === 'boolean' ? value[name] : ordinaryOptions[name]);
  return {
    hidden: read('hidden'),
    defaultTemplates: read('defaultTemplates'),
    userTemplates: read('userTemplates'),
    localStorage: read('localStorage'),
  };
}

function foldsIn(value: unknown): Folds {
  return new Map(
    isRecord(value) ? Object.entries(value).flatMap(([key, isOpen]) => (typeof isOpen === 'boolean' ? [[key, isOpen] as const] : [])) : [],
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
