import { linksOfSr, type LunPaths, pathsToLuns, type StorageLink } from '#shared/domain/capacity/storage-links.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

/** Sessions a host has with an array, of those it knows portals for. */
export interface Sessions {
  readonly up: number;
  /** Undefined where it has not written down its portals. */
  readonly all: number | undefined;
}

export interface SrHost {
  readonly link: StorageLink;
  readonly name: string;
  readonly isMaster: boolean;
  /** Undefined: the storage is not of a kind that several paths lead to. */
  readonly isMultipathing: boolean | undefined;
  readonly luns: readonly LunPaths[];
  readonly sessions: Sessions | undefined;
  /** Connected, and by fewer ways than there should be: plugging it again does not mend a cable. */
  readonly isDegraded: boolean;
}

/** One row for each host that has the storage or should have it. */
export function hostsOfSr(inventory: Inventory, ref: RefOf<'sr'>): readonly SrHost[] {
  const sr = inventory.sr.get(ref);
  const pbds = [...inventory.pbd.values()].filter((pbd) => pbd.sr === ref);
  const hasPaths = sr !== undefined && isMultipathable(inventory, sr);
  return linksOfSr(inventory, ref).map((link) => hostOf(inventory, { link, pbd: pbds.find(({ host }) => host === link.host), hasPaths }));
}

interface Known {
  readonly link: StorageLink;
  readonly pbd: RecordOf<'pbd'> | undefined;
  readonly hasPaths: boolean;
}

function hostOf(inventory: Inventory, { link, pbd, hasPaths }: Known): SrHost {
  const { name = '', isMultipathing: isWanted = false } = inventory.host.get(link.host) ?? {};
  const plugged = link.state === 'connected' || link.state === 'paths-lost' ? pbd : undefined;
  // What is so now, before what will be so when it is plugged the next time.
  const isMultipathing = isWanted || plugged?.otherConfig['multipathed'] === 'true';
  return {
    link,
    name,
    isMaster: link.host === onlyPool(inventory)?.pool.master,
    isMultipathing: hasPaths ? isMultipathing : undefined,
    ...waysOf(plugged),
  };
}

function waysOf(pbd: RecordOf<'pbd'> | undefined): Pick<SrHost, 'luns' | 'sessions' | 'isDegraded'> {
  if (pbd === undefined) return { luns: [], sessions: undefined, isDegraded: false };
  const luns = pathsToLuns(pbd);
  const sessions = sessionsOf(pbd);
  const counted = [...luns, ...(sessions === undefined ? [] : [sessions])];
  return { luns, sessions, isDegraded: counted.some(({ up, all }) => all !== undefined && up < all) };
}

function isMultipathable(inventory: Inventory, sr: RecordOf<'sr'>): boolean {
  if (sr.smConfig['multipathable'] === 'true') return true;
  const driver = [...inventory.sm.values()].find(({ type }) => type === sr.type);
  return driver !== undefined && 'SR_MULTIPATH' in driver.features;
}

function sessionsOf({ otherConfig, deviceConfig }: RecordOf<'pbd'>): Sessions | undefined {
  const up = /^\d{1,6}$/.exec(otherConfig['iscsi_sessions'] ?? '')?.[0];
  if (up === undefined) return undefined;
  const portals = (deviceConfig['multihomelist'] ?? '').split(',').filter((portal) => portal.trim() !== '');
  return { up: Number(up), all: portals.length === 0 ? undefined : portals.length };
}

/** Some hosts would survive the loss of a path and others would not. */
export function isMultipathingUneven(hosts: readonly SrHost[]): boolean {
  return new Set(hosts.flatMap(({ isMultipathing }) => isMultipathing ?? [])).size > 1;
}
