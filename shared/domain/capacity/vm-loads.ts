import { isOrdinaryVm } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';

/** What the VMs that are resident in one place are there; `null` is the place of those that are nowhere. */
export interface HostLoad {
  readonly domainBytes: number;
  readonly vmBytes: number;
  readonly vms: number;
  /** Running or paused. */
  readonly up: number;
  readonly running: ReadonlySet<VmRef>;
}

/** Sums over all VMs of a pool, by the host they are on. */
export interface PoolLoad {
  readonly off: number;
  readonly byHost: ReadonlyMap<HostRef | null, HostLoad>;
}

interface Part {
  readonly host: HostRef | null;
  readonly isOrdinary: boolean;
  readonly bytes: number;
  readonly isUp: boolean;
  readonly isRunning: boolean;
}

type Growing = { -readonly [F in keyof HostLoad]: F extends 'running' ? Set<VmRef> : HostLoad[F] };

/** The sums, kept up: a VM that changes takes out what it had put in, and no other is looked at. */
export class VmLoads implements PoolLoad {
  readonly #parts = new Map<VmRef, Part>();
  readonly #byHost = new Map<HostRef | null, Growing>();
  #off = 0;

  get off(): number {
    return this.#off;
  }

  get byHost(): ReadonlyMap<HostRef | null, HostLoad> {
    return this.#byHost;
  }

  /** Takes the VM as it is now, or that it is gone; says whether any sum is another. */
  take(inventory: Inventory, ref: VmRef): boolean {
    const before = this.#parts.get(ref);
    const now = partOf(inventory, inventory.vm.get(ref));
    if (isSamePart(before, now)) return false;
    if (before !== undefined) this.#add(ref, before, -1);
    if (now === undefined) this.#parts.delete(ref);
    else {
      this.#parts.set(ref, now);
      this.#add(ref, now, 1);
    }
    return true;
  }

  #add(ref: VmRef, { host, isOrdinary, bytes, isUp, isRunning }: Part, sign: 1 | -1): void {
    const load = this.#byHost.get(host) ?? { domainBytes: 0, vmBytes: 0, vms: 0, up: 0, running: new Set() };
    this.#byHost.set(host, load);
    if (!isOrdinary) {
      load.domainBytes += sign * bytes;
      return;
    }
    load.vmBytes += sign * bytes;
    load.vms += sign;
    if (isUp) load.up += sign;
    else this.#off += sign;
    if (!isRunning) return;
    if (sign === 1) load.running.add(ref);
    else load.running.delete(ref);
  }
}

/** Templates and snapshots take nothing. */
function partOf(inventory: Inventory, vm: Vm | undefined): Part | undefined {
  const isOrdinary = vm !== undefined && isOrdinaryVm(vm);
  if (vm === undefined || (!isOrdinary && !vm.isControlDomain)) return undefined;
  const { residentOn: host, power } = vm;
  const bytes = vm.memoryOverhead + actualBytes(inventory, vm);
  return { host, isOrdinary, bytes, isUp: power === 'Running' || power === 'Paused', isRunning: power === 'Running' };
}

function actualBytes(inventory: Inventory, vm: Vm): number {
  const actual = vm.metrics === null ? undefined : inventory.vmMetrics.get(vm.metrics)?.memoryActual;
  return actual ?? vm.memoryDynamicMax;
}

function isSamePart(a: Part | undefined, b: Part | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.host === b.host && a.isOrdinary === b.isOrdinary && a.bytes === b.bytes && a.isUp === b.isUp && a.isRunning === b.isRunning;
}

export function loadOf(inventory: Inventory): PoolLoad {
  const loads = new VmLoads();
  for (const ref of inventory.vm.keys()) loads.take(inventory, ref);
  return loads;
}
