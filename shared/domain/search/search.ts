import { groupOfId, objectKinds } from '#shared/domain/organization/groups.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import type { ColumnId } from './columns.ts';
import { type Filter, noFilter } from './filter.ts';
import type { ObjectKind } from './found.ts';

export interface SortBy {
  readonly column: ColumnId;
  readonly down: boolean;
}

/** What to look for and how to show it: all that is kept of a search. */
export interface Search {
  readonly kinds: readonly ObjectKind[];
  readonly filter: Filter;
  readonly columns: readonly ColumnId[];
  /** The first decides, the next among equals. */
  readonly sort: readonly SortBy[];
  /** Outermost first. */
  readonly groups: readonly ColumnId[];
}

/** What objects can be put together by. */
export const groupColumns: readonly ColumnId[] = ['kind', 'pool', 'host', 'state', 'os', 'tags', 'folder', 'ha'];

const usual: readonly ColumnId[] = ['name', 'cpu', 'memory', 'address', 'disks', 'network', 'uptime', 'host', 'ha'];
const ofVms: readonly ColumnId[] = ['name', 'state', 'cpu', 'memory', 'address', 'disks', 'network', 'uptime', 'host', 'ha'];
const ofHosts: readonly ColumnId[] = ['name', 'state', 'cpu', 'memory', 'address', 'network', 'uptime', 'os', 'pool'];
const ofThings: readonly ColumnId[] = ['name', 'kind', 'state', 'size', 'host', 'pool', 'tags', 'folder'];

const ofPool: readonly ObjectKind[] = ['pool', 'host', 'vm', 'sr'];
const ofHost: readonly ObjectKind[] = ['host', 'vm', 'sr'];

const columnsByKind: Readonly<Record<ObjectKind, readonly ColumnId[]>> = {
  pool: ['name', 'state', 'address', 'ha', 'tags', 'uuid'],
  host: ofHosts,
  vm: ofVms,
  template: ['name', 'description', 'os', 'pool', 'tags', 'folder'],
  snapshot: ['name', 'description', 'pool', 'tags', 'folder'],
  sr: ['name', 'state', 'size', 'host', 'pool', 'tags'],
  vdi: ['name', 'description', 'size', 'pool', 'tags'],
  network: ['name', 'description', 'pool', 'tags'],
  appliance: ['name', 'description', 'pool'],
};

/** What anyone would look for first, given what is selected. */
export function naturalSearch(items: readonly TreeItem[]): Search {
  const [item] = items;
  const nothing = { filter: noFilter, sort: [{ column: 'name', down: false }], groups: [] } as const;
  if (item === undefined || items.length > 1) return { ...nothing, ...naturalOfMany(items) };
  switch (item.is) {
    case 'group':
      return { ...nothing, ...naturalOfGroup(item.id) };
    case 'pool':
    case 'server':
      return { ...nothing, kinds: ofPool, columns: usual, groups: ['kind'] };
    case 'host':
      return { ...nothing, kinds: ofHost, columns: ofVms, groups: ['kind'] };
    case 'vm':
      return { ...nothing, kinds: ['vm', 'snapshot', 'vdi'], columns: ['name', 'kind', 'state', 'cpu', 'memory', 'size', 'address', 'uptime'] };
    default:
      return { ...nothing, kinds: objectKinds, columns: ofThings };
  }
}

/** Who selects several things wants to compare them, not to see what they are made of; only what holds others is looked into. */
function naturalOfMany(items: readonly TreeItem[]): Pick<Search, 'kinds' | 'columns'> {
  const wanted = new Set(items.flatMap(kindsWithin));
  const kinds = objectKinds.filter((kind) => wanted.has(kind));
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) return { kinds, columns: columnsByKind[only] };
  return { kinds: kinds.length === 0 ? objectKinds : kinds, columns: ['name', 'kind', ...usual.slice(1)] };
}

function kindsWithin(item: TreeItem): readonly ObjectKind[] {
  switch (item.is) {
    case 'group':
      return objectKinds;
    case 'pool':
    case 'server':
      return ofPool;
    case 'host':
      return ofHost;
    default:
      return [item.is];
  }
}

function naturalOfGroup(id: string): Pick<Search, 'kinds' | 'columns' | 'groups'> {
  const group = groupOfId(id);
  if (group?.is === 'type') return { kinds: [group.type], columns: columnsByKind[group.type], groups: [] };
  if (group?.is === 'folders') return { kinds: objectKinds, columns: ofThings, groups: ['folder'] };
  if (group?.is === 'tags') return { kinds: objectKinds, columns: ofThings, groups: ['tags'] };
  return { kinds: objectKinds, columns: ofThings, groups: ['kind'] };
}

/** A click on a header: another column, the other way round, or with `also` one more to decide among equals. */
export function sortedBy(sort: readonly SortBy[], column: ColumnId, also: boolean): readonly SortBy[] {
  const before = sort.find((by) => by.column === column);
  const next = { column, down: before !== undefined && !before.down };
  if (!also) return [next];
  return before === undefined ? [...sort, next] : sort.map((by) => (by.column === column ? next : by));
}
