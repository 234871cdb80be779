import { expect, test } from 'vitest';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { Call } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import type { Row } from '#simulator/world/value.ts';
import { ask, named } from '#test/support/ask.ts';
import { diskLies, disks } from '#test/support/disk-lies.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import { aFreshMachine } from '#test/support/fresh-machine.ts';
import type { Operating } from '#test/support/operating.ts';
import { crashing } from '#test/support/crashing.ts';
import { timePasses } from '#test/support/passing-time.ts';
import { firstPool } from '#test/support/served-world.ts';

const GIB = 1024 ** 3;
/** Worlds live this much faster than the clock on the wall. */
const PACE = 240;
const SHARED = 'shared-lun';
let made = 0;
/** Of disks that have another reference once they have moved. */
const names = new Map<string, string>();

const srOf = (at: Operating): RefOf<'sr'> => named(at.served.world, 'SR', SHARED) as RefOf<'sr'>;
const freshName = (): string => `disk-${(made += 1)}`;

/** A disk no machine has, which the engine has heard of. */
async function aFreshDisk(at: Operating, sizeBytes = GIB): Promise<RefOf<'vdi'>> {
  const draft = {
    SR: srOf(at),
    name_label: freshName(),
    name_description: '',
    virtual_size: sizeBytes,
    type: 'user',
    sharable: false,
    read_only: false,
  };
  const disk = ask(at.served.world, 'VDI.create', [{ ...draft, other_config: {}, xenstore_data: {}, sm_config: {}, tags: [] }]) as RefOf<'vdi'>;
  if (typeof disk !== 'string') throw new Error(`not prepared: ${JSON.stringify(disk)}`);
  await timePasses(at.engine, () => at.engine.said.some((event) => event.topic === 'pools' && event.payload.delta.vdi?.set?.[disk] !== undefined));
  names.set(disk, draft.name_label);
  return disk;
}

/** Storage of one host alone. */
function localOf(at: Operating): RefOf<'sr'> {
  const { database } = firstPool(at.served.world);
  const own = rows(at, 'PBD').filter((row) => row['host'] === named(at.served.world, 'host', 'host-a'));
  const found = own.map((row) => String(row['SR'])).find((self) => ['lvm', 'ext'].includes(String(database.get('SR', self)['type'])));
  return found as RefOf<'sr'>;
}

/** It is there once, and not where it was. */
function movedTo(at: Operating, request: Requested & { readonly kind: 'disk.move' }, name: string): boolean {
  const found = rows(at, 'VDI').filter((row) => row['name_label'] === name);
  return found.length === 1 && found[0]?.['SR'] === request.target && disk(at, request) === undefined;
}

function rows(at: Operating, table: string): readonly Row[] {
  const { database } = firstPool(at.served.world);
  return database.refs(table).map((self) => database.get(table, self));
}

const disk = (at: Operating, request: Requested): Row | undefined =>
  'disk' in request ? firstPool(at.served.world).database.find('VDI', request.disk) : undefined;
const count = (at: Operating, name: string): number => rows(at, 'VDI').filter((row) => row['name_label'] === name).length;

