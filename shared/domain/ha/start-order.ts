import type { VmRef } from '#shared/domain/inventory/watched.ts';
import type { HaVm } from './ha-facts.ts';

/** VMs that are started together; the next group waits for them. */
export type StartGroup = readonly HaVm[];

/** Where a VM is put: with the others of a group, or in a group of its own before it; past the last one: after all. */
export interface StartPlace {
  readonly group: number;
  readonly isOwn: boolean;
}

/** Protected VMs in the order they are started; negative orders come last. */
export function startGroups(vms: readonly HaVm[]): readonly StartGroup[] {
  const turn = ({ order }: HaVm): number => (order < 0 ? Number.POSITIVE_INFINITY : order);
  const restarted = vms.filter(({ priority }) => priority === 'restart');
  return [...Map.groupBy(restarted, turn)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, members]) => members);
}

export interface NewOrder {
  readonly vm: HaVm;
  readonly order: number;
}

/** The orders that change when the VM is put there: as few as keep every other group as it is. */
export function moved(vms: readonly HaVm[], ref: VmRef, to: StartPlace): readonly NewOrder[] {
  const groups = startGroups(vms);
  const vm = groups.flat().find((each) => each.ref === ref);
  if (vm === undefined) return [];
  const wished = groups.map((members, index) => [...members.filter((each) => each !== vm), ...(index === to.group && !to.isOwn ? [vm] : [])]);
  if (to.isOwn || to.group >= groups.length) wished.splice(to.group, 0, [vm]);
  return ordersOf(
    wished.filter((members) => members.length > 0),
    vm,
  ).filter((next) => next.vm.order !== next.order);
}

/** One group up or down; from a group with others into one of its own first. */
export function stepped(vms: readonly HaVm[], ref: VmRef, step: -1 | 1): readonly NewOrder[] {
  const groups = startGroups(vms);
  const group = groups.findIndex((members) => members.some((each) => each.ref === ref));
  if (group < 0) return [];
  const isAlone = groups[group]?.length === 1;
  if (!isAlone) return moved(vms, ref, { group: step < 0 ? group : group + 1, isOwn: true });
  const next = group + step;
  return next < 0 || next >= groups.length ? [] : moved(vms, ref, { group: next, isOwn: false });
}

/** A group keeps the order it has as long as that is after the group before it; whoever has come in takes it over. */
function ordersOf(groups: readonly StartGroup[], newcomer: HaVm): readonly NewOrder[] {
  let last = -1;
  return groups.flatMap((members, index) => {
    const own = members.filter((vm) => vm !== newcomer).map(({ order }) => order);
    const isAfterAll = index === groups.length - 1 && own.some((order) => order < 0);
    last = isAfterAll ? Math.min(...own) : (own.find((order) => order > last) ?? last + 1);
    return members.map((vm) => ({ vm, order: isAfterAll && vm !== newcomer ? vm.order : last }));
  });
}
