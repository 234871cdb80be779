import { isHostLive } from '#shared/domain/inventory/facts.ts';
import { canMoveTo, readFeatures } from '#shared/domain/levelling/feature-set.ts';
import type { Host, HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { leastBytes, type PoolIndex } from './pool-index.ts';
import type { Problem } from './problem.ts';

const MIB = 1024 * 1024;

/** Which host can take which VM, by what the pool's records say. Machines that need the same get the same answer. */
export interface Placement {
  /** Everything that stands against the VM running on this host. */
  problems(vm: VmRef, host: HostRef): readonly Problem[];
  /** Empty when some host can take it, else why each cannot. */
  startProblems(vm: VmRef): readonly Problem[];
  isPluggedOn(sr: RefOf<'sr'>, host: HostRef): boolean;
  /** What it would take there, and what there is. */
  needBytes(vm: VmRef): number;
  freeBytes(host: HostRef): number;
}

/** What a machine must find where it runs. */
interface Needs {
  readonly vm: Vm;
  readonly repositories: ReadonlySet<RefOf<'sr'>>;
  readonly networks: ReadonlySet<RefOf<'network'>>;
}

interface Place {
  readonly ref: HostRef;
  readonly host: Host;
}

/** Why a host would refuse to start the machine, however much room it has. */
export function bootProblems(vm: Vm, host: Host): readonly Problem[] {
  const isMissing = isHardwareAssisted(vm) && !host.capabilities.some((capability) => capability.startsWith('hvm'));
  const processors = Number(host.cpuInfo['cpu_count']);
  return [
    ...(isMissing ? [{ rule: 'no-virtualisation', host: host.name } as const] : []),
    ...(vm.vcpusMax > processors ? [{ rule: 'not-enough-processors', host: host.name, needs: vm.vcpusMax, has: processors } as const] : []),
  ];
}

export function placementIn(index: PoolIndex): Placement {
  const { inventory } = index;
  const starts = new Map<string, readonly Problem[]>();
  const homes = new Map<RefOf<'network'>, ReadonlySet<HostRef>>();

  function needsOf(ref: VmRef, vm: Vm): Needs {
    const disks = [...index.drivesOf(ref).flatMap(({ isEmpty, vdi }) => (isEmpty ? [] : vdi)), vm.suspendVdi];
    return {
      vm,
      repositories: new Set(disks.flatMap((vdi) => (vdi === null ? [] : (inventory.vdi.get(vdi)?.sr ?? [])))),
      networks: new Set(index.cardsOf(ref).flatMap(({ network }) => network ?? [])),
    };
  }

  function storageProblems({ repositories }: Needs, { ref: here, host }: Place): readonly Problem[] {
    return [...repositories]
      .filter((sr) => !index.isAttached(here, sr))
      .map((sr) => ({ rule: 'not-on-host', what: 'storage', name: inventory.sr.get(sr)?.name ?? '', host: host.name }));
  }

  function networkProblems({ networks }: Needs, { ref: here, host }: Place): readonly Problem[] {
    return [...networks]
      .filter((network) => !isNetworkOn(network, here))
      .map((network) => ({ rule: 'not-on-host', what: 'network', name: inventory.network.get(network)?.name ?? '', host: host.name }));
  }

  /** A network with wires is where one of them is; one without is where its running VMs are. */
  function isNetworkOn(network: RefOf<'network'>, host: HostRef): boolean {
    const own = index.wiresOf(network);
    if (own.length > 0) return own.some((pif) => pif.host === host && pif.bondSlaveOf === null);
    const record = inventory.network.get(network);
    if (record === undefined || !record.isManaged || record.otherConfig['assume_network_is_shared'] === 'true') return true;
    const there = homesOn(network);
    return there.size === 0 || there.has(host);
  }

  function homesOn(network: RefOf<'network'>): ReadonlySet<HostRef> {
    const known = homes.get(network);
    if (known !== undefined) return known;
    const users = index.cardsOn(network).filter((card) => card.isAttached);
    const found = new Set(users.flatMap(({ vm }) => (vm === null ? [] : (inventory.vm.get(vm)?.residentOn ?? []))));
    homes.set(network, found);
    return found;
  }

  function freeBytes(ref: HostRef, host: Host): number {
    const total = host.metrics === null ? 0 : (inventory.hostMetrics.get(host.metrics)?.memoryTotal ?? 0);
    return Math.max(0, total - host.memoryOverhead - index.leastBytesOn(ref));
  }

  function machineProblems({ vm }: Needs, { ref, host }: Place): readonly Problem[] {
    const needBytes = bootBytes(vm);
    const free = freeBytes(ref, host);
    const isShort = needBytes > free;
    return [...bootProblems(vm, host), ...(isShort ? [{ rule: 'not-enough-memory', host: host.name, needBytes, freeBytes: free } as const] : [])];
  }

  function problemsOn(to: HostRef, needs: Needs): readonly Problem[] {
    const host = inventory.host.get(to);
    if (host === undefined) return [{ rule: 'not-there' }];
    if (!isHostLive(inventory, to)) return [{ rule: 'host-not-live', host: host.name }];
    if (!host.isEnabled) return [{ rule: 'host-disabled', host: host.name }];
    const place = { ref: to, host };
    const type = needs.vm.metrics === null ? undefined : inventory.vmMetrics.get(needs.vm.metrics)?.domainType;
    return [
      ...processorProblems({ vm: needs.vm, type }, host),
      ...storageProblems(needs, place),
      ...networkProblems(needs, place),
      ...machineProblems(needs, place),
    ];
  }

  function startProblems(needs: Needs): readonly Problem[] {
    const reasons: Problem[] = [{ rule: 'no-host-fits' }];
    for (const host of inventory.host.keys()) {
      const problems = problemsOn(host, needs);
      if (problems.length === 0) return [];
      reasons.push(...problems);
    }
    return reasons;
  }

  return {
    problems(ref, host) {
      const vm = inventory.vm.get(ref);
      return vm === undefined ? [{ rule: 'not-there' }] : problemsOn(host, needsOf(ref, vm));
    },
    startProblems(ref) {
      const vm = inventory.vm.get(ref);
      if (vm === undefined) return [{ rule: 'not-there' }];
      const needs = needsOf(ref, vm);
      const same = sameNeeds(needs);
      const known = starts.get(same) ?? startProblems(needs);
      starts.set(same, known);
      return known;
    },
    isPluggedOn: (sr, host) => index.isAttached(host, sr),
    needBytes(ref) {
      const vm = inventory.vm.get(ref);
      return vm === undefined ? 0 : bootBytes(vm);
    },
    freeBytes(ref) {
      const host = inventory.host.get(ref);
      return host === undefined ? 0 : freeBytes(ref, host);
    },
  };
}

interface Booted {
  readonly vm: Vm;
  /** What kind of domain it runs in. */
  readonly type: string | undefined;
}

/** What has booted keeps the processor it saw until it is halted. */
export function processorProblems({ vm, type }: Booted, host: Host): readonly Problem[] {
  if (vm.power === 'Halted') return [];
  const { vendor, features } = vm.lastBootProcessor;
  if (vendor !== undefined && vendor !== host.cpuInfo['vendor']) return [{ rule: 'other-processor', host: host.name, why: 'vendor' }];
  if (features === undefined || hasFeatures(host, { features, type })) return [];
  return [{ rule: 'other-processor', host: host.name, why: 'features' }];
}

function hasFeatures(host: Host, { features, type }: { readonly features: string; readonly type: string | undefined }): boolean {
  const own = readFeatures(features);
  const offered = readFeatures(host.cpuInfo[type === 'pv' ? 'features_pv' : 'features_hvm'] ?? '');
  return own === undefined || offered === undefined || canMoveTo(offered, own);
}

/** All that what is said of starting a machine depends on. */
function sameNeeds({ vm, repositories, networks }: Needs): string {
  const processor = vm.power === 'Halted' ? [] : [vm.metrics, vm.lastBootProcessor['vendor'], vm.lastBootProcessor['features']];
  const machine = [isHardwareAssisted(vm), leastBytes(vm), vm.memoryOverhead, vm.vcpusMax, ...processor];
  return [...machine, ...[...repositories].sort(), 'on', ...[...networks].sort()].join(' ');
}

/** Servers count what a machine starts with in whole MiB. */
export function bootBytes(vm: Vm): number {
  return Math.ceil((leastBytes(vm) - vm.memoryOverhead) / MIB) * MIB + vm.memoryOverhead;
}

export function isHardwareAssisted(vm: Vm): boolean {
  if (vm.domainType === 'hvm' || vm.domainType === 'pvh') return true;
  return vm.domainType !== 'pv' && vm.domainType !== 'pv_in_pvh' && vm.hvmBootPolicy !== '';
}
