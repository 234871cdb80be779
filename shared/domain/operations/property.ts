import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { EditableClass, EditRequest } from './request.ts';

type Value = string | readonly string[];

/** Entries of other_config that other clients read too. */
const FOLDER = 'folder';
const FIELD_PREFIX = 'XenCenter.CustomFields.';
export const NOTES_KEY = 'xo:notes';

/** Where an edited property is kept on the server. */
export type Place =
  | { readonly in: 'name_label' | 'name_description' | 'tags' }
  /** `permission` is what a role may be given for this entry alone. */
  | { readonly in: 'other_config'; readonly key: string; readonly permission: string };

export function placeOf(request: EditRequest): Place {
  switch (request.kind) {
    case 'object.rename':
      return { in: 'name_label' };
    case 'object.describe':
      return { in: 'name_description' };
    case 'object.set-tags':
      return { in: 'tags' };
    case 'object.set-folder':
      return { in: 'other_config', key: FOLDER, permission: `key:${FOLDER}` };
    case 'object.set-notes':
      return { in: 'other_config', key: NOTES_KEY, permission: `key:${NOTES_KEY}` };
    default:
      return { in: 'other_config', key: `${FIELD_PREFIX}${request.field}`, permission: `key:${FIELD_PREFIX}*` };
  }
}

interface Editable {
  readonly uuid: string;
  readonly name: string;
  readonly description: string;
  readonly tags?: readonly string[];
  readonly otherConfig?: Readonly<Record<string, string>>;
}

export function editableObject(inventory: Inventory, of: { readonly class: EditableClass; readonly ref: string }): Editable | undefined {
  // A reference that is not of this class is simply not found.
  const records: ReadonlyMap<string, Editable> = inventory[of.class];
  return records.get(of.ref);
}

/** What the property is now, as far as is known; undefined where such objects do not have it. */
export function valueNow(inventory: Inventory, request: EditRequest): Value | undefined {
  const object = editableObject(inventory, request);
  const place = placeOf(request);
  switch (place.in) {
    case 'name_label':
      return object?.name;
    case 'name_description':
      return object?.description;
    case 'tags':
      return object?.tags;
    default:
      return object?.otherConfig === undefined ? undefined : (object.otherConfig[place.key] ?? '');
  }
}

/** Tags are a set: their order means nothing. */
export function isSameValue(a: Value, b: Value): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((tag) => b.includes(tag));
}