const trials: readonly Trial[] = [
  {
    name: 'a new disk',
    request: async (at) =>
      await Promise.resolve({ kind: 'disk.create', server: at.server, target: srOf(at), name: freshName(), description: '', sizeBytes: GIB }),
    isDone: (at, request) => request.kind === 'disk.create' && count(at, request.name) === 1,
  },
  {
    name: 'a new disk in a machine',
    async request(at) {
      const { vm } = await aFreshMachine(at);
      const slot = { machine: vm, isReadOnly: false, isBootable: false };
      return { kind: 'disk.create', server: at.server, target: srOf(at), name: freshName(), description: '', sizeBytes: GIB, slot };
    },
    isDone(at, request) {
      if (request.kind !== 'disk.create') return false;
      const { database } = firstPool(at.served.world);
      const names = rows(at, 'VBD').map((row) =>
        row['VM'] === request.slot?.machine ? database.find('VDI', String(row['VDI']))?.['name_label'] : '',
      );
      return count(at, request.name) === 1 && names.includes(request.name);
    },
  },
  {
    name: 'a disk that grows',
    request: async (at) => ({ kind: 'disk.resize', server: at.server, disk: await aFreshDisk(at), sizeBytes: 2 * GIB }),
    isDone: (at, request) => disk(at, request)?.['virtual_size'] === 2 * GIB,
  },
  {
    name: 'a copy of a disk',
    request: async (at) => ({ kind: 'disk.copy', server: at.server, disk: await aFreshDisk(at), target: srOf(at), name: freshName() }),
    isDone: (at, request) => request.kind === 'disk.copy' && count(at, request.name) === 1 && disk(at, request) !== undefined,
  },
  {
    name: 'a disk that moves',
    request: async (at) => ({ kind: 'disk.move', server: at.server, disk: await aFreshDisk(at), target: localOf(at) }),
    isDone: (at, request) => request.kind === 'disk.move' && movedTo(at, request, names.get(request.disk) ?? ''),
  },
  {
    name: 'a disk that moves under its machine',
    async request(at) {
      const { name } = await aFreshMachine(at, { is: 'running', on: 'host-a' });
      const [drive] = rows(at, 'VBD').filter((row) => row['VM'] === named(at.served.world, 'VM', name) && row['type'] === 'Disk');
      const self = String(drive?.['VDI']) as RefOf<'vdi'>;
      const own = freshName();
      ask(at.served.world, 'VDI.set_name_label', [self, own]);
      names.set(self, own);
      return { kind: 'disk.move', server: at.server, disk: self, target: localOf(at) };
    },
    isDone: (at, request) => request.kind === 'disk.move' && movedTo(at, request, names.get(request.disk) ?? ''),
  },
  {
    name: 'a disk that is deleted',
    request: async (at) => ({ kind: 'disk.delete', server: at.server, disk: await aFreshDisk(at) }),
    isDone: (at, request) => disk(at, request) === undefined,
  },
  {
    name: 'a disk that a machine gets',
    async request(at) {
      const { vm } = await aFreshMachine(at);
      return { kind: 'disk.attach', server: at.server, disk: await aFreshDisk(at), slot: { machine: vm, isReadOnly: false, isBootable: false } };
    },
    isDone: (at, request) =>
      request.kind === 'disk.attach' &&
      rows(at, 'VBD').filter((row) => row['VM'] === request.slot.machine && row['VDI'] === request.disk).length === 1,
  },
  {
    name: 'a disk that a running machine gives up',
    async request(at) {
      const { vm } = await aFreshMachine(at, { is: 'running' });
      const { database } = firstPool(at.served.world);
      const drive = database.refs('VBD').find((self) => database.get('VBD', self)['VM'] === vm && database.get('VBD', self)['type'] === 'Disk');
      return { kind: 'disk.detach', server: at.server, drive: String(drive) as RefOf<'vbd'> };
    },
    isDone: (at, request) => request.kind === 'disk.detach' && firstPool(at.served.world).database.find('VBD', request.drive) === undefined,
  },
];

test.each([
  { what: 'one that nobody has: the old one goes', isSleptOn: false, surplus: 'old' },
  { what: 'one that a VM sleeps on: the copy goes, and it moves again', isSleptOn: true, surplus: 'copy' },
])('a move that was cut off when the copy was whole ends with what is offered, $what', async ({ isSleptOn, surplus }) => {
  await using app = await crashing(PACE);
  const { world } = app.served;
  const { database, interferences } = firstPool(world);
  const moving = await aFreshDisk(app.at);
  const name = names.get(moving) ?? '';
  if (isSleptOn) {
    const vm = (await aFreshMachine(app.at)).vm;
    database.set('VDI', moving, { type: 'suspend' });
    database.set('VM', vm, { suspend_VDI: moving, power_state: 'Suspended' });
    await timePasses(app.at.engine, () =>
      app.at.engine.said.some((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[vm]?.suspendVdi === moving),
    );
  }
  const request = { kind: 'disk.move', server: app.server, disk: moving, target: localOf(app.at) } as const;
  const gone = Promise.withResolvers<void>();
  const cut = ({ message }: Call): void => {
    if (message.class !== (isSleptOn ? 'VM' : 'VDI') || message.name !== (isSleptOn ? 'set_suspend_VDI' : 'destroy')) return;
    interferences.delete(cut);
    app.crash();
    void app.at.engine.engine.close().then(gone.resolve, gone.reject);
    throw new XapiError('INTERNAL_ERROR', 'nobody hears this');
  };
  interferences.add(cut);
  const id = await app.at.begin(request);
  await gone.promise;
  const next = await app.restart();
  const stateOf = async () => {
    const known = await next.engine.call('operation.list', {});
    return known.ok ? known.value.operations.find((operation) => operation.id === id)?.state : undefined;
  };
  await timePasses(next.engine, () => next.latest(id)?.state.is === 'interrupted');
  const state = await stateOf();
  expect(state).toMatchObject({ is: 'interrupted', left: [{ is: 'copied-whole', to: expect.any(String) as string, from: SHARED, surplus }, {}, {}] });
  for (const offered of state?.is === 'interrupted' ? state.next : []) {
    expect((await next.end(await next.begin(offered))).state).toEqual({ is: 'done' });
  }
  expect(movedTo(next, request, name)).toBe(true);
});

failureTable({ trials, telling: disks, lies: diskLies });
