import type { Ref } from '#simulator/world/value.ts';
import { addHost, type HostPlan } from './add-host.ts';
import { type AddressPlan, addNetwork, addNic } from './add-network.ts';
import { addStorage, localStorage, removableStorage } from './add-storage.ts';
import type { Draft } from './draft.ts';
import { GIB } from './sizes.ts';

interface SitePlan {
  readonly hosts: readonly HostPlan[];
  readonly managementName?: string;
  /** First three numbers of the storage network; without it the hosts have no storage addresses. */
  readonly storagePrefix?: string;
  readonly gateway?: string;
  readonly dns?: string;
  readonly localDiskGib?: number;
  readonly localUsedGib?: number;
  /** Optical and USB drives, which a bare rack server may lack. */
  readonly hasDrives?: boolean;
}

export interface Site {
  readonly hosts: readonly Ref[];
  /** One per host, in the same order. */
  readonly localSrs: readonly Ref[];
  readonly networks: { readonly management: Ref; readonly second: Ref; readonly storage: Ref };
  /** Ports by device: `nics('eth2')` has one per host. */
  nics(device: string): readonly Ref[];
}

/**
 * The usual rack: eth0 for management, eth1 spare, eth2 at 10 Gb/s for storage, eth3 without a cable;
 * one network per port over all hosts, and a disk in every host.
 */
export function addSite(draft: Draft, plan: SitePlan): Site {
  const networks = {
    management: addNetwork(draft, { name: plan.managementName ?? 'Pool-wide network associated with eth0', bridge: 'xenbr0' }),
    second: addNetwork(draft, { name: 'Pool-wide network associated with eth1', bridge: 'xenbr1' }),
    storage: addNetwork(draft, { name: 'Pool-wide network associated with eth2', bridge: 'xenbr2' }),
    spare: addNetwork(draft, { name: 'Pool-wide network associated with eth3', bridge: 'xenbr3' }),
  };
  const ports = new Map<string, Ref[]>(['eth0', 'eth1', 'eth2', 'eth3'].map((device) => [device, []]));
  const hosts = plan.hosts.map((hostPlan) => {
    const host = addHost(draft, hostPlan);
    for (const nic of nicsOf(plan, hostPlan)) ports.get(nic.device)?.push(addNic(draft, { host, ...nic, network: networks[nic.role] }));
    return host;
  });
  const localSrs = hosts.map((host) => addLocalSrs(draft, plan, host));
  return { hosts, localSrs, networks, nics: (device) => ports.get(device) ?? [] };
}

function nicsOf(plan: SitePlan, host: HostPlan) {
  const management: AddressPlan = { ip: host.address, gateway: plan.gateway, dns: plan.dns };
  const hostNumber = host.address.slice(host.address.lastIndexOf('.') + 1);
  const storage = plan.storagePrefix === undefined ? {} : { address: { ip: `${plan.storagePrefix}.${hostNumber}` }, purpose: 'Storage' };
  return [
    { device: 'eth0', role: 'management', address: management, isManagement: true },
    { device: 'eth1', role: 'second' },
    { device: 'eth2', role: 'storage', gigabits: 10, ...storage },
    { device: 'eth3', role: 'spare', hasLink: false },
  ] as const;
}

function addLocalSrs(draft: Draft, plan: SitePlan, host: Ref): Ref {
  const sizeBytes = (plan.localDiskGib ?? 430) * GIB;
  const local = addStorage(draft, localStorage({ host, sizeBytes, usedBytes: (plan.localUsedGib ?? 6) * GIB }));
  if (plan.hasDrives !== false) for (const drive of removableStorage(host)) addStorage(draft, drive);
  draft.change('host', host, { suspend_image_sr: local, crash_dump_sr: local });
  return local;
}
