import { addPool } from '#simulator/world/build/add-pool.ts';
import { addSite } from '#simulator/world/build/add-site.ts';
import { addStorage, iscsiStorage } from '#simulator/world/build/add-storage.ts';
import { addVm } from '#simulator/world/build/add-vm.ts';
import { debian12, windows2022 } from '#simulator/world/build/guests.ts';
import { TIB } from '#simulator/world/build/sizes.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { Scenario, Stage } from './scenario.ts';

export const twoHostsIscsi: Scenario = {
  name: 'two-hosts-iscsi',
  description: 'Two hosts on one iSCSI LUN, four VMs: two running, one halted, one suspended',
  build,
};

function build(stage: Stage): void {
  const draft = stage.draft();
  const site = addSite(draft, {
    hosts: [
      { name: 'host-a', address: '10.1.0.11', memoryGib: 64 },
      { name: 'host-b', address: '10.1.0.12', memoryGib: 64 },
    ],
    storagePrefix: '10.1.1',
    gateway: '10.1.0.1',
  });
  const [hostA, hostB] = site.hosts;
  if (hostA === undefined || hostB === undefined) throw new RangeError('the site has too few hosts');
  const target = { portals: ['10.1.1.50'], targetName: 'iqn.2010-01.test.array:lun0', scsiId: '36001405a1b2c3d4e5f60718293a4b5c6', lun: 0 };
  const shared = addStorage(draft, iscsiStorage({ name: 'shared-lun', target, sizeBytes: TIB, hosts: site.hosts }));
  const networks = [site.networks.management];
  addVm(draft, {
    name: 'web',
    memoryGib: 4,
    vcpus: 2,
    guest: debian12,
    ip: '10.1.0.101',
    state: { is: 'running', host: hostA },
    disks: [{ sr: shared, gib: 20 }],
    networks,
  });
  addVm(draft, {
    name: 'files',
    memoryGib: 8,
    vcpus: 4,
    guest: windows2022,
    ip: '10.1.0.102',
    state: { is: 'running', host: hostB },
    disks: [{ sr: shared, gib: 60 }],
    networks,
  });
  addVm(draft, { name: 'spare', memoryGib: 2, vcpus: 1, guest: debian12, state: { is: 'halted' }, disks: [{ sr: shared, gib: 10 }], networks });
  addVm(draft, {
    name: 'paused-work',
    memoryGib: 4,
    vcpus: 2,
    guest: debian12,
    state: { is: 'suspended', sr: shared },
    disks: [{ sr: shared, gib: 20 }],
    networks,
  });
  addPool(draft, { name: 'two-hosts', master: hostA, hosts: site.hosts, defaultSr: shared });
  startPool(stage.world, draft);
}
