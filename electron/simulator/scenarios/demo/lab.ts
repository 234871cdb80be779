import { addBond } from '#simulator/world/build/add-network.ts';
import { addPool } from '#simulator/world/build/add-pool.ts';
import { addHost } from '#simulator/world/build/add-host.ts';
import { addNetwork, addNic } from '#simulator/world/build/add-network.ts';
import { addStorage, localStorage, nfsStorage, removableStorage } from '#simulator/world/build/add-storage.ts';
import { addVm } from '#simulator/world/build/add-vm.ts';
import { debian12, ubuntu2404, windows11 } from '#simulator/world/build/guests.ts';
import { xeonGold6338 } from '#simulator/world/build/processors.ts';
import { GIB, TIB } from '#simulator/world/build/sizes.ts';
import { days } from '#simulator/world/build/spans.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { PoolState } from '#simulator/world/world.ts';
import type { Stage } from '../scenario.ts';

/** A host nobody pooled yet, with what would keep it from joining: a bond, running VMs, storage of its own. */
export function buildLab(stage: Stage): PoolState {
  const draft = stage.draft();
  const host = addHost(draft, {
    name: 'xs-lab-01',
    address: '10.40.0.21',
    description: 'Test bench',
    memoryGib: 128,
    processor: xeonGold6338,
    bootedMs: draft.startMs - days(9),
    tags: ['lab'],
    certificateEndsMs: draft.startMs + days(1200),
  });
  const ports = addNetwork(draft, { name: 'Pool-wide network associated with eth0', bridge: 'xenbr0' });
  const second = addNetwork(draft, { name: 'Pool-wide network associated with eth1', bridge: 'xenbr1' });
  const bonded = addNetwork(draft, { name: 'Bond 0+1', bridge: 'xapi0' });
  const members = [addNic(draft, { host, device: 'eth0', network: ports }), addNic(draft, { host, device: 'eth1', network: second })];
  addBond(draft, {
    host,
    device: 'bond0',
    network: bonded,
    members,
    mode: 'active-backup',
    isManagement: true,
    address: { ip: '10.40.0.21', gateway: '10.40.0.1', dns: '10.20.4.11' },
  });
  const local = addStorage(draft, localStorage({ host, sizeBytes: 900 * GIB, usedBytes: 12 * GIB }));
  for (const drive of removableStorage(host)) addStorage(draft, drive);
  const shared = addStorage(draft, nfsStorage({ name: 'lab-nfs', server: '10.40.0.60', path: '/srv/lab', sizeBytes: TIB, hosts: [host] }));
  const running = { is: 'running', host, startedMs: draft.startMs - days(3) } as const;
  const networks = [bonded];
  addVm(draft, {
    name: 'lab-debian',
    memoryGib: 4,
    vcpus: 2,
    guest: debian12,
    ip: '10.40.4.11',
    state: running,
    disks: [{ sr: local, gib: 20 }],
    networks,
  });
  addVm(draft, {
    name: 'lab-ubuntu',
    memoryGib: 8,
    vcpus: 4,
    guest: ubuntu2404,
    ip: '10.40.4.12',
    state: running,
    disks: [{ sr: shared, gib: 40 }],
    networks,
  });
  addVm(draft, {
    name: 'lab-k8s',
    memoryGib: 16,
    vcpus: 4,
    guest: ubuntu2404,
    ip: '10.40.4.13',
    state: running,
    disks: [{ sr: shared, gib: 60 }],
    networks,
  });
  addVm(draft, {
    name: 'lab-windows',
    memoryGib: 8,
    vcpus: 4,
    guest: windows11,
    ip: '10.40.4.14',
    state: { is: 'halted' },
    disks: [{ sr: local, gib: 64 }],
    networks,
  });
  addPool(draft, { name: '', master: host, hosts: [host], defaultSr: local });
  return startPool(stage.world, draft);
}
