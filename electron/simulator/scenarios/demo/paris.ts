import { addPool } from '#simulator/world/build/add-pool.ts';
import { addNetwork, addVlan } from '#simulator/world/build/add-network.ts';
import { addSite, type Site } from '#simulator/world/build/add-site.ts';
import { addSnapshotSchedule } from '#simulator/world/build/add-snapshot-schedule.ts';
import { addSnapshot } from '#simulator/world/build/add-snapshot.ts';
import { addSubject } from '#simulator/world/build/add-roles.ts';
import { addVm, type VmState } from '#simulator/world/build/add-vm.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { xeonGold6338 } from '#simulator/world/build/processors.ts';
import { days, hours, minutes } from '#simulator/world/build/spans.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { Account, PoolState } from '#simulator/world/world.ts';
import { addControllerSecret, controllerAt } from '../controllers.ts';
import type { Stage } from '../scenario.ts';
import { addParisStorage, fillParisStorage, type ParisStores } from './paris-storage.ts';
import { type ParisDisk, type ParisHost, type ParisVm, parisVms, WITHOUT_TOOLS } from './paris-vms.ts';

const MASTER_BOOTED_DAYS = 130;

/** Names as the directory spells them; the password is the demo's own. */
const people: readonly Account[] = [
  { user: 'm.leroy', password: 'poolkeeper', role: 'pool-operator' },
  { user: 'a.moreau', password: 'poolkeeper', role: 'vm-admin' },
  { user: 'audit', password: 'poolkeeper', role: 'read-only' },
];

export function buildParis(stage: Stage): PoolState {
  const draft = stage.draft();
  const site = addParisSite(draft);
  const hosts = byName(site);
  const stores = addParisStorage(draft, site);
  const networks = addParisNetworks(draft, site);
  const vms = new Map(parisVms.map((vm) => [vm.name, addVm(draft, vmPlan(draft, vm, { hosts, stores, networks, site }))]));
  addParisSnapshots(draft, vms);
  fillParisStorage(draft, stores, site.localSrs);
  addSubject(draft, { name: 'm.leroy', displayName: 'Marie Leroy', role: 'pool-operator' });
  addSubject(draft, { name: 'a.moreau', displayName: 'Alain Moreau', role: 'vm-admin' });
  addSubject(draft, { name: 'audit', displayName: 'Audit', isGroup: true, role: 'read-only' });
  addPool(draft, {
    name: 'Paris-DC1',
    description: 'Main data centre',
    master: hosts['xs-par-01'],
    hosts: site.hosts,
    defaultSr: stores['nfs-vmstore'],
    tags: ['prod'],
  });
  return startPool(stage.world, draft, { accounts: people });
}

function addParisSite(draft: Draft): Site {
  const secret = addControllerSecret(draft);
  const common = {
    memoryGib: 256,
    processor: xeonGold6338,
    xenMemoryMib: 1434,
    controlDomainMib: 8192,
    isMultipathing: true,
    syslogServer: '10.20.0.5',
    serverModel: 'PowerEdge R650',
  };
  const host = (
    number: number,
    facts: { description: string; upDays: number; toolstackDays: number; rack: string; uuid?: string; certificateDays: number },
  ) => ({
    ...common,
    name: `xs-par-0${number}`,
    address: `10.20.0.1${number}`,
    description: facts.description,
    bootedMs: draft.startMs - days(facts.upDays) - hours(4),
    toolstackStartedMs: draft.startMs - days(facts.toolstackDays),
    tags: ['prod', facts.rack],
    iscsiName: `iqn.2019-06.fr.example:xs-par-0${number}`,
    powerOn: controllerAt(`10.99.0.1${number}`, secret),
    certificateEndsMs: draft.startMs + days(facts.certificateDays),
    ...(facts.uuid === undefined ? {} : { uuid: facts.uuid }),
  });
  return addSite(draft, {
    hosts: [
      host(1, { description: 'Rack B4, unit 16. Master.', upDays: MASTER_BOOTED_DAYS, toolstackDays: 31, rack: 'rack-b4', certificateDays: 400 }),
      host(2, {
        description: 'Rack B4, unit 18. General.',
        upDays: 112,
        toolstackDays: 31,
        rack: 'rack-b4',
        uuid: '7d1f0c52-41b6-4f0b-9a57-2f3b0f6ad5c1',
        certificateDays: 41,
      }),
      host(3, { description: 'Rack B5, unit 16. ERP.', upDays: 118, toolstackDays: 118, rack: 'rack-b5', certificateDays: 395 }),
    ],
    managementName: 'Management',
    storagePrefix: '10.30.0',
    gateway: '10.20.0.1',
    dns: '10.20.4.11,10.20.4.12',
    localDiskGib: 614,
    localUsedGib: 6,
    hasDrives: false,
  });
}

