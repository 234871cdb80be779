import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { NewSrRequest, SrRequest } from '#shared/domain/operations/storage-request.ts';
import type { StorageSource } from '#shared/domain/storage/source.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { list } from '#simulator/world/fields.ts';
import type { StoredRepository } from '#simulator/world/storage/arrays.ts';
import type { Row } from '#simulator/world/value.ts';
import { named } from '#test/support/ask.ts';
import { failureTable, type Mishap, type Trial } from '#test/support/failure-table.ts';
import type { Operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';
import { firstPool } from '#test/support/served-world.ts';
import { repositories, storageLies } from '#test/support/storage-lies.ts';

const LEFT = { uuid: '7e570001-0000-4000-8000-5707a6e00000', path: '/export/archive' };
const HOSTS = 3;
let made = 0;

const creation = ({ server }: Operating): NewSrRequest => ({
  kind: 'sr.create',
  server,
  source: { kind: 'nfs', server: '10.7.1.60', path: '/export/fast' },
  name: `store-${(made += 1)}`,
  description: '',
  asDefault: false,
});

const attachment = (at: Operating): NewSrRequest => ({
  ...creation(at),
  kind: 'sr.introduce',
  uuid: LEFT.uuid,
  source: { kind: 'nfs', server: '10.7.1.60', path: LEFT.path },
});

function rows({ served }: Operating, table: string): readonly Row[] {
  const { database } = firstPool(served.world);
  return database.refs(table).map((self) => database.get(table, self));
}

function hostsWith(at: Operating, isIt: (sr: Row) => boolean): number {
  const found = rows(at, 'SR').filter(isIt);
  const links = new Set(found.flatMap((sr) => sr['PBDs'] as string[]));
  const { database } = firstPool(at.served.world);
  return found.length === 1 ? [...links].filter((link) => database.get('PBD', link)['currently_attached'] === true).length : -1;
}

const TARGET = { target: '10.7.1.50', port: 3260, iqn: 'iqn.2010-01.test.array:spare' };
const LOGIN = { user: 'svc-xen', password: 'storage' };

async function aPassword({ engine, server }: Operating): Promise<string> {
  const kept = await engine.call('storage.keep-password', { server, password: LOGIN.password });
  if (!kept.ok) throw new Error(kept.failure.kind);
  return kept.value.secret;
}

/** Where each kind of storage lies here. */
const places: Readonly<Record<string, (at: Operating) => StorageSource | Promise<StorageSource>>> = {
  async 'iSCSI behind a password'(at) {
    runCommand(at.served.world, 'require-chap', [TARGET.iqn, LOGIN.user, LOGIN.password]);
    return { kind: 'iscsi', ...TARGET, scsiId: '36001405aaaabbbbcccc00010000000a', chap: { user: LOGIN.user, secret: await aPassword(at) } };
  },
  'a LUN of the fabric': () => ({ kind: 'hba', scsiId: '36001405aaaabbbbcccc00010000fc00' }),
  'an SMB share': async (at) => ({ kind: 'smb', share: '\\\\10.7.1.60\\vmstore', login: { user: LOGIN.user, secret: await aPassword(at) } }),
  'a library on an SMB share': async (at) => ({
    kind: 'smb-iso',
    share: '\\\\10.7.1.60\\vmstore',
    login: { user: LOGIN.user, secret: await aPassword(at) },
  }),
  'a library on NFS': () => ({ kind: 'nfs-iso', server: '10.7.1.60', path: '/export/fast' }),
  'a disk of one host': ({ served }) => ({
    kind: 'ext',
    host: named(served.world, 'host', 'new-2') as HostRef,
    devices: ['/dev/disk/by-id/nvme-spare-1'],
  }),
};

/** What was made there before is removed first: there is one device of each kind. */
async function isFree(at: Operating, kind: string): Promise<void> {
  const { database } = firstPool(at.served.world);
  const known = database.refs('SR').filter((self) => database.get('SR', self)['name_description'] === kind) as RefOf<'sr'>[];
  for (const sr of known) await done(at, { kind: 'sr.destroy', server: at.server, sr });
}

const onDriver = (kind: string, place: (typeof places)[string]): Trial => ({
  name: kind,
  async request(at) {
    await isFree(at, kind);
    return { ...creation(at), source: await place(at), description: kind } as Requested;
  },
  isDone: (at, request) =>
    'source' in request && hostsWith(at, (sr) => sr['name_label'] === request.name) === (request.source.kind === 'ext' ? 1 : HOSTS),
});

const onIt = (at: Operating, { sr }: SrRequest): Row | undefined => firstPool(at.served.world).database.find('SR', sr);
const isNew = (at: Operating, request: Requested): boolean =>
  'source' in request && hostsWith(at, (sr) => sr['name_label'] === request.name) === HOSTS;

async function done(at: Operating, request: NewSrRequest | SrRequest): Promise<void> {
  const { state } = await at.end(await at.begin(request as Requested));
  if (state.is !== 'done') throw new Error(`not prepared: ${JSON.stringify(state)}`);
}

/** What lies on the server is let go of first: each trial takes it in anew. */
async function letGo(at: Operating): Promise<void> {
  const { database } = firstPool(at.served.world);
  const known = database.refs('SR').find((self) => database.get('SR', self)['uuid'] === LEFT.uuid) as RefOf<'sr'> | undefined;
  if (known !== undefined) await done(at, { kind: 'sr.forget', server: at.server, sr: known });
}

async function aStore(at: Operating, kind: SrRequest['kind']): Promise<SrRequest> {
  const asked = creation(at);
  await done(at, asked);
  const { database } = firstPool(at.served.world);
  const sr = database.refs('SR').find((self) => database.get('SR', self)['name_label'] === asked.name) as RefOf<'sr'>;
  await timePasses(at.engine, () => at.engine.said.some((event) => event.topic === 'pools' && event.payload.delta.sr?.set?.[sr] !== undefined));
  return { kind, server: at.server, sr };
}

const onStore = (kind: SrRequest['kind'], isDone: (at: Operating, request: SrRequest) => boolean, before?: SrRequest['kind']): Trial => ({
  name: kind,
  async request(at) {
    const request = await aStore(at, kind);
    if (before !== undefined) await done(at, { kind: before, server: at.server, sr: request.sr });
    return request as Requested;
  },
  isDone: (at, request) => isDone(at, request as SrRequest),
});

const hostsOf = (at: Operating, request: SrRequest): number => hostsWith(at, (sr) => sr === onIt(at, request));

const OF_SERVERS: readonly Mishap[] = ['the master is lost', 'the toolstack restarts'];
const ALL_BUT_FAILING: readonly Mishap[] = [...OF_SERVERS, 'the app ends', 'it is cancelled'];
const WITH_PASSWORD = 'iSCSI behind a password';

function storedAs({ served }: Operating, uuid: string): StoredRepository {
  const found = served.world.arrays.servers.flatMap(({ exports }) => exports.flatMap(({ holds }) => holds)).find((held) => held.uuid === uuid);
  if (found === undefined) throw new RangeError('nothing is stored there');
  return found;
}

const trials: readonly Trial[] = [
  { name: 'sr.create', request: async (at) => await Promise.resolve(creation(at) as Requested), isDone: isNew },
  {
    name: 'sr.introduce',
    async request(at) {
      await letGo(at);
      return attachment(at) as Requested;
    },
    isDone: isNew,
  },
  onStore('sr.repair', (at, request) => hostsOf(at, request) === HOSTS, 'sr.detach'),
  onStore('sr.detach', (at, request) => hostsOf(at, request) === 0),
  onStore('sr.destroy', (at, request) => onIt(at, request) === undefined),
  onStore('sr.forget', (at, request) => onIt(at, request) === undefined),
  {
    name: 'sr.rescan',
    async request(at) {
      const request = await aStore(at, 'sr.rescan');
      // Somebody puts a disk there behind the pool's back.
      const stored = storedAs(at, String(onIt(at, request)?.['uuid']));
      stored.disks = [{ location: 'behind', name_label: 'behind', virtual_size: 1, physical_utilisation: 1, type: 'user' }];
      return request as Requested;
    },
    isDone: (at, request) => list(onIt(at, request as SrRequest) ?? {}, 'VDIs').length === 1,
  },
  {
    name: 'sr.trim',
    async request(at) {
      const kind = 'a LUN of the fabric';
      await isFree(at, kind);
      const asked = { ...creation(at), source: { kind: 'hba', scsiId: '36001405aaaabbbbcccc00010000fc00' }, description: kind } as NewSrRequest;
      await done(at, asked);
      return { kind: 'sr.trim', server: at.server, sr: named(at.served.world, 'SR', asked.name) as RefOf<'sr'> };
    },
    // The array does not tell what it has got back.
    isDone: (at, request) => hostsOf(at, request as SrRequest) === HOSTS,
  },
  ...Object.entries(places).map(([kind, place]) => onDriver(kind, place)),
  onStore('sr.set-default', (at, { sr }) => rows(at, 'pool').every((pool) => pool['default_SR'] === sr && pool['crash_dump_SR'] === sr)),
];

failureTable({
  trials,
  scenario: 'new-storage',
  telling: repositories,
  lies: storageLies,
  // A toolstack that starts plugs everything by itself, so what was unplugged is not confirmed: that is waited for at every moment of it.
  without: {
    'sr.detach': ['the toolstack restarts'],
    'sr.destroy': ['the toolstack restarts'],
    // It does the same as destroying but for the last call.
    'sr.forget': ['the toolstack restarts', 'the master is lost'],
    'sr.trim': ['the toolstack restarts', 'the master is lost'],
    // Our own steps are the same for every driver; who loses what is lost with NFS already.
    ...Object.fromEntries(Object.keys(places).map((kind) => [kind, kind === WITH_PASSWORD ? OF_SERVERS : ALL_BUT_FAILING])),
  },
});
