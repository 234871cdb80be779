/** The part of a record people sort their objects by; classes have more or less of it. */
export interface Organized {
  readonly tags?: readonly string[];
  readonly otherConfig?: Readonly<Record<string, string>>;
  readonly appliance?: string | null;
}

/** Where XenCenter keeps a custom field; other clients read it there too. */
export const FIELD_PREFIX = 'XenCenter.CustomFields.';
const FOLDER = 'folder';
const EMPTY_FOLDERS = 'EMPTY_FOLDERS';

/** The path of the folder an object lies in, as '/web/shop'; undefined when it lies in none. */
export function folderOf({ otherConfig }: Organized): string | undefined {
  return cleanPath(otherConfig?.[FOLDER] ?? '');
}

/** Folders that hold nothing yet are remembered by the pool. */
export function emptyFoldersOf(pool: Organized): readonly string[] {
  const paths = (pool.otherConfig?.[EMPTY_FOLDERS] ?? '').split(';').map(cleanPath);
  return paths.filter((path) => path !== undefined);
}

/** A folder and all that it lies in, outermost first: '/web', '/web/shop'. */
export function foldersAlong(path: string): readonly string[] {
  const names = path.split('/').filter(Boolean);
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
}

export function nameOfFolder(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function fieldsOf({ otherConfig = {} }: Organized): readonly { readonly field: string; readonly value: string }[] {
  return Object.entries(otherConfig).flatMap(([key, value]) => {
    const field = key.startsWith(FIELD_PREFIX) ? key.slice(FIELD_PREFIX.length) : '';
    return field === '' || value === '' ? [] : [{ field, value }];
  });
}

function cleanPath(path: string): string | undefined {
  const names = path.split('/').map((name) => name.trim());
  const clean = names.filter(Boolean).join('/');
  return clean === '' ? undefined : `/${clean}`;
}
