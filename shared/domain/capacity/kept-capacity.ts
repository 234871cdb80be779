import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { changedRefs, createPaths, type KeptPaths } from '#shared/domain/placement/paths.ts';
import { isSame } from '#shared/domain/tree/tree-row.ts';
import { type HostLinks, hostLinks, type HostRow, hostRows, type PoolNumbers, poolNumbers, type StorageRow, storageRows } from './pool-summary.ts';
import { VmLoads } from './vm-loads.ts';
import { LookCandidates, type WorthALook } from './worth-a-look.ts';

/** What a pool has and what is taken of it. Whatever has not changed is the same object as before. */
export interface Capacity {
  readonly numbers: PoolNumbers;
  /** In no order. */
  readonly hosts: readonly HostRow[];
  readonly storage: readonly StorageRow[];
}

/** Classes of which a pool has few objects, read anew when any of them changes; all others are summed up one by one. */
const FEW = ['pool', 'host', 'hostMetrics', 'sr', 'pbd'] as const;

/** The capacity of one pool, kept up with its changes: a change costs what it touches, however many VMs there are. */
export class KeptCapacity {
  readonly #paths: KeptPaths;
  readonly #loads = new VmLoads();
  readonly #candidates = new LookCandidates();
  readonly #owners = new Map<RefOf<'vmMetrics'>, VmRef>();
  #inventory: Inventory;
  /** How hosts and storage hang together; no VM has a part in it. */
  #frame: { readonly links: HostLinks; readonly storage: readonly StorageRow[] } | undefined;
  #capacity: Capacity | undefined;
  #isBehind = true;
  #look: { readonly atMs: number; readonly is: WorthALook } | undefined;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#paths = createPaths(inventory);
    for (const ref of inventory.vm.keys()) this.#takeVm(ref);
  }

  get inventory(): Inventory {
    return this.#inventory;
  }

  /** Takes a later inventory of the same pool, and what is new in it. */
  apply(inventory: Inventory, delta: Delta): void {
    this.#inventory = inventory;
    for (const ref of this.#touchedBy(inventory, delta)) this.#takeVm(ref);
    for (const gone of delta.vmMetrics?.gone ?? []) this.#owners.delete(gone as RefOf<'vmMetrics'>);
    if (FEW.some((name) => delta[name] !== undefined)) this.#frame = undefined;
    if (delta.certificate !== undefined) this.#look = undefined;
  }

  #touchedBy(inventory: Inventory, delta: Delta): ReadonlySet<VmRef> {
    const touched = new Set(changedRefs<'vm'>(delta.vm));
    // Those it had before, for what is gone names no owner any more.
    for (const metrics of changedRefs<'guestMetrics'>(delta.guestMetrics)) addIfThere(touched, this.#paths.vmOfGuest(metrics));
    for (const metrics of changedRefs<'vmMetrics'>(delta.vmMetrics)) addIfThere(touched, this.#owners.get(metrics));
    for (const vm of this.#paths.apply(inventory, delta)) touched.add(vm);
    for (const vdi of changedRefs<'vdi'>(delta.vdi)) for (const vm of this.#paths.usersOf(vdi)) touched.add(vm);
    return touched;
  }

  get capacity(): Capacity {
    if (this.#capacity === undefined || this.#isBehind || this.#frame === undefined) this.#capacity = sameParts(this.#capacity, this.#read());
    this.#isBehind = false;
    return this.#capacity;
  }

  worthALook(nowMs: number): WorthALook {
    if (this.#look?.atMs !== nowMs) this.#look = { atMs: nowMs, is: this.#candidates.at(this.#inventory, nowMs) };
    return this.#look.is;
  }

  #read(): Capacity {
    const inventory = this.#inventory;
    this.#frame ??= { links: hostLinks(inventory), storage: storageRows(inventory) };
    const { links, storage } = this.#frame;
    return { numbers: poolNumbers(inventory, this.#loads), hosts: hostRows(inventory, { load: this.#loads, links }), storage };
  }

  #takeVm(ref: VmRef): void {
    const metrics = this.#inventory.vm.get(ref)?.metrics ?? null;
    if (metrics !== null) this.#owners.set(metrics, ref);
    if (this.#loads.take(this.#inventory, ref)) this.#isBehind = true;
    if (this.#candidates.take(this.#paths, ref)) this.#look = undefined;
  }
}

function addIfThere(touched: Set<VmRef>, vm: VmRef | undefined): void {
  if (vm !== undefined) touched.add(vm);
}

function sameParts(before: Capacity | undefined, now: Capacity): Capacity {
  if (before === undefined) return now;
  const known = new Map(before.hosts.map((row) => [row.ref, row]));
  const hosts = now.hosts.map((row) => sameOf(known.get(row.ref), row));
  const isSameHosts = hosts.length === before.hosts.length && hosts.every((row, index) => row === before.hosts[index]);
  const next = {
    numbers: sameOf(before.numbers, now.numbers),
    hosts: isSameHosts ? before.hosts : hosts,
    storage: sameOf(before.storage, now.storage),
  };
  const isSameAll = next.numbers === before.numbers && next.hosts === before.hosts && next.storage === before.storage;
  return isSameAll ? before : next;
}

function sameOf<T extends object>(before: T | undefined, now: T): T {
  return before !== undefined && isSame(before, now) ? before : now;
}
