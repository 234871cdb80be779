import type { DatabaseFileWhy } from '#shared/contract/failure.ts';

/** The one error of this room: a file that cannot be shown as a pool. */
export class DatabaseFileError extends Error {
  override readonly name = 'DatabaseFileError';
  readonly why: DatabaseFileWhy;
  readonly file: string;

  constructor(why: DatabaseFileWhy, file: string, cause?: unknown) {
    super(`${why}: ${file}`, { cause });
    this.why = why;
    this.file = file;
  }
}
