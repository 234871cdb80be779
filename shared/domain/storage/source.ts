import type { HostRef } from '#shared/domain/inventory/watched.ts';

/** A user and the pool's own record of the password, never the password itself. */
export interface Credentials {
  readonly user: string;
  /** The UUID of the pool's secret; absent where none is asked for. */
  readonly secret?: string | undefined;
}

export interface NfsShare {
  readonly server: string;
  readonly path: string;
  /** As the driver writes it; absent: the driver's own choice, which is 3. */
  readonly version?: string | undefined;
  /** For mount, separated by commas. */
  readonly options?: string | undefined;
}

export interface IscsiPortal {
  /** One host, or several separated by commas. */
  readonly target: string;
  readonly port: number;
  readonly chap?: Credentials | undefined;
  /** What the target shows to prove itself to the hosts. */
  readonly incomingChap?: Credentials | undefined;
}

export interface SmbShare {
  /** Written with backslashes: \\server\share. */
  readonly share: string;
  readonly login?: Credentials | undefined;
}

/** How disks are laid out on a LUN: LVM unless told otherwise. */
export interface OnBlocks {
  readonly format?: 'gfs2' | undefined;
  /** What the driver has said of a repository that lies there already. */
  readonly told?: Readonly<Record<string, string>> | undefined;
}

/** Where storage lies and how hosts get at it: everything a pool needs to know, and no secret. */
export type StorageSource =
  | ({ readonly kind: 'nfs' } & NfsShare)
  | ({ readonly kind: 'iscsi'; readonly iqn: string; readonly scsiId: string } & IscsiPortal & OnBlocks)
  | ({ readonly kind: 'hba'; readonly scsiId: string } & OnBlocks)
  | { readonly kind: 'fcoe'; readonly scsiId: string; readonly path: string }
  | ({ readonly kind: 'smb' } & SmbShare)
  | ({ readonly kind: 'nfs-iso' } & NfsShare)
  | ({ readonly kind: 'smb-iso'; readonly version?: string | undefined } & SmbShare)
  /** Disks of one host, by their paths. */
  | { readonly kind: 'lvm' | 'ext'; readonly host: HostRef; readonly devices: readonly string[] }
  /** Any driver the pool has, by its own names for what it wants to know. */
  | {
      readonly kind: 'other';
      readonly type: string;
      readonly isShared: boolean;
      /** Where it lies, unless every host has it. */
      readonly host?: HostRef | undefined;
      readonly config: Readonly<Record<string, string>>;
      readonly contentType: 'user' | 'iso' | '';
    };

export type StorageKind = StorageSource['kind'];
