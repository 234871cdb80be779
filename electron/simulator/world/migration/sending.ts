import { disksOf } from '../domains/machine-rows.ts';
import { list, mapOf, ref, refOf, text } from '../fields.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { type Landing, landingOf } from './landing.ts';

/** A disk and the repository of the receiver it goes to. */
export interface Cargo {
  readonly disk: Ref;
  readonly target: Ref;
  readonly isSnapshot: boolean;
}

/** One VM.migrate_send as it was asked for. */
export interface Sending {
  readonly vm: Ref;
  readonly from: Ref;
  readonly landing: Landing;
  readonly isWithinPool: boolean;
  readonly isCopy: boolean;
  readonly disks: ReadonlyMap<Ref, Ref>;
  readonly cards: ReadonlyMap<Ref, Ref>;
}

export type SendParameters = readonly (Value | undefined)[];

export function sendingOf(call: Call, [vm, invitation, _live, disks, cards, options]: SendParameters): Sending {
  const { pool } = call;
  const self = refOf(vm);
  const landing = landingOf(call, mapOf(invitation));
  return {
    vm: self,
    from: homeOf(pool, self),
    landing,
    isWithinPool: landing.pool === pool,
    isCopy: mapOf(options)['copy'] === 'true',
    disks: refMap(disks),
    cards: refMap(cards),
  };
}

function refMap(value: Value | undefined): ReadonlyMap<Ref, Ref> {
  return new Map(Object.entries(mapOf(value)).map(([from, to]) => [from, refOf(to)]));
}

/** Where it runs; for one that does not, a host that has all its disks. */
function homeOf(pool: PoolState, vm: Ref): Ref {
  const { database } = pool;
  const row = database.get('VM', vm);
  const resident = ref(row, 'resident_on');
  if (resident !== undefined) return resident;
  const repositories = disksOf(pool, vm).flatMap((disk) => ref(database.get('VDI', disk), 'SR') ?? []);
  const sees = (host: Ref): boolean => {
    const links = list(database.get('host', host), 'PBDs').map((pbd) => database.get('PBD', pbd));
    return repositories.every((sr) => links.some((link) => ref(link, 'SR') === sr && link['currently_attached'] === true));
  };
  return [pool.master.ref, ...database.refs('host')].find(sees) ?? pool.master.ref;
}

/** All disks that travel, those of snapshots behind the disk they are of. */
export function cargoOf(pool: PoolState, { vm, disks }: Pick<Sending, 'vm' | 'disks'>): readonly Cargo[] {
  const own = disksOf(pool, vm).map((disk): Cargo => {
    const target = disks.get(disk);
    if (target === undefined) throw new XapiError('VDI_NOT_IN_MAP', disk);
    return { disk, target, isSnapshot: false };
  });
  const kept = new Set(list(pool.database.get('VM', vm), 'snapshots').flatMap((snapshot) => disksOf(pool, snapshot)));
  const snapshots = [...kept].map((disk): Cargo => {
    const parent = ref(pool.database.get('VDI', disk), 'snapshot_of') ?? '';
    const target = disks.get(disk) ?? disks.get(parent);
    if (target === undefined) throw new XapiError('VDI_NOT_IN_MAP', disk);
    return { disk, target, isSnapshot: true };
  });
  return [...own, ...snapshots];
}

/** Those that change their repository; the others stay as they are. */
export function movesRepository(pool: PoolState, { disk, target }: Cargo): boolean {
  return text(pool.database.get('VDI', disk), 'SR') !== target;
}
