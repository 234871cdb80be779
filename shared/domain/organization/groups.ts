import type { ObjectItem } from '#shared/domain/tree/items.ts';
import { FIELD_PREFIX, folderOf, type Organized } from './organized.ts';

/** What a container of a view holds; its identifier is made of it and read back from it. */
export type Group =
  | { readonly is: 'type'; readonly type: ObjectItem['is'] }
  | { readonly is: 'folders' }
  | { readonly is: 'folder'; readonly path: string }
  | { readonly is: 'tags' }
  | { readonly is: 'tag'; readonly tag: string }
  | { readonly is: 'appliances' }
  | { readonly is: 'fields' }
  | { readonly is: 'field'; readonly field: string }
  | { readonly is: 'field-value'; readonly field: string; readonly value: string }
  | { readonly is: 'search'; readonly search: string };

export function groupId(group: Group): string {
  const { is, ...rest } = group;
  return [is, ...Object.values(rest).map(encodeURIComponent)].join(':');
}

/** undefined for an identifier this release does not make. */
export function groupOfId(id: string): Group | undefined {
  const [is, ...parts] = id.split(':').map(decodeURIComponent);
  const [first, second] = parts;
  switch (is) {
    case 'folders':
    case 'tags':
    case 'appliances':
    case 'fields':
      return { is };
    case 'field-value':
      return first === undefined || second === undefined ? undefined : { is, field: first, value: second };
    default:
      return first === undefined ? undefined : groupOfOne(is, first);
  }
}

function groupOfOne(is: string | undefined, part: string): Group | undefined {
  switch (is) {
    case 'type': {
      const type = objectKinds.find((kind) => kind === part);
      return type === undefined ? undefined : { is, type };
    }
    case 'folder':
      return { is, path: part };
    case 'tag':
      return { is, tag: part };
    case 'field':
      return { is, field: part };
    case 'search':
      return { is, search: part };
    default:
      return undefined;
  }
}

/** In the order in which a list of everything shows them. */
export const objectKinds: readonly ObjectItem['is'][] = ['pool', 'host', 'vm', 'appliance', 'template', 'snapshot', 'sr', 'vdi', 'network'];

/** Whether an object belongs to a group, or to one within it. A saved search knows its own members. */
export function isInGroup(group: Group, object: { readonly is: ObjectItem['is']; readonly record: Organized }): boolean {
  const { record } = object;
  switch (group.is) {
    case 'type':
      return object.is === group.type;
    case 'folders':
      return folderOf(record) !== undefined;
    case 'folder':
      return `${folderOf(record) ?? ''}/`.startsWith(`${group.path}/`);
    case 'tags':
      return (record.tags ?? []).length > 0;
    case 'tag':
      return (record.tags ?? []).includes(group.tag);
    case 'appliances':
      return object.is === 'appliance' || (record.appliance ?? null) !== null;
    case 'search':
      return false;
    default:
      return hasField(record, group);
  }
}

function hasField({ otherConfig = {} }: Organized, group: Extract<Group, { is: 'fields' | 'field' | 'field-value' }>): boolean {
  switch (group.is) {
    case 'fields':
      return Object.keys(otherConfig).some((key) => key.startsWith(FIELD_PREFIX));
    case 'field':
      return otherConfig[`${FIELD_PREFIX}${group.field}`] !== undefined;
    case 'field-value':
      return otherConfig[`${FIELD_PREFIX}${group.field}`] === group.value;
    default:
      return group satisfies never;
  }
}
