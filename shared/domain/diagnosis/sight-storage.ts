import type { PortWord } from './sight-network.ts';

/** The connection of a storage repository to this host. */
export interface PbdWord {
  readonly uuid: string;
  readonly srUuid: string;
  readonly srName: string;
  readonly isAttached: boolean;
  readonly config: Readonly<Record<string, string>>;
}

export interface NfsMount {
  readonly server: string;
  readonly path: string;
  readonly on: string;
  readonly srUuid?: string | undefined;
  readonly options: readonly string[];
  readonly line: string;
}

export interface NfsServer {
  readonly server: string;
  readonly port2049: PortWord;
}

/** `silent`: it was asked, and nothing has come back. */
export interface NfsHealth {
  readonly on: string;
  readonly is: 'answers' | 'silent' | 'failed';
}

export interface IscsiSession {
  readonly id: string;
  readonly target: string;
  readonly state: string;
  readonly portal?: string | undefined;
  readonly recoveryS?: number | undefined;
  readonly line: string;
}

export interface Iscsi {
  readonly iqn?: string | undefined;
  readonly sessions: readonly IscsiSession[];
  readonly fibre: readonly { readonly host: string; readonly state: string }[];
}

export interface IscsiDetail {
  readonly target: string;
  readonly portal?: string | undefined;
  readonly connection?: string | undefined;
  readonly session?: string | undefined;
  readonly internal?: string | undefined;
  readonly disks: readonly { readonly device: string; readonly state: string }[];
}

export interface IscsiPortal {
  readonly portal: string;
  readonly is: PortWord;
}

export interface PathCount {
  readonly scsiId: string;
  readonly now: number;
  readonly max: number;
}

export interface MultipathPath {
  readonly device: string;
  readonly isActive: boolean;
  readonly checker: string;
  readonly line: string;
}

export interface MultipathMap {
  readonly scsiId: string;
  readonly device: string;
  readonly queuesForever: boolean;
  readonly paths: readonly MultipathPath[];
}

export interface Multipath {
  readonly maps: readonly MultipathMap[];
  readonly daemon?: string | undefined;
}

export interface Lvm {
  readonly volumes: readonly {
    readonly device: string;
    readonly group: string;
    readonly uuid: string;
    readonly isMissing: boolean;
    readonly line: string;
  }[];
  readonly groups: readonly {
    readonly name: string;
    readonly srUuid?: string | undefined;
    readonly sizeBytes: number;
    readonly freeBytes: number;
    readonly isPartial: boolean;
    readonly line: string;
  }[];
}
