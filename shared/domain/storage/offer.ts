import { byNaturalOrder, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';
import { type ClusterObstacle, clusterObstacle, gfs2Driver } from './clustering.ts';
import { driverOf, GFS2 } from './driver-terms.ts';
import type { StorageKind } from './source.ts';

type Driver = RecordOf<'sm'>;

export type OfferGroup = 'block' | 'file' | 'library' | 'local' | 'other';

/** A kind of storage, and whether this pool can have it. */
export interface StorageOffer {
  readonly kind: StorageKind;
  /** The driver's own name for its type. */
  readonly type: string;
  readonly group: OfferGroup;
  /** As the driver calls itself; for kinds we know, shared/text has better words. */
  readonly driverName?: string | undefined;
  /** What the driver wants to be told, in its own words, for kinds we do not know. */
  readonly wants: readonly { readonly key: string; readonly help: string }[];
  readonly unavailable?: 'no-driver' | ClusterObstacle | 'hidden' | undefined;
}

const KNOWN: readonly { readonly kind: Exclude<StorageKind, 'other'>; readonly group: OfferGroup }[] = [
  { kind: 'iscsi', group: 'block' },
  { kind: 'hba', group: 'block' },
  { kind: 'fcoe', group: 'block' },
  { kind: 'nfs', group: 'file' },
  { kind: 'smb', group: 'file' },
  { kind: 'nfs-iso', group: 'library' },
  { kind: 'smb-iso', group: 'library' },
  { kind: 'lvm', group: 'local' },
  { kind: 'ext', group: 'local' },
];

/** Drivers nobody makes storage of by hand: for discs and keys, for tests, for LUNs handed to a VM as they are. */
const NOT_FOR_PEOPLE = new Set(['udev', 'dummy', 'shm', 'iscsi', 'hba', 'rawhba', 'lvhdoiscsi', 'lvhdohba', 'fast-clone']);

/** What this pool can be given, in the order it is shown; what it cannot have is there with the reason. */
export function storageOffers(inventory: Inventory): readonly StorageOffer[] {
  const drivers = new Map<string, Driver>();
  for (const driver of inventory.sm.values()) drivers.set(driver.type, driver);
  const known = KNOWN.map(({ kind, group }): StorageOffer => {
    const driver = drivers.get(driverOf[kind]);
    return { kind, type: driverOf[kind], group, driverName: driver?.name, wants: [], unavailable: unavailable(inventory, driver) };
  });
  const mine = new Set<string>([...Object.values(driverOf), GFS2]);
  const others = [...drivers.values()]
    .filter(({ type }) => !mine.has(type) && !NOT_FOR_PEOPLE.has(type))
    .sort((a, b) => byNaturalOrder(a.name, b.name))
    .map((driver): StorageOffer => {
      const wants = Object.entries(driver.configuration).map(([key, help]) => ({ key, help }));
      return { kind: 'other', type: driver.type, group: 'other', driverName: driver.name, wants, unavailable: unavailable(inventory, driver) };
    });
  // FCoE has gone from current servers, so its absence there is nothing to tell anybody.
  const shown = known.filter((offer) => offer.kind !== 'fcoe' || offer.unavailable === undefined);
  return [...shown.filter(({ group }) => group === 'block'), ...gfs2Offers(inventory), ...shown.filter(({ group }) => group !== 'block'), ...others];
}

/** One driver, two ways to a LUN; pools that do not have it never will, so its absence is nothing to tell anybody either. */
function gfs2Offers(inventory: Inventory): readonly StorageOffer[] {
  const driver = gfs2Driver(inventory);
  if (driver === undefined) return [];
  return (['iscsi', 'hba'] as const).map((kind) => ({
    kind,
    type: GFS2,
    group: 'block',
    driverName: driver.name,
    wants: [],
    unavailable: unavailable(inventory, driver),
  }));
}

function unavailable(inventory: Inventory, driver: Driver | undefined): StorageOffer['unavailable'] {
  if (driver === undefined) return 'no-driver';
  if (driver.otherConfig['HideFromXenCenter'] === 'true') return 'hidden';
  return clusterObstacle(inventory, driver);
}

/** A repository that already lies on this LUN, or under this UUID, somewhere we look at. */
export interface KnownRepository {
  readonly server: string;
  readonly pool: string;
  readonly name: string;
  readonly uuid: string;
  /** Whether any host there is connected to it. */
  readonly isAttached: boolean;
}

export interface LookedAtPool {
  readonly server: string;
  readonly inventory: Inventory;
}

/** Looks at every connection of every repository: the first alone does not tell what the others use. */
export function knownOnDevice(pools: Iterable<LookedAtPool>, scsiId: string): readonly KnownRepository[] {
  return known(pools, ({ deviceConfig }) => deviceConfig['SCSIid'] === scsiId);
}

/** The pool's own record of it. */
export function srWithUuid(inventory: Inventory, uuid: string): { readonly ref: RefOf<'sr'>; readonly sr: RecordOf<'sr'> } | undefined {
  for (const [ref, sr] of inventory.sr) if (sr.uuid.toLowerCase() === uuid.toLowerCase()) return { ref, sr };
  return undefined;
}

export function knownByUuid(pools: Iterable<LookedAtPool>, uuid: string): readonly KnownRepository[] {
  const found: KnownRepository[] = [];
  for (const { server, inventory } of pools) {
    for (const [ref, sr] of inventory.sr) {
      if (sr.uuid.toLowerCase() !== uuid.toLowerCase()) continue;
      const isAttached = [...inventory.pbd.values()].some((pbd) => pbd.sr === ref && pbd.isAttached);
      found.push({ server, pool: onlyPool(inventory)?.pool.name ?? '', name: sr.name, uuid: sr.uuid, isAttached });
    }
  }
  return found;
}

function known(pools: Iterable<LookedAtPool>, isIt: (pbd: RecordOf<'pbd'>) => boolean): readonly KnownRepository[] {
  const found = new Map<string, KnownRepository>();
  for (const { server, inventory } of pools) {
    for (const pbd of inventory.pbd.values()) {
      const sr = pbd.sr === null || !isIt(pbd) ? undefined : inventory.sr.get(pbd.sr);
      if (sr === undefined) continue;
      const key = `${server} ${sr.uuid}`;
      const isAttached = pbd.isAttached || found.get(key)?.isAttached === true;
      found.set(key, { server, pool: onlyPool(inventory)?.pool.name ?? '', name: sr.name, uuid: sr.uuid, isAttached });
    }
  }
  return [...found.values()];
}

/** A name nobody in the pool has: with a number behind it if need be. */
export function freeName(inventory: Inventory, wanted: string): string {
  const taken = new Set([...inventory.sr.values()].map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) if (!taken.has(`${wanted} (${number})`)) return `${wanted} (${number})`;
}

/** Whether this would be the pool's first storage for disks that every host has: then the pool should start to use it. */
export function isFirstShared(inventory: Inventory): boolean {
  return ![...inventory.sr.values()].some((sr) => sr.isShared && sr.type !== 'iso' && sr.contentType !== 'iso' && !sr.isToolsSr);
}
