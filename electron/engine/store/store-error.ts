export type StoreErrorKind =
  /** The file exists but cannot be read. */
  | 'unreadable'
  | 'unwritable'
  /** A later release of the app wrote it; overwriting would lose what it added. */
  | 'newer-version';

/** The one error of this room; what lies behind it is in `cause`. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly kind: StoreErrorKind;
  readonly path: string;

  constructor(kind: StoreErrorKind, path: string, cause?: unknown) {
    super(`${kind}: ${path}`, { cause });
    this.kind = kind;
    this.path = path;
  }
}
