/** What one VM does at the moment, as its host measures it. Absent: not measured, which is not nothing. */
export interface VmFigures {
  /** Of all its processors together, 0 to 1. */
  readonly cpu?: number;
  readonly memoryTotal?: number;
  /** Only what runs inside the guest can tell. */
  readonly memoryUsed?: number;
  /** Bytes per second. */
  readonly diskRead?: number;
  readonly diskWrite?: number;
  readonly networkIn?: number;
  readonly networkOut?: number;
}

/** A host measures itself the same way; its disks are those of its VMs together. */
export type HostFigures = VmFigures;

/** What a host says of itself and of the VMs on it, by their UUIDs. */
export interface HostReport {
  readonly atMs: number;
  readonly host: HostFigures;
  readonly vms: Readonly<Record<string, VmFigures>>;
}

/** What a host did at one moment. */
export interface HostPoint {
  readonly atMs: number;
  readonly host: HostFigures;
}

/** Why a host sends no statistics; a fact like any other. */
export type SilentWhy = { readonly is: 'no-answer' } | { readonly is: 'refused'; readonly status: number } | { readonly is: 'nonsense' };

export type HostStatistics =
  | { readonly is: 'figures'; readonly report: HostReport }
  | { readonly is: 'silent'; readonly sinceMs: number; readonly why: SilentWhy };
