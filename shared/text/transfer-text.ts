/** What is said of files that come out of a pool. */
export const transferText = {
  backUpDatabase: 'Back up pool database…',
  notConnected: 'The pool does not answer now; its database can be had only from the pool itself.',
  fromFile: 'This pool was read from a file.',
  saved: (file: string) => `Saved ${file}.`,
  failed: (file: string, why: string) => `${file} could not be saved. ${why}`,
} as const;

/** As `xe pool-dump-database` files are usually called: by the pool and the day. */
export function databaseFileName(pool: string, day: Date): string {
  const name = pool.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '');
  return `${name === '' ? 'pool' : name}-${day.toISOString().slice(0, 10)}.xml`;
}
