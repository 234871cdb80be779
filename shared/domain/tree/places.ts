import { emptyFoldersOf, fieldsOf, folderOf, foldersAlong, nameOfFolder } from '#shared/domain/organization/organized.ts';
import { type Group, groupId, objectKinds } from '#shared/domain/organization/groups.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { keyOf, topItem } from './items.ts';
import type { ObjectContent } from './object-content.ts';
import type { TreeOptions, TreeViewName } from './tree-options.ts';
import type { TreeServer } from './tree-server.ts';

/** A container that is made when the first thing is put into it. */
export interface GroupPlace {
  readonly group: Group;
  /** Empty where only the window has words for it. */
  readonly name: string;
  readonly rank: number;
  readonly under?: GroupPlace | undefined;
}

/** Where an object is shown: at the top, below another object, or in a group. */
export type Place = { readonly is: 'top' } | { readonly is: 'below'; readonly key: string } | { readonly is: 'in'; readonly group: GroupPlace };

const nowhere: readonly Place[] = [];

export function placesOf(view: TreeViewName, object: ObjectContent, at: { server: TreeServer; options: TreeOptions }): readonly Place[] {
  if (!isWanted(object, at.options)) return nowhere;
  switch (view) {
    case 'infrastructure':
      return placesInPool(object, at.server);
    case 'types':
      return isLone(object, at.server.inventory) ? nowhere : [{ is: 'in', group: typeGroup(object) }];
    case 'organization':
      return isLone(object, at.server.inventory) ? nowhere : organizedPlaces(object, at.server.inventory);
    case 'searches':
      return nowhere;
    default:
      return view satisfies never;
  }
}

function isWanted({ visibility, mark, isLocal = false }: ObjectContent, options: TreeOptions): boolean {
  if (visibility === 'never' || (visibility === 'hidden' && !options.hidden)) return false;
  if (isLocal && !options.localStorage) return false;
  if (mark.is !== 'template') return true;
  return mark.isDefault ? options.defaultTemplates : options.userTemplates;
}

/** The pool that servers keep for a host that is in none. */
function isLone({ item }: ObjectContent, inventory: Inventory): boolean {
  return item.is === 'pool' && topItem(item.server, inventory).is !== 'pool';
}

const ON_A_HOST: readonly string[] = ['vm', 'sr'];

function placesInPool({ item, home }: ObjectContent, { id, inventory }: TreeServer): readonly Place[] {
  const top = topItem(id, inventory);
  const topKey = keyOf(top);
  if (keyOf(item) === topKey) return [{ is: 'top' }];
  if (item.is === 'host') return [{ is: 'below', key: topKey }];
  if (item.is === 'template') return [{ is: 'below', key: topKey }];
  if (!ON_A_HOST.includes(item.is)) return nowhere;
  return [{ is: 'below', key: home === undefined ? topKey : `${id}/${home}` }];
}

function typeGroup({ item }: ObjectContent): GroupPlace {
  return { group: { is: 'type', type: item.is }, name: '', rank: objectKinds.indexOf(item.is) };
}

const FOLDERS: GroupPlace = { group: { is: 'folders' }, name: '', rank: 0 };
const TAGS: GroupPlace = { group: { is: 'tags' }, name: '', rank: 1 };
const APPLIANCES: GroupPlace = { group: { is: 'appliances' }, name: '', rank: 2 };
const FIELDS: GroupPlace = { group: { is: 'fields' }, name: '', rank: 3 };

function organizedPlaces(object: ObjectContent, inventory: Inventory): readonly Place[] {
  const { record } = object;
  const folder = folderOf(record);
  const groups: GroupPlace[] = folder === undefined ? [] : [folderPlace(folder)];
  for (const tag of new Set(record.tags ?? [])) groups.push({ group: { is: 'tag', tag }, name: tag, rank: 0, under: TAGS });
  for (const { field, value } of fieldsOf(record)) {
    const under: GroupPlace = { group: { is: 'field', field }, name: field, rank: 0, under: FIELDS };
    groups.push({ group: { is: 'field-value', field, value }, name: value, rank: 0, under });
  }
  // Its own place comes first: what belongs to it is shown there.
  if (object.item.is === 'appliance') groups.unshift(APPLIANCES);
  const places = groups.map((group): Place => ({ is: 'in', group }));
  const { appliance } = object;
  const isMember = object.item.is === 'vm' && appliance !== undefined && inventory.appliance.has(appliance);
  return isMember ? [...places, { is: 'below', key: `${object.item.server}/${appliance}` }] : places;
}

function folderPlace(path: string): GroupPlace {
  return foldersAlong(path).reduce<GroupPlace>(
    (under, along) => ({ group: { is: 'folder', path: along }, name: nameOfFolder(along), rank: 0, under }),
    FOLDERS,
  );
}

/** Folders a pool remembers although nothing lies in them. */
export function keptGroups(view: TreeViewName, { inventory }: TreeServer): readonly GroupPlace[] {
  if (view !== 'organization') return [];
  return [...inventory.pool.values()].flatMap(emptyFoldersOf).map(folderPlace);
}

/** How objects follow each other among siblings; groups come before all of them. */
export function rankOf(view: TreeViewName, { item, mark }: ObjectContent): number {
  switch (mark.is) {
    case 'host':
      return view === 'infrastructure' && mark.isMaster ? ranks.host - 1 : ranks.host;
    case 'template':
      return mark.isDefault ? ranks.template + 1 : ranks.template;
    default:
      return ranks[item.is];
  }
}

const ranks = { pool: 10, host: 20, vm: 30, appliance: 40, network: 41, sr: 42, vdi: 43, snapshot: 44, template: 45 } as const;
/** A connection nothing is known about comes last. */
export const SERVER_RANK = 60;

export function groupKey(place: GroupPlace): string {
  return groupId(place.group);
}

/** A group and those it lies in. */
export function pathOf(place: GroupPlace): readonly GroupPlace[] {
  return place.under === undefined ? [place] : [...pathOf(place.under), place];
}
