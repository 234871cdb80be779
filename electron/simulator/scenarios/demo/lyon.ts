import { addPool } from '#simulator/world/build/add-pool.ts';
import { addSite } from '#simulator/world/build/add-site.ts';
import { addStorage, nfsStorage } from '#simulator/world/build/add-storage.ts';
import { addVm, type VmState } from '#simulator/world/build/add-vm.ts';
import { debian12, type Guest, rocky9, ubuntu2404, windows2022 } from '#simulator/world/build/guests.ts';
import { xeonD1541 } from '#simulator/world/build/processors.ts';
import { TIB } from '#simulator/world/build/sizes.ts';
import { days } from '#simulator/world/build/spans.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { PoolState } from '#simulator/world/world.ts';
import type { Stage } from '../scenario.ts';

/** Name, memory in GiB, guest, and the number of its host; without one it is halted. */
const VMS: readonly (readonly [string, number, Guest, (0 | 1)?])[] = [
  ['dc-lyo-01', 8, windows2022, 0],
  ['file-lyo-01', 8, windows2022, 1],
  ['cache-lyo-01', 4, debian12, 0],
  ['cache-lyo-02', 4, debian12, 1],
  ['pos-lyo-01', 4, ubuntu2404, 0],
  ['pos-lyo-02', 4, ubuntu2404, 1],
  ['cam-lyo-01', 8, rocky9, 1],
  ['vpn-lyo-01', 2, debian12, 0],
  ['dns-lyo-01', 2, debian12, 1],
  ['probe-lyo-01', 2, debian12, 0],
  ['pos-lyo-test', 4, ubuntu2404],
];

/** A small branch: two hosts, one NFS store. */
export function buildLyon(stage: Stage): PoolState {
  const draft = stage.draft();
  const host = (number: number) => ({
    name: `xs-lyo-0${number}`,
    address: `10.50.0.1${number}`,
    description: 'Lyon, technical room',
    memoryGib: 64,
    processor: xeonD1541,
    bootedMs: draft.startMs - days(75),
    tags: ['edge'],
    serverModel: 'PowerEdge XR12',
    certificateEndsMs: draft.startMs + days(900),
  });
  const site = addSite(draft, {
    hosts: [host(1), host(2)],
    managementName: 'Management',
    storagePrefix: '10.51.0',
    gateway: '10.50.0.1',
    hasDrives: false,
  });
  const [master] = site.hosts;
  if (master === undefined) throw new RangeError('Lyon has two hosts');
  const store = addStorage(draft, nfsStorage({ name: 'nfs-lyon', server: '10.51.0.60', path: '/export/vm', sizeBytes: 2 * TIB, hosts: site.hosts }));
  VMS.forEach(([name, memoryGib, guest, on], position) => {
    const resident = on === undefined ? undefined : site.hosts[on];
    const state: VmState =
      resident === undefined ? { is: 'halted' } : { is: 'running', host: resident, startedMs: draft.startMs - days(30 + position) };
    addVm(draft, {
      name,
      memoryGib,
      vcpus: 2,
      guest,
      ip: `10.50.4.${20 + position}`,
      state,
      disks: [{ sr: store, gib: 40 }],
      networks: [site.networks.management],
      tags: ['edge'],
    });
  });
  addPool(draft, { name: 'Lyon-Edge', description: 'Branch office', master, hosts: site.hosts, defaultSr: store, tags: ['edge'] });
  return startPool(stage.world, draft);
}
