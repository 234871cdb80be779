import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { Payload } from '#shared/contract/events.ts';
import { noteProgress, type Progress } from '#shared/domain/tasks/stalled.ts';
import { taskEntries, type TaskEntry, type TaskSources } from '#shared/domain/tasks/task-entry.ts';
import { type InventoryState, inventoryStore } from './inventory-store.ts';
import { useStatusReports } from './status-report-store.ts';
import { useInventory } from './tree-state.ts';

/** A line of the list of tasks. */
export type Task = TaskEntry<Operation>;

export interface OperationsState {
  readonly operations: readonly Operation[];
  /** Failed ones that somebody has looked at. */
  readonly read: ReadonlySet<string>;
  readonly progress: Progress;
}

const operationsStore = createStore<OperationsState>(() => ({ operations: [], read: new Set(), progress: new Map() }));

export function useOperations<T>(select: (state: OperationsState) => T): T {
  return useStore(operationsStore, select);
}

/** Only the feed calls this and the next. */
export function setOperations(operations: readonly Operation[]): void {
  operationsStore.setState({ operations });
}

export function changeOperations({ changed, forgotten }: Payload<'operations'>): void {
  const known = new Map<OperationId, Operation>(operationsStore.getState().operations.map((operation) => [operation.id, operation]));
  for (const operation of changed) known.set(operation.id, operation);
  for (const id of forgotten) known.delete(id);
  setOperations([...known.values()]);
}

export function markRead(key: string): void {
  const { read } = operationsStore.getState();
  if (!read.has(key)) operationsStore.setState({ read: new Set([...read, key]) });
}

/** Everyone's tasks, in the order people read them. */
export function useTasks(): readonly Task[] {
  const operations = useOperations((state) => state.operations);
  const read = useOperations((state) => state.read);
  const servers = useServerTasks();
  const reports = useStatusReports();
  return useMemo(() => taskEntries({ operations, servers, reports, read }), [operations, read, reports, servers]);
}

type ServerTasks = TaskSources<Operation>['servers'];

let lastTasks: ServerTasks = [];

/** The same list for as long as no task of any pool has changed, however much else does. */
function serverTasksOf({ servers, inventories }: Pick<InventoryState, 'servers' | 'inventories'>): ServerTasks {
  const next = servers.flatMap(({ id }) => {
    const tasks = inventories.get(id)?.task;
    return tasks === undefined ? [] : [{ id, tasks }];
  });
  const isSame =
    next.length === lastTasks.length && next.every(({ id, tasks }, index) => id === lastTasks[index]?.id && tasks === lastTasks[index].tasks);
  if (!isSame) lastTasks = next;
  return lastTasks;
}

function useServerTasks(): ServerTasks {
  return useInventory(serverTasksOf);
}

/** Remembers since when each running task has not moved; returns how to stop. */
export function watchProgress(now: () => number): () => void {
  let before: { operations: readonly Operation[]; servers: ServerTasks } = { operations: [], servers: [] };
  function note(): void {
    const { operations, read, progress } = operationsStore.getState();
    const servers = serverTasksOf(inventoryStore.getState());
    if (before.operations === operations && before.servers === servers) return;
    before = { operations, servers };
    // Of hundreds that wait or have ended nothing can move.
    const running = operations.filter(({ state }) => state.is === 'running');
    operationsStore.setState({ progress: noteProgress(progress, taskEntries({ operations: running, servers, read }), now()) });
  }
  const stops = [operationsStore.subscribe(note), inventoryStore.subscribe(note)];
  return () => stops.forEach((stop) => stop());
}
