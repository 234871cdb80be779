import { addressesOf, byNaturalOrder, homeOf, isHostLive, isOrdinaryVm, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Host, HostRef, Vm, VmRef } from '#shared/domain/inventory/watched.ts';
import { keyOf, type TreeItem, topItem } from './items.ts';

/** One connection as the tree sees it. */
export interface TreeServer {
  readonly id: string;
  readonly address: string;
  readonly state: 'connecting' | 'live' | 'stale' | 'closed';
  readonly inventory: Inventory;
}

export interface TreeRow {
  readonly key: string;
  readonly item: TreeItem;
  readonly depth: number;
  readonly name: string;
  readonly fold: 'open' | 'folded' | 'leaf';
  /** Last known only: its host or its whole pool does not answer. */
  readonly isDim: boolean;
  /** Position among its siblings, from 1, for those who cannot see the tree. */
  readonly position: number;
  readonly siblings: number;
  readonly mark: RowMark;
}

/** The one short fact at the right edge, and what picks the icon. */
export type RowMark =
  | { readonly is: 'server'; readonly state: TreeServer['state'] }
  | { readonly is: 'pool'; readonly state: TreeServer['state']; readonly darkHosts: number }
  | { readonly is: 'host'; readonly isMaster: boolean; readonly isLive: boolean; readonly isEnabled: boolean; readonly vms: number }
  | { readonly is: 'vm'; readonly power: string };

export interface TreeView {
  readonly folded: ReadonlySet<string>;
  /** Words that must all match; while there are any, nothing is folded. */
  readonly filter: string;
}

export function treeRows(servers: readonly TreeServer[], view: TreeView): readonly TreeRow[] {
  const words = view.filter.toLowerCase().split(/\s+/).filter(Boolean);
  const isFolded = (key: string): boolean => words.length === 0 && view.folded.has(key);
  const nodes = inTreeOrder(servers).map(serverNode);
  const rows: TreeRow[] = [];
  flatten(keepMatching(nodes, words), { depth: 0, isFolded, rows });
  return rows;
}

/** Pools, then hosts in no pool, then what nothing is known about yet; each by name. */
export function inTreeOrder(servers: readonly TreeServer[]): readonly TreeServer[] {
  const places = servers.map((server) => ({ server, ...placeOf(server) }));
  return places.sort(byRankAndName).map(({ server }) => server);
}

function placeOf({ id, address, inventory }: TreeServer): Place {
  const item = topItem(id, inventory);
  switch (item.is) {
    case 'pool':
      return { rank: RANK.pool, name: inventory.pool.get(item.ref)?.name ?? '' };
    case 'host':
      return { rank: RANK.host, name: inventory.host.get(item.ref)?.name ?? '' };
    default:
      return { rank: RANK.server, name: address };
  }
}

interface Place {
  /** Sorts before the name. */
  readonly rank: number;
  readonly name: string;
}

interface Node extends Place {
  readonly item: TreeItem;
  readonly isDim: boolean;
  readonly mark: RowMark;
  readonly searchText: string;
  readonly children: readonly Node[];
}

const RANK = { pool: 0, host: 1, server: 2, master: 0, member: 1, vm: 2 } as const;

function byRankAndName(a: Place, b: Place): number {
  return a.rank === b.rank ? byNaturalOrder(a.name, b.name) : a.rank - b.rank;
}

function serverNode(server: TreeServer): Node {
  const item = topItem(server.id, server.inventory);
  const top = onlyPool(server.inventory);
  if (top === undefined) {
    const mark = { is: 'server', state: server.state } as const;
    return { item, name: server.address, rank: RANK.server, isDim: false, mark, searchText: server.address, children: [] };
  }
  const vms = Map.groupBy(ordinaryVms(server.inventory), ([, vm]) => homeOf(server.inventory, vm));
  const hosts = [...server.inventory.host].map(([ref, host]) => hostNode(server, { ref, host, vms: vms.get(ref) ?? [] }));
  const sorted = hosts.sort(byRankAndName);
  const homeless = (vms.get(undefined) ?? []).map(([ref, vm]) => vmNode(server, { ref, vm, isDim: isPictureOld(server) }));
  homeless.sort(byRankAndName);
  const [only] = sorted;
  if (item.is === 'host' && only !== undefined) {
    return { ...only, rank: RANK.host, children: [...only.children, ...homeless] };
  }
  return {
    item,
    name: top.pool.name,
    rank: RANK.pool,
    isDim: isPictureOld(server),
    mark: { is: 'pool', state: server.state, darkHosts: hosts.filter((node) => node.mark.is === 'host' && !node.mark.isLive).length },
    searchText: `${top.pool.name} ${top.pool.description} ${top.pool.uuid}`,
    children: [...sorted, ...homeless],
  };
}

function isPictureOld(server: TreeServer): boolean {
  return server.state === 'stale' || server.state === 'closed';
}

function ordinaryVms(inventory: Inventory): (readonly [VmRef, Vm])[] {
  return [...inventory.vm].filter(([, vm]) => isOrdinaryVm(vm));
}

function hostNode(server: TreeServer, of: { ref: HostRef; host: Host; vms: readonly (readonly [VmRef, Vm])[] }): Node {
  const { inventory } = server;
  const isLive = isHostLive(inventory, of.ref);
  const isMaster = onlyPool(inventory)?.pool.master === of.ref;
  const isDim = isPictureOld(server) || !isLive;
  const children = of.vms.map(([ref, vm]) => vmNode(server, { ref, vm, isDim })).sort(byRankAndName);
  return {
    item: { is: 'host', server: server.id, ref: of.ref },
    name: of.host.name,
    rank: isMaster ? RANK.master : RANK.member,
    isDim: isPictureOld(server),
    mark: { is: 'host', isMaster, isLive, isEnabled: of.host.isEnabled, vms: children.length },
    searchText: `${of.host.name} ${of.host.description} ${of.host.address} ${of.host.uuid}`,
    children,
  };
}

function vmNode(server: TreeServer, of: { ref: VmRef; vm: Vm; isDim: boolean }): Node {
  return {
    item: { is: 'vm', server: server.id, ref: of.ref },
    name: of.vm.name,
    rank: RANK.vm,
    isDim: of.isDim,
    mark: { is: 'vm', power: of.vm.power },
    searchText: [of.vm.name, of.vm.description, of.vm.uuid, ...addressesOf(server.inventory, of.vm)].join(' '),
    children: [],
  };
}

/** A match keeps the way to it; a container that matches itself keeps everything in it. */
function keepMatching(nodes: readonly Node[], words: readonly string[]): readonly Node[] {
  if (words.length === 0) return nodes;
  return nodes.flatMap((node) => {
    const text = node.searchText.toLowerCase();
    if (words.every((word) => text.includes(word))) return [node];
    const children = keepMatching(node.children, words);
    return children.length === 0 ? [] : [{ ...node, children }];
  });
}

interface Flattening {
  readonly depth: number;
  readonly isFolded: (key: string) => boolean;
  readonly rows: TreeRow[];
}

function flatten(nodes: readonly Node[], into: Flattening): void {
  nodes.forEach((node, index) => {
    const key = keyOf(node.item);
    const fold = node.children.length === 0 ? 'leaf' : into.isFolded(key) ? 'folded' : 'open';
    const { item, name, isDim, mark } = node;
    into.rows.push({ key, item, name, isDim, mark, fold, depth: into.depth, position: index + 1, siblings: nodes.length });
    if (fold === 'open') flatten(node.children, { ...into, depth: into.depth + 1 });
  });
}
