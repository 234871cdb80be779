import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { ask, named } from '#test/support/ask.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import { aFreshMachine, isHeard } from '#test/support/fresh-machine.ts';
import type { Operating } from '#test/support/operating.ts';
import { firstPool } from '#test/support/served-world.ts';
import { onePool } from '#test/support/two-pools.ts';
import { machines, vmLies } from '#test/support/vm-lies.ts';

const GIB = 1024 ** 3;
const poolAt = (at: Operating) => onePool(firstPool(at.served.world), at.server);
const rowOf = (at: Operating, vm: string) => firstPool(at.served.world).database.find('VM', vm);
const store = (at: Operating): RefOf<'sr'> => named(at.served.world, 'SR', 'shared-lun') as RefOf<'sr'>;
const vmOf = (request: Requested): VmRef => ('vm' in request ? request.vm : ('' as VmRef));

/** Machines of every kind with this name. */
function namesakes(at: Operating, name: string) {
  const { database } = firstPool(at.served.world);
  return database
    .refs('VM')
    .map((self) => database.get('VM', self))
    .filter((row) => row['name_label'] === name);
}

function isOnce(at: Operating, name: string, wanted: Readonly<Record<string, unknown>>): boolean {
  const [only, ...others] = namesakes(at, name);
  return only !== undefined && others.length === 0 && Object.entries(wanted).every(([field, value]) => only[field] === value);
}

/** A machine as it was a moment ago, which the engine has heard of. */
async function aSnapshot(at: Operating, vm: VmRef, name: string): Promise<VmRef> {
  const snapshot = String(ask(at.served.world, 'VM.snapshot', [vm, name])) as VmRef;
  await isHeard(at, snapshot, (now) => now['isSnapshot'] === true);
  return snapshot;
}

const server = (at: Operating) => ({ server: at.server });

let created = 0;

