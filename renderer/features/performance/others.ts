import { byNaturalOrder, isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Machine } from './use-archive.ts';

export interface OtherMachine {
  readonly key: string;
  readonly name: string;
  readonly machine: Machine;
}

/** More than anybody picks from a list. */
const MOST = 500;

/** What can be compared: others of the same kind in the same pool. */
export function others(inventory: Inventory, of: Machine): readonly OtherMachine[] {
  const found: OtherMachine[] = [];
  if (of.is === 'host') {
    for (const [ref, { name }] of inventory.host) found.push({ key: ref, name, machine: { is: 'host', ref } });
  } else {
    for (const [ref, vm] of inventory.vm) if (isOrdinaryVm(vm)) found.push({ key: ref, name: vm.name, machine: { is: 'vm', ref } });
  }
  return found
    .filter(({ key }) => key !== of.ref)
    .toSorted((a, b) => byNaturalOrder(a.name, b.name))
    .slice(0, MOST);
}
