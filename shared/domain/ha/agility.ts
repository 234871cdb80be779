import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, Vm, VmRef } from '#shared/domain/inventory/watched.ts';

type SrRef = RefOf<'sr'>;
type NetworkRef = RefOf<'network'>;

/** Why HA cannot promise to restart a VM: what it needs is not on every host that is enabled. */
export type Obstacle =
  | { readonly is: 'virtual-graphics' }
  | { readonly is: 'usb-device' }
  /** `disks` are those on it; `isLocal` where it belongs to one host, else a connection is missing on `hosts`. */
  | {
      readonly is: 'storage';
      readonly sr: SrRef;
      readonly isLocal: boolean;
      readonly disks: readonly RefOf<'vdi'>[];
      readonly isOnlyDisc: boolean;
      readonly hosts: readonly HostRef[];
    }
  | { readonly is: 'network'; readonly network: NetworkRef; readonly hosts: readonly HostRef[] }
  | { readonly is: 'sriov-network'; readonly network: NetworkRef };

export interface Agility {
  /** All that stands in the way, in the server's order: it tells the first. */
  obstaclesOf(vm: VmRef): readonly Obstacle[];
}

/** The server's rule, over one state of a pool: gathered once, asked for many VMs. */
export function agilityIn(inventory: Inventory): Agility {
  const enabled = [...inventory.host].filter(([, host]) => host.isEnabled).map(([ref]) => ref);
  const drives = Map.groupBy(inventory.vbd.values(), (vbd) => vbd.vm);
  const cards = Map.groupBy(inventory.vif.values(), (vif) => vif.vm);
  const storageHosts = hostsBy([...inventory.pbd.values()].filter((pbd) => pbd.isAttached).map((pbd) => [pbd.sr, pbd.host]));
  const pifs = [...inventory.pif.values()];
  const networkHosts = hostsBy(pifs.filter((pif) => pif.bondSlaveOf === null).map((pif) => [pif.network, pif.host]));
  const sriovNetworks = new Set(pifs.filter((pif) => pif.sriovLogicalOf.length > 0).map((pif) => pif.network));

  function storageObstacles(vm: VmRef): readonly Obstacle[] {
    const used = (drives.get(vm) ?? []).filter((drive) => !drive.isEmpty && drive.vdi !== null);
    const bySr = Map.groupBy(used, (drive) => (drive.vdi === null ? null : (inventory.vdi.get(drive.vdi)?.sr ?? null)));
    return [...bySr].flatMap(([sr, slots]): readonly Obstacle[] => {
      if (sr === null) return [];
      const isLocal = inventory.sr.get(sr)?.isShared !== true;
      const hosts = missingFrom(storageHosts.get(sr));
      if (!isLocal && hosts.length === 0) return [];
      const disks = slots.flatMap((slot) => slot.vdi ?? []);
      return [{ is: 'storage', sr, isLocal, disks, isOnlyDisc: slots.every((slot) => slot.type === 'CD'), hosts }];
    });
  }

  function networkObstacles(vm: VmRef): readonly Obstacle[] {
    return networksOf(vm).flatMap((network): readonly Obstacle[] => {
      if (sriovNetworks.has(network)) return [{ is: 'sriov-network', network }];
      const hosts = missingFrom(networkHosts.get(network));
      return hosts.length === 0 ? [] : [{ is: 'network', network, hosts }];
    });
  }

  const networksOf = (vm: VmRef) => [...new Set((cards.get(vm) ?? []).flatMap((card) => card.network ?? []))];
  const missingFrom = (hosts: ReadonlySet<HostRef> | undefined) => enabled.filter((host) => hosts?.has(host) !== true);

  return {
    obstaclesOf(ref) {
      const vm = inventory.vm.get(ref);
      return vm === undefined ? [] : [...deviceObstacles(vm), ...storageObstacles(ref), ...networkObstacles(ref)];
    },
  };
}

function deviceObstacles(vm: Vm): readonly Obstacle[] {
  const graphics: readonly Obstacle[] = vm.vgpus.length > 0 ? [{ is: 'virtual-graphics' }] : [];
  return vm.vusbs.length > 0 ? [...graphics, { is: 'usb-device' }] : graphics;
}

function hostsBy<K>(pairs: readonly (readonly [K | null, HostRef | null])[]): ReadonlyMap<K, ReadonlySet<HostRef>> {
  const map = new Map<K, Set<HostRef>>();
  for (const [key, host] of pairs) {
    if (key === null || host === null) continue;
    const hosts = map.get(key) ?? new Set();
    map.set(key, hosts.add(host));
  }
  return map;
}
