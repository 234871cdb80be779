import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { changedRefs, createPaths, type KeptPaths } from '#shared/domain/placement/paths.ts';
import { createRelation } from '#shared/domain/placement/relation.ts';

/**
 * What the rules ask about the machines of a pool, without looking through all of them each time. It can be kept up with
 * the changes of its pool: a change costs what it touches.
 */
export interface PoolIndex {
  readonly inventory: Inventory;
  drivesOf(vm: VmRef): readonly RecordOf<'vbd'>[];
  cardsOf(vm: VmRef): readonly RecordOf<'vif'>[];
  cardsOn(network: RefOf<'network'>): readonly RecordOf<'vif'>[];
  /** What those that are resident there, or on their way, need at least. */
  leastBytesOn(host: HostRef): number;
  isAttached(host: HostRef, sr: RefOf<'sr'>): boolean;
  wiresOf(network: RefOf<'network'>): readonly RecordOf<'pif'>[];
}

export class KeptPoolIndex implements PoolIndex {
  readonly #paths: KeptPaths;
  readonly #cards = createRelation<RefOf<'vif'>, VmRef>();
  readonly #plugs = createRelation<RefOf<'vif'>, RefOf<'network'>>();
  readonly #needs = new Map<VmRef, { readonly hosts: readonly HostRef[]; readonly bytes: number }>();
  readonly #needed = new Map<HostRef, number>();
  #inventory: Inventory;
  #attached: ReadonlySet<string> | undefined;
  #wires: ReadonlyMap<RefOf<'network'> | null, readonly RecordOf<'pif'>[]> | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#paths = createPaths(inventory);
    for (const ref of inventory.vif.keys()) this.#takeCard(ref);
    for (const ref of inventory.vm.keys()) this.#takeVm(ref);
  }

  get inventory(): Inventory {
    return this.#inventory;
  }

  /** Takes a later inventory of the same pool, and what is new in it. */
  apply(inventory: Inventory, delta: Delta): void {
    this.#inventory = inventory;
    this.#paths.apply(inventory, delta);
    for (const ref of changedRefs<'vif'>(delta.vif)) this.#takeCard(ref);
    for (const ref of changedRefs<'vm'>(delta.vm)) this.#takeVm(ref);
    // Few and seldom others.
    if (delta.pbd !== undefined) this.#attached = undefined;
    if (delta.pif !== undefined) this.#wires = undefined;
  }

  drivesOf(vm: VmRef): readonly RecordOf<'vbd'>[] {
    return this.#paths.drivesOf(vm).flatMap((ref) => this.#inventory.vbd.get(ref) ?? []);
  }

  cardsOf(vm: VmRef): readonly RecordOf<'vif'>[] {
    return this.#cards.membersOf(vm).flatMap((ref) => this.#inventory.vif.get(ref) ?? []);
  }

  cardsOn(network: RefOf<'network'>): readonly RecordOf<'vif'>[] {
    return this.#plugs.membersOf(network).flatMap((ref) => this.#inventory.vif.get(ref) ?? []);
  }

  leastBytesOn(host: HostRef): number {
    return this.#needed.get(host) ?? 0;
  }

  isAttached(host: HostRef, sr: RefOf<'sr'>): boolean {
    this.#attached ??= new Set([...this.#inventory.pbd.values()].filter((pbd) => pbd.isAttached).map((pbd) => `${pbd.host} ${pbd.sr}`));
    return this.#attached.has(`${host} ${sr}`);
  }

  wiresOf(network: RefOf<'network'>): readonly RecordOf<'pif'>[] {
    this.#wires ??= Map.groupBy(this.#inventory.pif.values(), (pif) => pif.network);
    return this.#wires.get(network) ?? [];
  }

  #takeCard(ref: RefOf<'vif'>): void {
    const card = this.#inventory.vif.get(ref);
    this.#cards.put(ref, card?.vm ?? null);
    this.#plugs.put(ref, card?.network ?? null);
  }

  #takeVm(ref: VmRef): void {
    const before = this.#needs.get(ref);
    for (const host of before?.hosts ?? []) this.#add(host, -(before?.bytes ?? 0));
    const vm = this.#inventory.vm.get(ref);
    const hosts = vm === undefined ? [] : [...new Set([vm.residentOn, vm.scheduledOn])].filter((host) => host !== null);
    if (vm === undefined || hosts.length === 0) {
      this.#needs.delete(ref);
      return;
    }
    const bytes = leastBytes(vm);
    this.#needs.set(ref, { hosts, bytes });
    for (const host of hosts) this.#add(host, bytes);
  }

  #add(host: HostRef, bytes: number): void {
    this.#needed.set(host, (this.#needed.get(host) ?? 0) + bytes);
  }
}

/** As small as it may be ballooned; one kind of guest cannot be. */
export function leastBytes(vm: Vm): number {
  return (vm.domainType === 'pv_in_pvh' ? vm.memoryStaticMax : vm.memoryDynamicMin) + vm.memoryOverhead;
}
