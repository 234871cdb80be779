import { epyc7443, xeonD1541, xeonE52680v4, xeonGold6338 } from '#simulator/world/build/processors.ts';
import { addPlainPool } from './plain-pool.ts';
import type { Scenario } from './scenario.ts';

export const emptyHost: Scenario = {
  name: 'empty-host',
  description: 'One host fresh from the installer: no pool name, no VMs, no shared storage',
  build: (stage) => void addPlainPool(stage, { name: '', hostPrefix: 'fresh', hostCount: 1, addressPrefix: '10.9.0', storage: 'none', vmCount: 0 }),
};

export const threeHostsNfs: Scenario = {
  name: 'three-hosts-nfs',
  description: 'Three equal hosts on one NFS store, 12 VMs',
  build: (stage) => void addPlainPool(stage, { name: 'three-hosts', hostPrefix: 'nfs', hostCount: 3, addressPrefix: '10.2.0', vmCount: 12 }),
};

export const threeHosts50Vms: Scenario = {
  name: 'three-hosts-50-vms',
  description: 'Three hosts and 50 VMs: a middling office pool',
  build: (stage) =>
    void addPlainPool(stage, { name: 'office', hostPrefix: 'office', hostCount: 3, addressPrefix: '10.3.0', memoryGib: 256, vmCount: 50 }),
};

export const sixteenHosts1000Vms: Scenario = {
  name: 'sixteen-hosts-1000-vms',
  description: '16 hosts and 1,000 VMs: a large pool as customers have it',
  build: (stage) =>
    void addPlainPool(stage, {
      name: 'thousand',
      hostPrefix: 'rack',
      hostCount: 16,
      addressPrefix: '10.4.0',
      memoryGib: 512,
      vmCount: 1000,
      fleet: { disksPerVm: 2 },
    }),
};

export const sixteenEmptyHosts: Scenario = {
  name: 'sixteen-empty-hosts',
  description: '16 hosts on one NFS store without a VM: any of them can leave its pool',
  build: (stage) => void addPlainPool(stage, { name: 'spares', hostPrefix: 'spare', hostCount: 16, addressPrefix: '10.4.8', vmCount: 0 }),
};

const GENERATIONS = [xeonGold6338, xeonE52680v4, xeonD1541];

export const heterogeneousCpus: Scenario = {
  name: 'heterogeneous-cpus',
  description: 'Three generations of Intel processors in one pool, levelled to the oldest, and a single AMD host beside it',
  build(stage) {
    addPlainPool(stage, {
      name: 'mixed',
      hostPrefix: 'mixed',
      hostCount: 3,
      addressPrefix: '10.5.0',
      vmCount: 9,
      host: (position) => ({ processor: GENERATIONS[position] ?? xeonE52680v4 }),
    });
    addPlainPool(stage, {
      name: '',
      hostPrefix: 'amd',
      hostCount: 1,
      addressPrefix: '10.5.8',
      storage: 'none',
      vmCount: 2,
      host: () => ({ processor: epyc7443 }),
    });
  },
};
