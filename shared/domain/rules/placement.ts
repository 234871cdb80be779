import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Problem } from './problem.ts';

const MIB = 1024 * 1024;

/** Which host can take which VM, by what the pool's records say. Gathered once, asked many times. */
export interface Placement {
  /** Everything that stands against the VM running on this host. */
  problems(vm: VmRef, host: HostRef): readonly Problem[];
  /** Empty when some host can take it, else why each cannot. */
  startProblems(vm: VmRef): readonly Problem[];
  isPluggedOn(sr: RefOf<'sr'>, host: HostRef): boolean;
}

interface Place {
  readonly vm: Vm;
  readonly ref: HostRef;
  readonly host: Host;
}

export function placementIn(inventory: Inventory): Placement {
  const drives = Map.groupBy(inventory.vbd.values(), (vbd) => vbd.vm);
  const cards = Map.groupBy(inventory.vif.values(), (vif) => vif.vm);
  const residents = Map.groupBy(inventory.vm.values(), (vm) => vm.residentOn);
  const attached = new Set([...inventory.pbd.values()].filter((pbd) => pbd.isAttached).map((pbd) => `${pbd.host} ${pbd.sr}`));
  const wires = Map.groupBy(inventory.pif.values(), (pif) => pif.network);

  function storageProblems(ref: VmRef, { vm, ...place }: Place): readonly Problem[] {
    const disks = [...(drives.get(ref) ?? []).filter((drive) => !drive.isEmpty).map((drive) => drive.vdi), vm.suspendVdi];
    const repositories = new Set(disks.flatMap((vdi) => (vdi === null ? [] : (inventory.vdi.get(vdi)?.sr ?? []))));
    return [...repositories]
      .filter((sr) => !attached.has(`${place.ref} ${sr}`))
      .map((sr) => ({ rule: 'not-on-host', what: 'storage', name: inventory.sr.get(sr)?.name ?? '', host: place.host.name }));
  }

  function networkProblems(ref: VmRef, { ref: here, host }: Place): readonly Problem[] {
    const networks = new Set((cards.get(ref) ?? []).flatMap((card) => card.network ?? []));
    return [...networks]
      .filter((network) => !isNetworkOn(network, here))
      .map((network) => ({ rule: 'not-on-host', what: 'network', name: inventory.network.get(network)?.name ?? '', host: host.name }));
  }

  /** A network with wires is where one of them is; one without is where its running VMs are. */
  function isNetworkOn(network: RefOf<'network'>, host: HostRef): boolean {
    const own = wires.get(network) ?? [];
    if (own.length > 0) return own.some((pif) => pif.host === host && pif.bondSlaveOf === null);
    const record = inventory.network.get(network);
    if (record === undefined || !record.isManaged || record.otherConfig['assume_network_is_shared'] === 'true') return true;
    const users = [...inventory.vif.values()].filter((vif) => vif.network === network && vif.isAttached);
    const homes = users.flatMap((vif) => (vif.vm === null ? [] : (inventory.vm.get(vif.vm)?.residentOn ?? [])));
    return homes.length === 0 || homes.includes(host);
  }

  function freeBytes(ref: HostRef, host: Host): number {
    const total = host.metrics === null ? 0 : (inventory.hostMetrics.get(host.metrics)?.memoryTotal ?? 0);
    const used = (residents.get(ref) ?? []).reduce((sum, vm) => sum + leastBytes(vm), 0);
    return Math.max(0, total - host.memoryOverhead - used);
  }

  function machineProblems({ vm, ref, host }: Place): readonly Problem[] {
    const problems: Problem[] = [];
    if (isHardwareAssisted(vm) && !host.capabilities.some((capability) => capability.startsWith('hvm'))) {
      problems.push({ rule: 'no-virtualisation', host: host.name });
    }
    const needBytes = Math.ceil((leastBytes(vm) - vm.memoryOverhead) / MIB) * MIB + vm.memoryOverhead;
    const free = freeBytes(ref, host);
    if (needBytes > free) problems.push({ rule: 'not-enough-memory', host: host.name, needBytes, freeBytes: free });
    const processors = Number(host.cpuInfo['cpu_count']);
    if (vm.vcpusMax > processors) problems.push({ rule: 'not-enough-processors', host: host.name, needs: vm.vcpusMax, has: processors });
    return problems;
  }

  function problems(ref: VmRef, to: HostRef): readonly Problem[] {
    const vm = inventory.vm.get(ref);
    const host = inventory.host.get(to);
    if (vm === undefined || host === undefined) return [{ rule: 'not-there' }];
    if (!isHostLive(inventory, to)) return [{ rule: 'host-not-live', host: host.name }];
    if (!host.isEnabled) return [{ rule: 'host-disabled', host: host.name }];
    const place = { vm, ref: to, host };
    return [...storageProblems(ref, place), ...networkProblems(ref, place), ...machineProblems(place)];
  }

  return {
    problems,
    startProblems(vm) {
      const byHost = [...inventory.host.keys()].map((host) => problems(vm, host));
      return byHost.some((found) => found.length === 0) ? [] : [{ rule: 'no-host-fits' }, ...byHost.flat()];
    },
    isPluggedOn(sr, host) {
      return attached.has(`${host} ${sr}`);
    },
  };
}

/** As small as it may be ballooned; one kind of guest cannot be. */
function leastBytes(vm: Vm): number {
  return (vm.domainType === 'pv_in_pvh' ? vm.memoryStaticMax : vm.memoryDynamicMin) + vm.memoryOverhead;
}

export function isHardwareAssisted(vm: Vm): boolean {
  if (vm.domainType === 'hvm' || vm.domainType === 'pvh') return true;
  return vm.domainType !== 'pv' && vm.domainType !== 'pv_in_pvh' && vm.hvmBootPolicy !== '';
}
