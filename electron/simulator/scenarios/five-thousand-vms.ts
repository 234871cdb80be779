import { addPool } from '#simulator/world/build/add-pool.ts';
import { addFleet } from '#simulator/world/build/add-fleet.ts';
import { addNetwork, addVlan } from '#simulator/world/build/add-network.ts';
import { addSite, type Site } from '#simulator/world/build/add-site.ts';
import { addSnapshot } from '#simulator/world/build/add-snapshot.ts';
import { addStorage, nfsStorage } from '#simulator/world/build/add-storage.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { epyc7443 } from '#simulator/world/build/processors.ts';
import { TIB } from '#simulator/world/build/sizes.ts';
import { days } from '#simulator/world/build/spans.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { Scenario, Stage } from './scenario.ts';

const LARGEST = { hosts: 64, vms: 5000 };
const VLANS = 24;
const SHARED_SRS = 16;
/** Of every 25 VMs, this many have a snapshot. */
const WITH_SNAPSHOT_OF_25 = 12;

export const fiveThousandVms: Scenario = {
  name: 'five-thousand-vms',
  description: `${LARGEST.hosts} hosts and ${LARGEST.vms} VMs, about 84,000 objects: as large as pools get`,
  build: (stage) => buildFleet(stage, LARGEST),
};

/** A pool of VMs that are all alike, of any size. */
export function buildFleet(stage: Stage, size: { readonly hosts: number; readonly vms: number; readonly runningOfTen?: number | undefined }): void {
  const draft = stage.draft();
  const site = addSite(draft, {
    hosts: Array.from({ length: size.hosts }, (_, position) => ({
      name: `big-${String(position + 1).padStart(2, '0')}`,
      address: `10.60.0.${10 + position}`,
      memoryGib: 768,
      processor: epyc7443,
    })),
    storagePrefix: '10.60.1',
    gateway: '10.60.0.1',
  });
  const srs = Array.from({ length: SHARED_SRS }, (_, position) => addSharedSr(draft, site, position));
  const vms = addFleet(draft, {
    count: size.vms,
    ...(size.runningOfTen !== undefined && { runningOfTen: size.runningOfTen }),
    prefix: 'vm-',
    hosts: site.hosts,
    srs,
    networks: addVlans(draft, site),
    disksPerVm: 2,
    cardsPerVm: 2,
  });
  addSnapshots(draft, vms);
  const [master, defaultSr] = [site.hosts[0], srs[0]];
  if (master === undefined || defaultSr === undefined) throw new RangeError('the site is empty');
  addPool(draft, { name: 'five-thousand', master, hosts: site.hosts, defaultSr });
  startPool(stage.world, draft);
}

function addSharedSr(draft: Draft, site: Site, position: number): Ref {
  const name = `nfs-${String(position + 1).padStart(2, '0')}`;
  return addStorage(
    draft,
    nfsStorage({ name, server: `10.60.1.${200 + position}`, path: `/export/${name}`, sizeBytes: 64 * TIB, hosts: site.hosts }),
  );
}

function addVlans(draft: Draft, site: Site): readonly Ref[] {
  return Array.from({ length: VLANS }, (_, position) => {
    const tag = 100 + position;
    const network = addNetwork(draft, { name: `vlan-${tag}`, bridge: `xapi${position}` });
    for (const taggedPif of site.nics('eth1')) addVlan(draft, { taggedPif, tag, network });
    return network;
  });
}

function addSnapshots(draft: Draft, vms: readonly Ref[]): void {
  vms.forEach((vm, position) => {
    if (position % 25 >= WITH_SNAPSHOT_OF_25) return;
    addSnapshot(draft, { vm, name: `before update ${position}`, takenMs: draft.startMs - days(1 + (position % 120)) });
  });
}
