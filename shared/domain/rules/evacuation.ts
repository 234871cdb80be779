import { byNaturalOrder, isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { type Placement, placementIn } from './placement.ts';
import { KeptPoolIndex, type PoolIndex } from './pool-index.ts';
import type { Problem } from './problem.ts';
import { vmProblems } from './vm-rules.ts';

/** A VM of a host that is to be emptied. */
export interface Leaving {
  readonly vm: VmRef;
  readonly name: string;
  readonly bytes: number;
  /** Where it would go; undefined for one that cannot leave. */
  readonly to: HostRef | undefined;
  readonly why: readonly Problem[];
}

/** Memory is counted for all of them together, so it is no reason against a single one. */
const COUNTED_TOGETHER = new Set<Problem['rule']>(['not-enough-memory', 'host-is-busy']);

/**
 * Where each VM of a host goes, as the server will decide: each must be able to run on every other host, and then the
 * biggest goes first, to wherever most memory is free.
 */
export function evacuation(inventory: Inventory, host: HostRef): readonly Leaving[] {
  const index = new KeptPoolIndex(inventory);
  const placement = placementIn(index);
  const targets = [...inventory.host].filter(([ref, other]) => ref !== host && other.isEnabled && isHostLive(inventory, ref)).map(([ref]) => ref);
  const guests = [...inventory.vm].filter(([, vm]) => vm.residentOn === host && isOrdinaryVm(vm)).map(([vm, record]) => ({ vm, record }));
  const why = new Map(guests.map(({ vm, record }) => [vm, reasons({ vm, record }, { inventory, index, placement, targets })]));
  const room = new Map(targets.map((target) => [target, placement.freeBytes(target)]));
  const plan = new Map<VmRef, HostRef>();
  const movable = guests.filter(({ vm }) => why.get(vm)?.length === 0).toSorted((a, b) => placement.needBytes(b.vm) - placement.needBytes(a.vm));
  for (const { vm } of movable) {
    const [roomiest] = [...room].sort((a, b) => b[1] - a[1]);
    if (roomiest === undefined) continue;
    const [target, freeBytes] = roomiest;
    if (freeBytes < placement.needBytes(vm)) {
      const name = inventory.host.get(target)?.name ?? '';
      why.set(vm, [{ rule: 'not-enough-memory', host: name, needBytes: placement.needBytes(vm), freeBytes }]);
      continue;
    }
    room.set(target, freeBytes - placement.needBytes(vm));
    plan.set(vm, target);
  }
  return guests
    .toSorted((a, b) => byNaturalOrder(a.record.name, b.record.name))
    .map(({ vm, record }) => ({ vm, name: record.name, bytes: placement.needBytes(vm), to: plan.get(vm), why: why.get(vm) ?? [] }));
}

interface Guest {
  readonly vm: VmRef;
  readonly record: Vm;
}

interface Surroundings {
  readonly inventory: Inventory;
  readonly index: PoolIndex;
  readonly placement: Placement;
  readonly targets: readonly HostRef[];
}

function reasons({ vm, record }: Guest, { inventory, index, placement, targets }: Surroundings): readonly Problem[] {
  if (targets.length === 0) return [{ rule: 'no-other-host' }];
  const isHaOn = onlyPool(inventory)?.pool.isHaEnabled === true;
  const ha: readonly Problem[] = isHaOn && record.haRestartPriority !== 'restart' ? [{ rule: 'not-protected' }] : [];
  const found = targets.flatMap((target) =>
    vmProblems({ kind: 'vm.migrate', server: '', vm, host: target }, { inventory, index: () => index, placement: () => placement }),
  );
  const counted = found.filter(({ rule }) => !COUNTED_TOGETHER.has(rule));
  return [...ha, ...new Map(counted.map((problem) => [JSON.stringify(problem), problem])).values()];
}
