import type { Database } from './database.ts';
import { DatabaseFileError } from './database-xml.ts';
import { loadDatabaseFile, type LoadedDatabase } from './database-file.ts';
import { haltDomain } from './domains/stop-domain.ts';
import { flag, list, ref, text } from './fields.ts';
import { goDown } from './machine.ts';
import { removeHost } from './membership/remove-host.ts';
import { forkFor } from './promote.ts';
import { profileOf } from '#simulator/model/profiles.ts';
import { restartToolstack } from './toolstack.ts';
import { NULL_REF, type Ref, type Row } from './value.ts';
import type { PoolState, SimHost, World } from './world.ts';
import { XapiError } from './xapi-error.ts';

/** Time for the answer to be heard. */
const RESTARTS_AFTER_MS = 30_000;

/** The pool that a file would make of a host; throws what the server refuses it with. */
export function poolFromBackup(host: SimHost, bytes: Uint8Array): PoolState {
  const loaded = read(host, bytes);
  assertSameSchema(host.pool, loaded);
  const pool = { ...forkFor(host, loaded.database), origin: loaded.origin };
  const master = masterIn(loaded.database);
  adoptCards(host, pool.database, master);
  for (const member of pool.database.refs('host')) if (member !== master) dropMember(pool, member);
  pool.database.set('host', master, { uuid: host.uuid });
  return pool;
}

function read(host: SimHost, bytes: Uint8Array): LoadedDatabase {
  try {
    return loadDatabaseFile(bytes, host.pool.model);
  } catch (error) {
    if (error instanceof DatabaseFileError || error instanceof RangeError) throw new XapiError('INTERNAL_ERROR', error.message);
    throw error;
  }
}

function assertSameSchema({ origin, profile }: PoolState, loaded: LoadedDatabase): void {
  const { major, minor } = profileOf(profile).schema;
  const own =
    origin?.manifest ??
    new Map([
      ['schema_major_vsn', String(major)],
      ['schema_minor_vsn', String(minor)],
    ]);
  const isSame = ['schema_major_vsn', 'schema_minor_vsn'].every((key) => own.get(key) === loaded.origin.manifest.get(key));
  if (!isSame) throw new XapiError('RESTORE_INCOMPATIBLE_VERSION');
}

function masterIn(database: Database): Ref {
  const [self] = database.refs('pool');
  const master = self === undefined ? undefined : ref(database.get('pool', self), 'master');
  if (master === undefined || database.find('host', master) === undefined) throw new XapiError('INTERNAL_ERROR', 'no master in this database');
  return master;
}

/** The machine keeps its own cards: those of the file go by their names, and the management interface stays where it is. */
function adoptCards(host: SimHost, database: Database, master: Ref): void {
  const own = cardsOf(host.pool.database, host.ref);
  const management = own.find((card) => flag(card, 'management'));
  const addresses = new Map(own.filter((card) => flag(card, 'physical')).map((card) => [text(card, 'device'), text(card, 'MAC')]));
  const refs = list(database.get('host', master), 'PIFs');
  for (const self of refs) {
    const card = database.get('PIF', self);
    const device = text(card, 'device');
    const isManagement = management !== undefined && device === text(management, 'device') && card['VLAN'] === management['VLAN'];
    database.set('PIF', self, { management: isManagement });
    if (!flag(card, 'physical')) continue;
    const address = addresses.get(device);
    if (address === undefined) throw new XapiError('RESTORE_TARGET_MISSING_DEVICE', device);
    database.set('PIF', self, { MAC: address });
  }
  const isKept = management === undefined || cardsOf(database, master).some((card) => flag(card, 'management'));
  if (!isKept) throw new XapiError('RESTORE_TARGET_MGMT_IF_NOT_IN_BACKUP');
}

function cardsOf(database: Database, host: Ref): readonly Row[] {
  return list(database.get('host', host), 'PIFs').map((pif) => database.get('PIF', pif));
}

/** What ran on a host that is no more did not end there, but nobody knows that. */
function dropMember(pool: PoolState, member: Ref): void {
  for (const vm of list(pool.database.get('host', member), 'resident_VMs')) {
    if (!flag(pool.database.get('VM', vm), 'is_control_domain')) haltDomain(pool, vm);
  }
  for (const vm of pool.database.refs('VM'))
    if (pool.database.get('VM', vm)['affinity'] === member) pool.database.set('VM', vm, { affinity: NULL_REF });
  removeHost(pool, member);
}

/** Once the answer has been heard, the host restarts as master of that pool; its members find that they are none of it. */
export function restartInto(world: World, host: SimHost, pool: PoolState): void {
  const { life } = host;
  world.clock.after(RESTARTS_AFTER_MS, () => {
    if (host.life !== life) return;
    const before = host.pool;
    goDown(world, host, 'boot-again');
    world.pools.splice(world.pools.indexOf(before), before.master === host ? 1 : 0, pool);
    pool.database.restart();
    host.pool = pool;
    host.ref = masterIn(pool.database);
    host.role = { is: 'master' };
    host.dom0.poolConf = undefined;
    if (before.master !== host) return;
    for (const member of world.hosts.filter((other) => other.pool === before)) {
      member.pool = pool;
      if (member.power === 'on') restartToolstack(world, member);
    }
  });
}
