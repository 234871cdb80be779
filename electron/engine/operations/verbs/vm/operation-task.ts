import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';

/** Operations stand on the machine by the reference of their task. */
export function operationTask(inventory: Inventory, vm: VmRef, operation: string): TaskRef | undefined {
  const running = Object.entries(inventory.vm.get(vm)?.currentOperations ?? {});
  const found = running.find(([, name]) => name === operation)?.[0];
  return [...inventory.task.keys()].find((task) => task === found);
}
