import type { Requested } from '#shared/contract/request-schema.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { NewSrRequest, SrRequest } from '#shared/domain/operations/storage-request.ts';
import type { Row } from '#simulator/world/value.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
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
  onStore('sr.set-default', (at, { sr }) => rows(at, 'pool').every((pool) => pool['default_SR'] === sr && pool['crash_dump_SR'] === sr)),
];

failureTable({
  trials,
  scenario: 'new-storage',
  telling: repositories,
  lies: storageLies,
  // A toolstack that starts plugs everything by itself, so what was unplugged is not confirmed: that is waited for at every moment of it.
  without: { 'sr.detach': ['the toolstack restarts'], 'sr.destroy': ['the toolstack restarts'] },
});
