import { sizeText } from './size-text.ts';

/** What is said of files that come out of a pool. */
export const transferText = {
  backUpDatabase: 'Back up pool database…',
  saved: (file: string, { bytes, sha256 }: { readonly bytes: number; readonly sha256: string }) =>
    `Saved ${file}, ${sizeText(bytes)}. SHA-256: ${sha256}`,
  failed: (file: string, why: string) => `${file} could not be saved. ${why}`,
} as const;

/** As `xe pool-dump-database` files are usually called: by the pool and the day. */
export function databaseFileName(pool: string, day: Date): string {
  return `${fileNameOf(pool, 'pool')}-${day.toISOString().slice(0, 10)}.xml`;
}

/** With the ending that `xe host-backup` files usually have. */
export function hostFileName(host: string, day: Date): string {
  return `${fileNameOf(host, 'host')}-${day.toISOString().slice(0, 10)}.xbk`;
}

/** A name every file system takes. */
function fileNameOf(text: string, otherwise: string): string {
  const name = text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '');
  return name === '' ? otherwise : name;
}
