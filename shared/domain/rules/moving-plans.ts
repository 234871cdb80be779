import { isHostLive, isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { RequestOf } from '#shared/domain/operations/request.ts';
import { type Assigned, assign } from './assignment.ts';
import type { Rules } from './rules.ts';

export interface PlanFacts {
  readonly server: string;
  readonly inventory: Inventory;
  readonly rules: Rules;
}

/** Ordinary machines that run there, the largest first: small ones find room in what those leave. */
export function residentsOf({ inventory, rules }: PlanFacts, host: HostRef): readonly VmRef[] {
  const found = [...inventory.vm].filter(([, vm]) => vm.residentOn === host && isOrdinaryVm(vm)).map(([ref]) => ref);
  return largestFirst(found, rules);
}

/** Every machine of a host to another one. */
export function emptyingPlan(facts: PlanFacts, host: HostRef): readonly Assigned[] {
  const { inventory, rules } = facts;
  return assign({
    vms: residentsOf(facts, host),
    hosts: [...inventory.host.keys()].filter((other) => other !== host),
    placement: rules.placement(),
    problemsOf: (vm, to) => rules.problemsOf(moveOf(facts, vm, to)),
  });
}

/** These machines so that every host has about as much room left; those that are right where they are stay. */
export function spreadingPlan(facts: PlanFacts, vms: readonly VmRef[]): readonly Assigned[] {
  const { inventory, rules } = facts;
  const placement = rules.placement();
  const moving = largestFirst(
    vms.filter((vm) => inventory.vm.get(vm)?.power === 'Running'),
    rules,
  );
  const freed = new Map<HostRef, number>();
  for (const vm of moving) {
    const home = inventory.vm.get(vm)?.residentOn ?? null;
    if (home !== null) freed.set(home, (freed.get(home) ?? 0) + placement.needBytes(vm));
  }
  return assign({
    vms: moving,
    hosts: [...inventory.host.keys()].filter((host) => isHostLive(inventory, host)),
    placement,
    freed,
    problemsOf: (vm, to) => (inventory.vm.get(vm)?.residentOn === to ? [] : rules.problemsOf(moveOf(facts, vm, to))),
  });
}

export function moveOf({ server }: PlanFacts, vm: VmRef, host: HostRef): RequestOf<'vm.migrate'> {
  return { kind: 'vm.migrate', server, vm, host };
}

function largestFirst(vms: readonly VmRef[], rules: Rules): readonly VmRef[] {
  const placement = rules.placement();
  return vms.toSorted((a, b) => placement.needBytes(b) - placement.needBytes(a));
}
