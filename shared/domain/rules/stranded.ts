import { disksOfVm } from '#shared/domain/inventory/disks.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { type Assigned, assign } from './assignment.ts';
import { type PlanFacts, residentsOf } from './moving-plans.ts';
import type { Placement } from './placement.ts';
import type { Problem } from './problem.ts';

/** What HA does about a machine whose host has failed. */
export type HaPlan = 'restarts-it' | 'may-restart-it' | 'leaves-it' | 'is-off';

export interface Stranded extends Assigned {
  readonly name: string;
  readonly uuid: string;
  readonly power: string;
  readonly ha: HaPlan;
  readonly disks: DiskReach;
}

/** Where a machine's disks lie, and who else gets at all of them. */
export interface DiskReach {
  readonly storage: readonly string[];
  /** Hosts that are live. */
  readonly from: readonly HostRef[];
  /** There is no live host beside them. */
  readonly isFromAll: boolean;
}

/** The machines the pool still has on a host it has lost, in the order they should come back. */
export function strandedOn(facts: PlanFacts, host: HostRef): readonly Stranded[] {
  const { inventory, rules } = facts;
  const isHaOn = onlyPool(inventory)?.pool.isHaEnabled === true;
  const vms = residentsOf(facts, host).toSorted((a, b) => orderOf(inventory.vm.get(a)) - orderOf(inventory.vm.get(b)));
  const placement = rules.placement();
  const assigned = assign({
    vms,
    hosts: [...inventory.host.keys()].filter((other) => other !== host),
    placement,
    problemsOf: (vm, to) => withoutProcessor(placement.problems(vm, to)),
  });
  return assigned.flatMap((each) => {
    const vm = inventory.vm.get(each.vm);
    if (vm === undefined) return [];
    const { name, uuid, power } = vm;
    return [{ ...each, name, uuid, power, ha: isHaOn ? haPlanOf(vm) : 'is-off', disks: diskReach(inventory, each.vm, host) }];
  });
}

function diskReach(inventory: Inventory, vm: VmRef, lost: HostRef): DiskReach {
  const stores = [...new Set(disksOfVm(inventory, vm).flatMap((disk) => inventory.vdi.get(disk)?.sr ?? []))];
  const links = [...inventory.pbd.values()].filter(({ isAttached }) => isAttached);
  const others = [...inventory.host.keys()].filter((other) => other !== lost && isHostLive(inventory, other));
  const from = others.filter((other) => stores.every((sr) => links.some((link) => link.host === other && link.sr === sr)));
  return { storage: stores.flatMap((sr) => inventory.sr.get(sr)?.name ?? []), from, isFromAll: from.length === others.length };
}

/** What it saw when it booted is over with the domain that is gone. */
function withoutProcessor(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ rule }) => rule !== 'other-processor');
}

function orderOf(vm: Vm | undefined): number {
  return vm?.order ?? 0;
}

function haPlanOf({ haRestartPriority }: Pick<Vm, 'haRestartPriority'>): Exclude<HaPlan, 'is-off'> {
  if (haRestartPriority === 'restart') return 'restarts-it';
  return haRestartPriority === 'best-effort' ? 'may-restart-it' : 'leaves-it';
}

interface RecoveryOf {
  readonly vm: VmRef;
  readonly to: HostRef | undefined;
}

interface RecoveryFacts {
  readonly inventory: Inventory;
  readonly placement: () => Placement;
}

/** Why a machine cannot be given up where it is and started anew. */
export function recoveryProblems({ inventory, placement }: RecoveryFacts, { vm: ref, to }: RecoveryOf): readonly Problem[] {
  const vm = inventory.vm.get(ref);
  if (vm === undefined) return [{ rule: 'not-there' }];
  const there: readonly Problem[] = to === undefined ? [] : withoutProcessor(placement().problems(ref, to));
  // Given up already: what is left is to start it.
  if (vm.power === 'Halted') return to === undefined ? [{ rule: 'unchanged' }] : there;
  return [...lossProblems(inventory, vm), ...there];
}

/** It must be lost, and nobody else about to start it. */
function lossProblems(inventory: Inventory, vm: Vm): readonly Problem[] {
  if (vm.residentOn === null) return [{ rule: 'wrong-power-state', power: vm.power, needs: ['Running', 'Paused'] }];
  const problems: Problem[] = [];
  if (isHostLive(inventory, vm.residentOn)) problems.push({ rule: 'host-is-live', host: inventory.host.get(vm.residentOn)?.name ?? '' });
  const isHaOn = onlyPool(inventory)?.pool.isHaEnabled === true;
  if (isHaOn && haPlanOf(vm) !== 'leaves-it') problems.push({ rule: 'ha-restarts-it' });
  return problems;
}