/** Everything else that is done with machines. */
const trials: readonly Trial[] = [
  {
    name: 'a new machine',
    request: async (at) =>
      await Promise.resolve({
        kind: 'vm.create',
        ...server(at),
        template: at.vm('Debian Bookworm 12'),
        name: `new ${(created += 1)}`,
        description: 'for a trial',
        vcpus: 2,
        coresPerSocket: 1,
        memoryBytes: 2 * GIB,
        leastMemoryBytes: 2 * GIB,
        boot: { is: 'disc' },
        disks: [{ target: store(at), name: `new ${created} 0`, sizeBytes: 10 * GIB }],
        cards: [{ network: firstPool(at.served.world).database.refs('network')[0] as RefOf<'network'> }],
        startsAfter: false,
      }),
    isDone: (at, request) => request.kind === 'vm.create' && isOnce(at, request.name, { is_a_template: false, name_description: 'for a trial' }),
  },
  {
    name: 'a deletion',
    async request(at) {
      const { vm } = await aFreshMachine(at);
      const snapshot = await aSnapshot(at, vm, 'before');
      return { kind: 'vm.delete', ...server(at), vm, disks: poolAt(at).disksOf(vm), snapshots: [snapshot] };
    },
    isDone(at, request) {
      const { database } = firstPool(at.served.world);
      const disks = request.kind === 'vm.delete' ? request.disks : [];
      return rowOf(at, vmOf(request)) === undefined && disks.every((disk) => database.find('VDI', disk) === undefined);
    },
  },
  {
    name: 'a fast copy',
    async request(at) {
      const { vm, name } = await aFreshMachine(at);
      return { kind: 'vm.copy', ...server(at), vm, name: `${name} copied` };
    },
    isDone: (at, request) => request.kind === 'vm.copy' && isOnce(at, request.name, { power_state: 'Halted' }),
  },
  {
    name: 'a whole copy',
    async request(at) {
      const { vm, name } = await aFreshMachine(at);
      return { kind: 'vm.copy', ...server(at), vm, name: `${name} copied`, to: store(at) };
    },
    isDone: (at, request) => request.kind === 'vm.copy' && isOnce(at, request.name, { power_state: 'Halted' }),
  },
  {
    name: 'a change into a template',
    request: async (at) => ({ kind: 'vm.to-template', ...server(at), vm: (await aFreshMachine(at)).vm }),
    isDone: (at, request) => rowOf(at, vmOf(request))?.['is_a_template'] === true,
  },
  {
    name: 'a change of settings',
    async request(at) {
      const { vm } = await aFreshMachine(at);
      return { kind: 'vm.configure', ...server(at), vm, changes: { description: 'new', tags: ['one', 'two'], vcpusMax: 4, vcpus: 2 } };
    },
    isDone(at, request) {
      const row = rowOf(at, vmOf(request));
      return JSON.stringify([row?.['name_description'], row?.['tags'], row?.['VCPUs_max']]) === '["new",["one","two"],4]';
    },
  },
  {
    name: 'a snapshot',
    async request(at) {
      const { vm, name } = await aFreshMachine(at);
      return { kind: 'vm.snapshot', ...server(at), vm, name: `${name} then`, description: 'as it was', keeps: 'disks' };
    },
    isDone: (at, request) => request.kind === 'vm.snapshot' && isOnce(at, request.name, { is_a_snapshot: true, name_description: 'as it was' }),
  },
  {
    name: 'a snapshot with memory',
    async request(at) {
      const { vm, name } = await aFreshMachine(at, { is: 'running' });
      return { kind: 'vm.snapshot', ...server(at), vm, name: `${name} then`, description: '', keeps: 'memory' };
    },
    isDone: (at, request) => request.kind === 'vm.snapshot' && isOnce(at, request.name, { power_state: 'Suspended' }),
  },
  {
    name: 'a return to a snapshot',
    async request(at) {
      const { vm, name } = await aFreshMachine(at);
      const snapshot = await aSnapshot(at, vm, 'before');
      return { kind: 'vm.revert', ...server(at), vm, snapshot, keepAs: `${name} kept` };
    },
    isDone: (at, request) => request.kind === 'vm.revert' && rowOf(at, request.vm)?.['parent'] === request.snapshot,
  },
  {
    name: 'the deletion of a snapshot',
    async request(at) {
      const { vm } = await aFreshMachine(at);
      return { kind: 'vm.delete-snapshot', ...server(at), vm: await aSnapshot(at, vm, 'before') };
    },
    isDone: (at, request) => rowOf(at, vmOf(request)) === undefined,
  },
  {
    name: 'a machine from a snapshot',
    async request(at) {
      const { vm, name } = await aFreshMachine(at);
      return { kind: 'vm.from-snapshot', ...server(at), vm: await aSnapshot(at, vm, 'before'), name: `${name} again`, as: 'vm' };
    },
    isDone: (at, request) => request.kind === 'vm.from-snapshot' && isOnce(at, request.name, { is_a_template: false }),
  },
  {
    name: 'a template from a snapshot',
    async request(at) {
      const { vm, name } = await aFreshMachine(at);
      return { kind: 'vm.from-snapshot', ...server(at), vm: await aSnapshot(at, vm, 'before'), name: `${name} again`, as: 'template' };
    },
    isDone: (at, request) => request.kind === 'vm.from-snapshot' && isOnce(at, request.name, { is_a_template: true }),
  },
  {
    name: 'a move with its disk',
    async request(at) {
      const { vm } = await aFreshMachine(at, { is: 'running' });
      const home = poolAt(at);
      const away = firstPool(at.served.world)
        .database.refs('host')
        .find((host) => host !== home.row('VM', vm)['resident_on']) as HostRef;
      return { kind: 'vm.relocate', ...server(at), vm, host: away, disks: home.disksOf(vm).map((disk) => ({ disk, target: home.localOf(away) })) };
    },
    isDone: (at, request) => request.kind === 'vm.relocate' && rowOf(at, request.vm)?.['resident_on'] === request.host,
  },
];

failureTable({ trials, telling: machines, lies: vmLies });
