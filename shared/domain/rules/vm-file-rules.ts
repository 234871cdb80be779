import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { Problem } from './problem.ts';
import { stateProblems } from './vm-state-rules.ts';

const MAY_OVERLAP = new Set(['clone', 'copy', 'export']);

/** What stands against a machine, a template or a snapshot leaving as a file. */
export function exportProblems(inventory: Inventory, ref: VmRef): readonly Problem[] {
  const vm = inventory.vm.get(ref);
  if (vm === undefined) return [{ rule: 'not-there' }];
  if (vm.isControlDomain) return [{ rule: 'is-control-domain' }];
  const isOverlapping = Object.values(vm.currentOperations).every((name) => MAY_OVERLAP.has(name));
  return stateProblems(vm, { name: 'export', from: ['Halted', 'Suspended'] }).filter(({ rule }) => rule !== 'busy' || !isOverlapping);
}
