import { byNaturalOrder, isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

type Pbd = RecordOf<'pbd'>;
type SrRef = RefOf<'sr'>;

/** Ways to a LUN, of those that there should be. */
export interface Paths {
  readonly up: number;
  readonly all: number;
}

export type LinkState = 'connected' | 'paths-lost' | 'unplugged' | 'host-not-live' | 'missing';

/** One host's connection to one storage repository. */
export interface StorageLink {
  readonly host: HostRef;
  readonly sr: SrRef;
  /** `missing`: storage that is shared, and the pool has no record of how this host gets at it. */
  readonly state: LinkState;
  readonly paths?: Paths | undefined;
}

/** What a host reaches, problems first. The product's own storage is left out. */
export function linksOfHost(inventory: Inventory, host: HostRef): readonly StorageLink[] {
  const own = [...inventory.pbd.values()].filter((pbd) => pbd.host === host);
  const links = own.flatMap((pbd) => linkOf(inventory, pbd) ?? []);
  return links.sort((a, b) => (rank(a) === rank(b) ? byNaturalOrder(nameOf(inventory, a.sr), nameOf(inventory, b.sr)) : rank(a) - rank(b)));
}

/** From every host to one storage repository, by the names of the hosts. */
export function linksOfSr(inventory: Inventory, sr: SrRef): readonly StorageLink[] {
  const links = [...inventory.pbd.values()].filter((pbd) => pbd.sr === sr).flatMap((pbd) => linkOf(inventory, pbd) ?? []);
  const missing =
    inventory.sr.get(sr)?.isShared === true ? hostsWithout(inventory, links).map((host) => ({ host, sr, state: 'missing' as const })) : [];
  return [...links, ...missing].sort((a, b) => byNaturalOrder(hostName(inventory, a.host), hostName(inventory, b.host)));
}

function hostsWithout(inventory: Inventory, links: readonly StorageLink[]): readonly HostRef[] {
  return [...inventory.host.keys()].filter((host) => links.every((link) => link.host !== host));
}

function linkOf(inventory: Inventory, pbd: Pbd): StorageLink | undefined {
  const { host, sr } = pbd;
  const storage = sr === null ? undefined : inventory.sr.get(sr);
  if (host === null || sr === null || storage === undefined || storage.isToolsSr) return undefined;
  const paths = pathsOf(pbd);
  return { host, sr, state: stateOf(inventory, { pbd, host, paths }), ...(paths !== undefined && { paths }) };
}

function stateOf(inventory: Inventory, link: { pbd: Pbd; host: HostRef; paths: Paths | undefined }): LinkState {
  if (!isHostLive(inventory, link.host)) return 'host-not-live';
  if (!link.pbd.isAttached) return 'unplugged';
  return link.paths !== undefined && link.paths.up < link.paths.all ? 'paths-lost' : 'connected';
}

/** Of several LUNs the one that has lost most hides no other. */
function pathsOf(pbd: Pbd): Paths | undefined {
  const [worst] = pathsToLuns(pbd);
  return worst === undefined ? undefined : { up: worst.up, all: worst.all };
}

/** The ways to one LUN. The host never forgets how many it has had at once. */
export interface LunPaths extends Paths {
  readonly scsiId: string;
}

const PATHS_KEY = 'mpath-';

/** The storage drivers write '[up, all]' for each LUN they reach by several ways, old ones '[1L, 2L]'; what has lost most comes first. */
export function pathsToLuns({ otherConfig }: Pbd): readonly LunPaths[] {
  const luns = Object.entries(otherConfig).flatMap(([key, value]) => {
    const [, up, all] = /^\[\s*(\d+)L?,\s*(\d+)/.exec(value) ?? [];
    const isCount = key.startsWith(PATHS_KEY) && up !== undefined && all !== undefined;
    return isCount ? [{ scsiId: key.slice(PATHS_KEY.length), up: Number(up), all: Number(all) }] : [];
  });
  return luns.toSorted((a, b) => {
    const lost = b.all - b.up - (a.all - a.up);
    return lost === 0 ? a.scsiId.localeCompare(b.scsiId) : lost;
  });
}

const order: Readonly<Record<LinkState, number>> = { unplugged: 0, missing: 0, 'paths-lost': 1, 'host-not-live': 2, connected: 3 };

function rank({ state }: StorageLink): number {
  return order[state];
}

function nameOf(inventory: Inventory, sr: SrRef): string {
  return inventory.sr.get(sr)?.name ?? '';
}

function hostName(inventory: Inventory, host: HostRef): string {
  return inventory.host.get(host)?.name ?? '';
}
