import type { Ref, Row } from '../value.ts';

/** What is written on storage itself, and stays when a pool forgets it. */
export interface StoredRepository {
  readonly uuid: string;
  /** The driver that wrote it. */
  readonly type: string;
  name: string;
  description: string;
  /** Its disks, as they were when the last pool let go of it. */
  disks: readonly Row[];
}

export interface FileExport {
  readonly path: string;
  /** Who may mount it, as the server prints it; a host that is not among `clients` is refused. */
  readonly access: string;
  readonly clients: 'everybody' | Set<Ref>;
  isReadOnly: boolean;
  readonly sizeBytes: number;
  readonly holds: StoredRepository[];
  /** Images in a library, by file name. */
  readonly images: readonly { readonly name: string; readonly sizeBytes: number }[];
}

export interface Chap {
  readonly user: string;
  readonly password: string;
}

export interface Lun {
  readonly number: number;
  readonly scsiId: string;
  readonly vendor: string;
  readonly serial: string;
  readonly sizeBytes: number;
  /** Hosts the array does not show it to. */
  readonly maskedFrom: Set<Ref>;
  holds: StoredRepository | undefined;
}

export interface IscsiTarget {
  readonly name: string;
  readonly portals: readonly { readonly address: string; readonly port: number }[];
  chap: Chap | undefined;
  readonly luns: Lun[];
}

export interface SmbShare {
  readonly name: string;
  readonly login: Chap | undefined;
  readonly sizeBytes: number;
  readonly holds: StoredRepository[];
}

/** A machine on the network that offers storage. */
export interface StorageServer {
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  isOn: boolean;
  /** Larger ones are lost on the way to it; absent: as large as a card can send. */
  largestPacket?: number;
  /** Protocol versions of its file service; none: it has no such service. */
  readonly fileVersions: readonly string[];
  readonly exports: FileExport[];
  readonly targets: IscsiTarget[];
  readonly shares: SmbShare[];
}

/** A LUN that hosts see through their own adapters. */
export interface FabricLun extends Lun {
  readonly device: string;
  readonly adapter: string;
  readonly paths: number;
  /** Hosts that have lost some of them, and how many they have left. */
  readonly pathsLeft: Map<Ref, number>;
}

export interface LocalDisk {
  /** By the reference it has in its pool. */
  host: Ref;
  readonly path: string;
  readonly sizeBytes: number;
  readonly isBootDisk: boolean;
  holds: StoredRepository | undefined;
}

/** Everything there is to store on, beside and beneath what pools know of it. */
export interface Arrays {
  readonly servers: StorageServer[];
  readonly fabric: FabricLun[];
  readonly disks: LocalDisk[];
  /** Faults that drivers are about to have, each once. */
  readonly faults: OrderedFault[];
}

interface OrderedFault {
  readonly number: number;
  readonly host: Ref;
}

export function noArrays(): Arrays {
  return { servers: [], fabric: [], disks: [], faults: [] };
}

export function newServer(addresses: readonly string[], more: Partial<StorageServer> = {}): StorageServer {
  return { names: [], addresses, isOn: true, fileVersions: [], exports: [], targets: [], shares: [], ...more };
}

/** By name or address; a name nobody has does not resolve. */
export function serverAt({ servers }: Arrays, host: string): StorageServer | undefined {
  const wanted = bareHost(host).toLowerCase();
  return servers.find(({ names, addresses }) => [...names, ...addresses].some((known) => known.toLowerCase() === wanted));
}

export function bareHost(host: string): string {
  return /^\[(.*)\]$/.exec(host)?.[1] ?? host;
}

/** Written as an address, so that there is nothing to resolve. */
export function isAddress(host: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(host) || bareHost(host).includes(':');
}
