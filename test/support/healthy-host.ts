import type { Believed } from '#shared/domain/diagnosis/believed.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { SightValues } from '#shared/domain/diagnosis/sight.ts';
import type { Domain } from '#shared/domain/diagnosis/sight-machine.ts';
import type { Address, Link, Neighbour, Nic } from '#shared/domain/diagnosis/sight-network.ts';
import { anIdentity, anInput, believedMember } from './sights.ts';

export function aNic(name: string, more: Partial<Nic> = {}): Nic {
  const number = /\d+$/.exec(name)?.[0] ?? '0';
  const mac = `3c:ec:ef:aa:00:0${Number(number) + 1}`;
  return {
    name,
    oper: 'up',
    hasCarrier: true,
    speedMbps: 10_000,
    mac,
    mtu: 1500,
    line: `${name} carrier=${more.hasCarrier === false ? 0 : 1} mac=${mac}`,
    ...more,
  };
}

export const eth0 = aNic('eth0');
export const eth2 = aNic('eth2');

export function anAddress(device: string, address: string, prefix = 24): Address {
  return { device, family: 'inet', address, prefix, scope: 'global', line: `${device} inet ${address}/${prefix}` };
}

function aLink(name: string, mac: string): Link {
  return { name, flags: ['UP'], mtu: 1500, state: 'UP', mac };
}

function aNeighbour(address: string, device: string): Neighbour {
  return { address, device, mac: '3c:ec:ef:11:22:33', state: 'REACHABLE', line: `${address} dev ${device} lladdr 3c:ec:ef:11:22:33 REACHABLE` };
}

export const noAnswer = (address: string, device: string): Neighbour => ({
  address,
  device,
  state: 'FAILED',
  line: `${address} dev ${device} FAILED`,
});

export const dom0: Domain = { id: 0, uuid: 'c1a6b2b0-5d0a-4d0f-9c0c-7b1f9e1f2d33', state: 'running', line: ' 0 | c1a6' };
export const guest: Domain = { id: 12, uuid: '2f7d3c1e-9b2a-4a60-8c8e-1b5b6f0a9c01', name: 'web01', state: 'blocked', line: '12 | 2f7d' };

export const managementPif: Believed['pifs'][number] = {
  uuid: 'aaaaaaaa-0000-4000-8000-000000000001',
  device: 'eth0',
  bridge: 'xenbr0',
  mac: eth0.mac,
  vlan: -1,
  address: '10.20.0.13',
  netmask: '255.255.255.0',
  gateway: '10.20.0.1',
  dns: '10.20.0.2',
  mode: 'static',
  isManagement: true,
  isAttached: true,
  isPhysical: true,
};

const storagePif: Believed['pifs'][number] = {
  ...managementPif,
  uuid: 'aaaaaaaa-0000-4000-8000-000000000002',
  device: 'eth2',
  bridge: 'xenbr2',
  mac: eth2.mac,
  address: '10.99.0.13',
  gateway: '',
  isManagement: false,
};

