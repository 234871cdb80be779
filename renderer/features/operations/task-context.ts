import { useMemo } from 'react';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { amountBytes } from '#shared/domain/tasks/amount.ts';
import type { TaskSubject } from '#shared/domain/tasks/task-subject.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { inventoryStore } from '#renderer/state/inventory-store.ts';
import { subjectOfTask } from '#renderer/state/noted-tasks.ts';
import type { Task } from '#renderer/state/operations-store.ts';
import { type Passing, useTransfers } from '#renderer/state/transfers-store.ts';
import { useInventory } from '#renderer/state/tree-state.ts';

type ServerTaskEntry = Extract<Task, { from: 'server' }>;

/** Names around a task, looked up for the few that are in sight. */
export interface TaskContext {
  poolNameOf(server: string): string;
  hostOf(task: ServerTaskEntry): string | undefined;
  subjectOf(task: Task): TaskSubject | undefined;
  /** How many bytes it brings over, where that is known. */
  amountOf(task: Task): number | undefined;
  /** What passes through this window for it. */
  passingOf(task: ServerTaskEntry): Passing | undefined;
}

/** Drawn again when a task or a server changes, not with every record of a pool; names are read when they are drawn. */
export function useTaskContext(): TaskContext {
  const servers = useInventory((state) => state.servers);
  const transfers = useTransfers();
  return useMemo(() => {
    const addresses = new Map(servers.map((server) => [server.id as string, server.address]));
    return {
      poolNameOf(server) {
        return poolNameIn(inventoryOf(server)) ?? addresses.get(server) ?? '';
      },
      hostOf(task) {
        const { residentOn } = task.task;
        return residentOn === null ? undefined : inventoryOf(task.server)?.host.get(residentOn)?.name;
      },
      subjectOf,
      amountOf,
      passingOf: ({ ref }) => transfers.get(ref),
    };
  }, [servers, transfers]);
}

/** A host without a pool is called by its own name. */
function poolNameIn(inventory: Inventory | undefined): string | undefined {
  if (inventory === undefined) return undefined;
  const name = onlyPool(inventory)?.pool.name ?? '';
  const [only, ...others] = inventory.host.values();
  return name === '' && others.length === 0 ? only?.name : name || undefined;
}

function inventoryOf(server: string): Inventory | undefined {
  for (const [id, inventory] of inventoryStore.getState().inventories) if (id === server) return inventory;
  return undefined;
}

function subjectOf(task: Task): TaskSubject | undefined {
  const inventory = inventoryOf(task.server);
  if (inventory === undefined) return undefined;
  if (task.from === 'window') {
    const { host, hostName } = task.report;
    return { name: hostName, item: { is: 'host', server: task.server, ref: host } };
  }
  if (task.from === 'server') return subjectOfTask({ server: task.server, inventory, ref: task.ref, task: task.task });
  const item = ownItem(task);
  return item === undefined ? undefined : { name: task.operation.subject.name, item };
}

function amountOf(task: Task): number | undefined {
  const inventory = inventoryOf(task.server);
  return task.from !== 'us' || inventory === undefined ? undefined : amountBytes(task.operation.request, inventory);
}

/** The object of an operation of ours, where it can be selected. */
function ownItem({ server, operation: { request } }: Extract<Task, { from: 'us' }>): TreeItem | undefined {
  if ('vm' in request) return { is: 'vm', server, ref: request.vm };
  if ('sr' in request) return { is: 'sr', server, ref: request.sr };
  if ('class' in request) return { is: request.class, server, ref: request.ref } as TreeItem;
  return undefined;
}
