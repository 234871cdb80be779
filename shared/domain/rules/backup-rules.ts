import { isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Problem } from './problem.ts';

/**
 * What stands against a pool becoming what a backup says. The server would take it in any case, and then believe of
 * machines that run on other hosts that nobody runs them: to start one of them again destroys its disks.
 */
export function restoreProblems(inventory: Inventory): readonly Problem[] {
  const pool = onlyPool(inventory)?.pool;
  if (pool === undefined) return [{ rule: 'not-there' }];
  const running = [...inventory.vm.values()].filter((vm) => isOrdinaryVm(vm) && (vm.power === 'Running' || vm.power === 'Paused'));
  return [
    ...(pool.isHaEnabled ? [{ rule: 'ha-must-be-off' } as const] : []),
    ...Object.values(pool.currentOperations).map((operation) => ({ rule: 'busy', operation }) as const),
    ...(running.length === 0 ? [] : [{ rule: 'vms-running', vms: running.map(({ name }) => name) } as const]),
  ];
}
