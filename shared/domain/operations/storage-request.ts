import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import type { StorageSource } from '#shared/domain/storage/source.ts';

interface New {
  readonly server: string;
  readonly source: StorageSource;
  readonly name: string;
  readonly description: string;
  /** Where new disks, suspended machines and crash dumps go from then on. */
  readonly asDefault: boolean;
}

interface OnSr {
  readonly server: string;
  readonly sr: RefOf<'sr'>;
}

/** What can be had done with storage repositories. */
export type StorageRequest =
  /** Whatever lies there is gone afterwards. */
  | ({ readonly kind: 'sr.create' } & New)
  /** One that lies there already, with the disks it holds. */
  | ({ readonly kind: 'sr.introduce'; readonly uuid: string } & New)
  /** Every host that should have it gets its connection, and each connection is plugged. */
  | ({ readonly kind: 'sr.repair' /** Absent: of every host. */; readonly host?: HostRef | undefined } & OnSr)
  /** Unplugged on every host; the pool keeps how it was connected. */
  | ({ readonly kind: 'sr.detach' } & OnSr)
  /** Detached, and its record removed; what it holds stays on the storage. */
  | ({ readonly kind: 'sr.forget' } & OnSr)
  /** Detached and wiped. */
  | ({ readonly kind: 'sr.destroy' } & OnSr)
  | ({ readonly kind: 'sr.rescan' } & OnSr)
  | ({ readonly kind: 'sr.set-default' } & OnSr)
  /** Blocks no disk uses any more are given back to the array. */
  | ({ readonly kind: 'sr.trim' } & OnSr);

export type NewSrRequest = Extract<StorageRequest, { source: StorageSource }>;
export type SrRequest = Extract<StorageRequest, { sr: RefOf<'sr'> }>;

export function isStorageRequest(request: { readonly kind: string }): request is StorageRequest {
  return request.kind.startsWith('sr.');
}