/** What a host without any trouble says: every section of it. */
export const healthySight: Partial<SightValues> = {
  identity: anIdentity,
  role: { is: 'member', master: '10.20.0.11' },
  services: [{ unit: 'xapi', load: 'loaded', active: 'active', sub: 'running', pid: 2764, result: 'success' }],
  processes: [{ pid: 2764, state: 'Ssl', ageS: 93_000, memoryKiB: 98_211, cpuPercent: 1.2, command: '/opt/xensource/bin/xapi -daemon' }],
  marks: { pidFileS: 1, startupS: 2, initCompleteS: 3, isStartBlocked: false },
  emergency: { is: 'normal', lines: ['false'] },
  links: [aLink('eth0', eth0.mac), aLink('eth2', eth2.mac), aLink('xenbr0', eth0.mac), aLink('xenbr2', eth2.mac)],
  addresses: [anAddress('xenbr0', '10.20.0.13'), anAddress('xenbr2', '10.99.0.13')],
  routes: [{ family: 'inet', to: 'default', via: '10.20.0.1', device: 'xenbr0', line: 'default via 10.20.0.1 dev xenbr0' }],
  neighbours: [aNeighbour('10.20.0.1', 'xenbr0'), aNeighbour('10.20.0.11', 'xenbr0')],
  nics: [eth0, eth2],
  ovs: {
    backend: 'openvswitch',
    answers: true,
    bridges: [
      { name: 'xenbr0', ports: ['eth0'], interfaces: ['eth0'] },
      { name: 'xenbr2', ports: ['eth2'], interfaces: ['eth2'] },
    ],
    interfaceErrors: [],
  },
  bonds: [],
  masterPath: { master: '10.20.0.11', hasPing: true, neighbourState: 'REACHABLE', ports: { 443: 'open', 80: 'filtered' }, lines: ['port 443 rc=0'] },
  management: { doesGatewayAnswer: true, isAddressTaken: false, lines: ['gw_arp rc=0', 'dad rc=0'] },
  mtu: { small: true, large: true, largeBytes: 1500, lines: [] },
  dns: { servers: ['10.20.0.2'], search: [] },
  names: true,
  ntp: {
    daemon: 'chrony',
    sources: [{ address: '10.20.16.1', isSelected: true, isReachable: true, line: '^,*' }],
    offsetMs: -0.06,
    isSynchronised: true,
  },
  clock: { hostMs: 0, skewMs: 12, uncertaintyMs: 5 },
  domains: { domains: [dom0, guest], by: 'list_domains' },
  memory: { totalKiB: 8_000_000, availableKiB: 4_000_000, swapTotalKiB: 1_000_000, swapFreeKiB: 1_000_000, slabKiB: 1, killings: 0 },
  disks: [
    {
      source: '/dev/sda1',
      type: 'ext3',
      on: '/',
      sizeKiB: 18_513_656,
      usedKiB: 5_000_000,
      availableKiB: 13_000_000,
      usedPercent: 28,
      inodesPercent: 8,
      isReadOnly: false,
      line: '/dev/sda1 28% /',
    },
  ],
  stuck: { processes: [], count: 0, kernelLines: [] },
  logs: [{ file: 'xensource', at: 'Nov 21 00:50:11', text: 'xcp3 xapi: [ info||1 |x|y] all is well' }],
  pbds: [
    { uuid: 'bbbbbbbb-0000-4000-8000-000000000001', srUuid: 'cccccccc-0000-4000-8000-000000000001', srName: 'NFS-VMs', isAttached: true, config: {} },
  ],
  nfs: [],
  nfsServers: [],
  nfsHealth: [],
  iscsi: { iqn: 'iqn.2026-01.example:xcp3', sessions: [], fibre: [] },
  iscsiDetails: [],
  iscsiPortals: [],
  pathCounts: [{ scsiId: '36001', now: 2, max: 2 }],
  multipath: { maps: [] },
  lvm: { volumes: [], groups: [] },
  ha: { isArmed: false, flags: {}, hasDaemon: false, settings: {}, staticVdis: [] },
  certificates: {
    own: [{ path: '/etc/xensource/xapi-pool-tls.pem', subject: 'CN = x', validFromMs: 1, validToMs: 4_000_000_000_000, sha256: 'AB:12' }],
    trusted: [],
    isVerifying: true,
  },
  hardware: { faultLines: [], memoryErrors: [{ counter: 'mc0/ce_count', count: 2 }], raid: [] },
  crashes: { dumps: [], boots: [] },
  tasks: [],
  hostRecord: { isEnabled: true, isInMaintenance: false, pendingGuidances: [] },
  sshd: { isActive: true, listeners: [], rules: ['-P INPUT ACCEPT'] },
  dbGeneration: { path: '/var/lib/xcp/state.db', generation: 100, changedAtS: 1 },
};

export const healthyBelieved: Believed = {
  ...believedMember,
  host: { ...believedMember.host, isLive: true, iqn: 'iqn.2026-01.example:xcp3', certificateSha256: 'ab12' },
  pifs: [managementPif, storagePif],
  vms: [{ uuid: guest.uuid ?? '', name: 'web01' }],
};

/** The same host with something amiss. `isDark`: and the pool has lost it. */
export function aSickHost(sight: Partial<SightValues>, believed: Partial<Believed> = {}): DiagnosisInput {
  const host = { ...healthyBelieved.host, isLive: false, ...believed.host };
  return anInput({ sight: { ...healthySight, ...sight }, believed: { ...healthyBelieved, ...believed, host } });
}
