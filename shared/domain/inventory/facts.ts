import type { Inventory } from './inventory.ts';
import type { HostRef, Pool, PoolRef, RecordOf, Vm } from './watched.ts';

export function onlyPool(inventory: Inventory): { readonly ref: PoolRef; readonly pool: Pool } | undefined {
  for (const [ref, pool] of inventory.pool) return { ref, pool };
  return undefined;
}

/** What a reference leads to; one to nothing leads nowhere. */
export function recordAt<R, T>(records: ReadonlyMap<R, T>, ref: R | null | undefined): T | undefined {
  return ref === null || ref === undefined ? undefined : records.get(ref);
}

/** What the pool itself says about a host; other witnesses may know better. */
export function isHostLive(inventory: Inventory, host: HostRef): boolean {
  const metrics = inventory.host.get(host)?.metrics;
  return metrics !== undefined && metrics !== null && inventory.hostMetrics.get(metrics)?.isLive === true;
}

/** Templates, snapshots and control domains are VMs only to the server. */
export function isOrdinaryVm(vm: Vm): boolean {
  return !vm.isTemplate && !vm.isSnapshot && !vm.isControlDomain;
}

/** A host without a pool is called by its own name, and what nothing is known about by its address. */
export function poolNameOf({ inventory, address }: { readonly inventory: Inventory; readonly address: string }): string {
  const pool = onlyPool(inventory)?.pool.name ?? '';
  const [host] = inventory.host.values();
  return [pool, host?.name ?? ''].find((name) => name !== '') ?? address;
}

/** The host a VM is shown under: where it is resident, else where it prefers to start if that host is live. */
export function homeOf(inventory: Inventory, vm: Vm): HostRef | undefined {
  if (vm.residentOn !== null && inventory.host.has(vm.residentOn)) return vm.residentOn;
  if (vm.affinity !== null && isHostLive(inventory, vm.affinity)) return vm.affinity;
  return undefined;
}

/** Addresses the guest reports, IPv4 first, in the order of its interfaces. */
export function addressesOf(inventory: Inventory, vm: Vm): readonly string[] {
  const networks = vm.guestMetrics === null ? undefined : inventory.guestMetrics.get(vm.guestMetrics)?.networks;
  if (networks === undefined) return [];
  const keys = Object.keys(networks).sort(byNaturalOrder);
  // Guests report '0/ip', newer agents '0/ipv4/0' and '0/ipv6/0'; the first two are often both there.
  const four = keys.filter((key) => /^\d+\/(ip|ipv4\/\d+)$/.test(key));
  const six = keys.filter((key) => /^\d+\/ipv6\/\d+$/.test(key));
  return [...new Set([...four, ...six].map((key) => networks[key] ?? ''))].filter((address) => address !== '');
}

/** As people call it: Windows guests write where they are installed behind the name. */
export function osNameOf({ os }: RecordOf<'guestMetrics'>): string {
  return (os['name'] ?? '').split('|')[0]?.trim() ?? '';
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

export function byNaturalOrder(a: string, b: string): number {
  return collator.compare(a, b);
}
