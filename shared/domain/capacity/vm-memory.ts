import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, Vm } from '#shared/domain/inventory/watched.ts';

export const MIB = 1024 * 1024;

/** How the hypervisor builds a guest; a paravirtual one may run inside a small hardware-assisted shell. */
export type GuestModel = 'hvm-or-pvh' | 'pv-in-pvh' | 'pv';

interface GuestShape {
  readonly model: GuestModel;
  readonly staticMaxMib: number;
  readonly vcpus: number;
  readonly shadowMultiplier: number;
  /** Newer servers add 38 pages for every virtual processor. */
  readonly countsVcpuPages: boolean;
}

const OWN_MIB: Record<GuestModel, number> = { 'hvm-or-pvh': 2, 'pv-in-pvh': 2, pv: 1 };
const PAGE_KIB = 4;
const SHADOW_PAGES_PER_VCPU = 256;
const SHADOW_PAGES_PER_MIB = 2;
const PAGES_PER_VCPU = 38;
const SHELL_MIB = 23;
const GUEST_MIB_PER_SHELL_MIB = 90;

/** What the hypervisor needs for a guest beside the guest's own memory. */
export function overheadMib({ model, staticMaxMib, vcpus, shadowMultiplier, countsVcpuPages }: GuestShape): number {
  const shadowPages = SHADOW_PAGES_PER_VCPU * vcpus + SHADOW_PAGES_PER_MIB * staticMaxMib;
  const shadow = Math.max(1, Math.trunc(mibOfPages(shadowPages) * shadowMultiplier));
  const shell = model === 'pv-in-pvh' ? SHELL_MIB + Math.trunc(staticMaxMib / GUEST_MIB_PER_SHELL_MIB) : 0;
  return OWN_MIB[model] + shell + shadow + (countsVcpuPages ? mibOfPages(PAGES_PER_VCPU * vcpus) : 0);
}

function mibOfPages(pages: number): number {
  return Math.ceil((pages * PAGE_KIB) / 1024);
}

function guestModelOf(vm: Pick<Vm, 'domainType' | 'hvmBootPolicy' | 'isControlDomain'>): GuestModel {
  if (vm.domainType === 'pv') return 'pv';
  if (vm.domainType === 'pv_in_pvh') return 'pv-in-pvh';
  if (vm.domainType === 'hvm' || vm.domainType === 'pvh') return 'hvm-or-pvh';
  return vm.isControlDomain || vm.hvmBootPolicy === '' ? 'pv' : 'hvm-or-pvh';
}

const COUNTS_VCPU_PAGES_SINCE = 25;

/** Toolstacks numbered by year count them from 25 on; before, builds were 1.x and the record's own figure is right. */
export function countsVcpuPages(host: Host | undefined): boolean {
  return Number.parseInt(host?.software['xapi_build'] ?? '', 10) >= COUNTS_VCPU_PAGES_SINCE;
}

/** What a start of the VM takes at its largest: how the server plans restarts. It counts the overhead anew for this. */
export function largestNeedBytes(vm: Vm, countsPages: boolean): number {
  const staticMaxMib = Math.ceil(vm.memoryStaticMax / MIB);
  if (!countsPages) return staticMaxMib * MIB + vm.memoryOverhead;
  const model = guestModelOf(vm);
  const shadowMultiplier = model === 'pv' ? 1 : vm.shadowMultiplier;
  return (staticMaxMib + overheadMib({ model, staticMaxMib, vcpus: vm.vcpusMax, shadowMultiplier, countsVcpuPages: true })) * MIB;
}

/** What every host would have left if all that run there, or are on their way, were as large as they may become. */
export function leastFreeByHost(inventory: Inventory): ReadonlyMap<HostRef, number> {
  const used = new Map<HostRef, number>();
  for (const vm of inventory.vm.values()) {
    const need = vm.memoryStaticMax + vm.memoryOverhead;
    for (const host of new Set([vm.residentOn, vm.scheduledOn])) if (host !== null) used.set(host, (used.get(host) ?? 0) + need);
  }
  return new Map([...inventory.host].map(([ref, host]) => [ref, Math.max(0, capacityBytes(inventory, host) - (used.get(ref) ?? 0))]));
}

/** What guests can have of a host, its control domain among them. */
export function capacityBytes(inventory: Inventory, host: Host): number {
  const total = host.metrics === null ? 0 : (inventory.hostMetrics.get(host.metrics)?.memoryTotal ?? 0);
  return Math.max(0, total - host.memoryOverhead);
}
