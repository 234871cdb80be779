/** A file, as far as the control domain shows it. */
export type FileEntry =
  | { readonly is: 'file'; readonly read: () => string; readonly changedMs: number; readonly mode?: number; readonly size?: number }
  | { readonly is: 'folder'; readonly changedMs: number; readonly mode?: number }
  | { readonly is: 'link'; readonly to: string; readonly changedMs: number }
  | { readonly is: 'socket'; readonly changedMs: number };

export type WriteFailure = 'Read-only file system' | 'No space left on device' | 'No such file or directory' | 'Permission denied' | 'Is a directory';

/** The file tree of one control domain at one moment. */
export interface Files {
  /** Links followed; undefined where nothing is. */
  find(path: string): FileEntry | undefined;
  /** Not followed at the end. */
  findLink(path: string): FileEntry | undefined;
  /** Names in a folder. */
  list(path: string): readonly string[];
  /** Follows links and dots. */
  resolve(path: string): string;
  write(path: string, bytes: string, how: 'replace' | 'append'): WriteFailure | undefined;
  remove(path: string): WriteFailure | undefined;
}

/** An absolute path without dots. */
export function absolute(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
