import type { Vm } from '#shared/domain/inventory/watched.ts';
import type { Problem } from './problem.ts';
import type { VmOperation } from './vm-operation.ts';

/** What speaks against any operation: the administrator's word, the power state, and what is under way. */
export function stateProblems(vm: Vm, operation: Pick<VmOperation, 'name' | 'from'>): readonly Problem[] {
  return [...blockedProblems(vm, operation), ...powerProblems(vm, operation), ...busyProblems(vm, operation)];
}

function blockedProblems(vm: Vm, { name }: Pick<VmOperation, 'name'>): readonly Problem[] {
  const reason = vm.blockedOperations[name];
  return reason === undefined ? [] : [{ rule: 'blocked', operation: name, reason }];
}

function powerProblems(vm: Vm, { from }: Pick<VmOperation, 'from'>): readonly Problem[] {
  return from.includes(vm.power) ? [] : [{ rule: 'wrong-power-state', power: vm.power, needs: from }];
}

/** A forced stop is how something that hangs is ended, so only a stronger one keeps it out. */
function busyProblems(vm: Vm, { name }: Pick<VmOperation, 'name'>): readonly Problem[] {
  const running = Object.values(vm.currentOperations);
  const inTheWay =
    name === 'hard_shutdown'
      ? running.filter((other) => other === 'hard_shutdown')
      : name === 'hard_reboot'
        ? running.filter((other) => other === 'hard_shutdown' || other === 'hard_reboot')
        : running;
  return inTheWay.slice(0, 1).map((operation) => ({ rule: 'busy', operation }));
}
