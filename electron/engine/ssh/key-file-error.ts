import type { KeyFileWhy } from '#shared/contract/failure.ts';

/** A file that was given as a key, and cannot be used as one. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly why: KeyFileWhy;

  constructor(why: KeyFileWhy, cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}