function byName(site: Site): Readonly<Record<ParisHost, Ref>> {
  const [first, second, third] = site.hosts;
  if (first === undefined || second === undefined || third === undefined) throw new RangeError('Paris has three hosts');
  return { 'xs-par-01': first, 'xs-par-02': second, 'xs-par-03': third };
}

/** VMs talk over tagged networks on the 10 Gb/s ports, so losing eth0 isolates a host and not its VMs. */
function addParisNetworks(draft: Draft, site: Site): readonly Ref[] {
  return [
    { name: 'par-servers', tag: 204, bridge: 'xapi1' },
    { name: 'par-dmz', tag: 210, bridge: 'xapi2' },
  ].map(({ name, tag, bridge }) => {
    const network = addNetwork(draft, { name, bridge, description: `VLAN ${tag}` });
    for (const taggedPif of site.nics('eth2')) addVlan(draft, { taggedPif, tag, network });
    return network;
  });
}

interface ParisParts {
  readonly hosts: Readonly<Record<ParisHost, Ref>>;
  readonly stores: ParisStores;
  readonly networks: readonly Ref[];
  readonly site: Site;
}

function vmPlan(draft: Draft, vm: ParisVm, parts: ParisParts) {
  const isPublic = vm.tags.includes('web');
  return {
    name: vm.name,
    description: vm.description,
    memoryGib: vm.memoryGib,
    vcpus: vm.vcpus,
    guest: vm.guest,
    ip: vm.ip,
    state: stateOf(draft, vm, parts),
    disks: vm.disks.map(([storage, gib, usedGib]) => ({ sr: storeOf(vm, storage, parts), gib, ...(usedGib === undefined ? {} : { usedGib }) })),
    networks: parts.networks.slice(0, isPublic ? 2 : 1),
    haPriority: vm.protection.ha,
    order: vm.protection.order,
    tags: vm.tags,
    hasTools: !WITHOUT_TOOLS.has(vm.name),
    ...(vm.name === 'build-01' ? { iso: parts.stores.forgottenIso } : {}),
  };
}

function stateOf(draft: Draft, vm: ParisVm, { hosts, stores }: ParisParts): VmState {
  if (vm.on === 'halted') return { is: 'halted' };
  if (vm.on === 'suspended') return { is: 'suspended', sr: stores['nfs-vmstore'] };
  // wiki-01 was started this morning; the others have been up for days.
  const upMs = vm.upDays === 0 ? hours(2) + minutes(57) : days(vm.upDays) + hours(5);
  return { is: 'running', host: hosts[vm.on], startedMs: draft.startMs - upMs };
}

function storeOf(vm: ParisVm, storage: ParisDisk[0], { stores, site }: ParisParts): Ref {
  if (storage !== 'Local storage') return stores[storage];
  const local = site.localSrs[vm.on === 'xs-par-02' ? 1 : 2];
  if (local === undefined) throw new RangeError('every host has its own disk');
  return local;
}

/** Two of pg-par-02; three older than 90 days, 214 GiB together. */
function addParisSnapshots(draft: Draft, vms: ReadonlyMap<string, Ref>): void {
  const named = (name: string): Ref => {
    const vm = vms.get(name);
    if (vm === undefined) throw new RangeError(`no VM ${name}`);
    return vm;
  };
  const take = (name: string, label: string, ageMs: number, usedGib: number): void => {
    addSnapshot(draft, { vm: named(name), name: label, takenMs: draft.startMs - ageMs, usedGib });
  };
  take('crm-old', 'Before the move to the new CRM', days(410), 96);
  take('win2012-archive', 'Closing 2023', days(520), 62);
  take('pg-par-02', 'Before PostgreSQL 16', days(132), 56);
  take('pg-par-02', 'Before 16.9', days(26), 9);
  take('gitlab-01', 'Before 18.0', hours(2) + minutes(40), 3);
  const hour = 2;
  const lastRunMs = Math.floor((draft.startMs - hours(hour)) / days(1)) * days(1) + hours(hour);
  addSnapshotSchedule(draft, {
    vm: named('wiki-01'),
    name: 'Nightly',
    description: 'Wiki and mail, before the backup',
    hour,
    retained: 3,
    takenMs: [days(2), days(1), 0].map((earlierMs) => lastRunMs - earlierMs),
  });
  addSnapshot(draft, { vm: named('wiki-01'), name: 'Before the new theme', takenMs: draft.startMs - hours(3), usedGib: 1 });
}
