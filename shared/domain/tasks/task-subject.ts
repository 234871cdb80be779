import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { type TreeItem, vmItem } from '#shared/domain/tree/items.ts';
import type { ServerTask, TaskRef } from './task-entry.ts';

export interface TaskSubject {
  readonly name: string;
  readonly item: TreeItem;
}

interface Question {
  readonly server: string;
  readonly inventory: Inventory;
  readonly ref: TaskRef;
  readonly task: ServerTask;
}

/** What a task is about: as its client noted, or by the operation that an object says is going on with it. */
export function taskSubject({ server, inventory, ref, task }: Question): TaskSubject | undefined {
  const noted = task.otherConfig['applies_to'];
  const isIt = (object: string, operations: Readonly<Record<string, string>>): boolean => object === noted || Object.hasOwn(operations, ref);
  for (const [vm, record] of inventory.vm) if (isIt(vm, record.currentOperations)) return { name: record.name, item: vmItem(server, vm, record) };
  for (const [sr, record] of inventory.sr) if (isIt(sr, record.currentOperations)) return { name: record.name, item: { is: 'sr', server, ref: sr } };
  for (const [host, record] of inventory.host)
    if (isIt(host, record.currentOperations)) return { name: record.name, item: { is: 'host', server, ref: host } };
  return otherSubject({ server, inventory }, isIt);
}

type IsIt = (object: string, operations: Readonly<Record<string, string>>) => boolean;

function otherSubject({ server, inventory }: Pick<Question, 'server' | 'inventory'>, isIt: IsIt): TaskSubject | undefined {
  for (const [ref, record] of inventory.vdi) if (isIt(ref, record.currentOperations)) return { name: record.name, item: { is: 'vdi', server, ref } };
  for (const [ref, record] of inventory.appliance)
    if (isIt(ref, record.currentOperations)) return { name: record.name, item: { is: 'appliance', server, ref } };
  for (const [ref, record] of inventory.pool)
    if (isIt(ref, record.currentOperations)) return { name: record.name, item: { is: 'pool', server, ref } };
  return undefined;
}
