export interface NtpSource {
  readonly address: string;
  readonly isSelected: boolean;
  readonly isReachable: boolean;
  readonly stratum?: number | undefined;
  readonly offsetMs?: number | undefined;
  readonly line: string;
}

export interface Ntp {
  readonly daemon: 'chrony' | 'ntp' | 'none';
  readonly sources: readonly NtpSource[];
  readonly offsetMs?: number | undefined;
  readonly isSynchronised?: boolean | undefined;
  readonly clocksource?: string | undefined;
}

/** How far the host's clock is from this computer's; positive where it is ahead. */
export interface ClockReading {
  readonly hostMs: number;
  readonly skewMs: number;
  readonly uncertaintyMs: number;
}

export type DomainState = 'running' | 'blocked' | 'paused' | 'shut-down' | 'crashed' | 'dying' | 'unknown';

export interface Domain {
  readonly id: number;
  readonly uuid?: string | undefined;
  readonly name?: string | undefined;
  readonly state: DomainState;
  readonly memoryMiB?: number | undefined;
  readonly vcpus?: number | undefined;
  readonly line: string;
}

export interface Domains {
  readonly domains: readonly Domain[];
  /** What was asked: the hypervisor itself, or tools that need more to be alive. */
  readonly by: 'list_domains' | 'xl' | 'xenops' | 'xenstore';
}

export interface Memory {
  readonly totalKiB: number;
  readonly availableKiB: number;
  readonly swapTotalKiB: number;
  readonly swapFreeKiB: number;
  readonly slabKiB: number;
  readonly killings: number;
}

export interface Hypervisor {
  readonly version?: string | undefined;
  readonly totalMiB?: number | undefined;
  readonly freeMiB?: number | undefined;
  readonly processors?: number | undefined;
}

export interface FileSystem {
  readonly source: string;
  readonly type: string;
  readonly on: string;
  readonly sizeKiB: number;
  readonly usedKiB: number;
  readonly availableKiB: number;
  readonly usedPercent: number;
  readonly inodesPercent?: number | undefined;
  readonly isReadOnly?: boolean | undefined;
  readonly line: string;
}

export interface StuckProcess {
  readonly pid: number;
  readonly state: string;
  readonly waitsIn: string;
  readonly ageS: number;
  readonly command: string;
  readonly line: string;
}

export interface Stuck {
  readonly processes: readonly StuckProcess[];
  readonly count: number;
  readonly kernelLines: readonly string[];
}

export type LogFile = 'xensource' | 'storage' | 'messages' | 'kernel' | 'daemon' | 'ha' | 'audit' | 'boot';

export interface LogLine {
  readonly file: LogFile;
  /** As it stands there: local time without a year. */
  readonly at?: string | undefined;
  readonly text: string;
  readonly signature?: SignatureId | undefined;
}

export type SignatureId =
  | 'master-lost'
  | 'waits-for-address'
  | 'cannot-talk-back'
  | 'secret-refused'
  | 'another-master'
  | 'emergency-loop'
  | 'start-failed'
  | 'live-set-false'
  | 'certificate-refused'
  | 'no-space'
  | 'storage-error'
  | 'link-changed'
  | 'nfs-silent'
  | 'task-blocked'
  | 'out-of-memory'
  | 'disk-error'
  | 'root-read-only'
  | 'card-reset'
  | 'iscsi-timed-out'
  | 'machine-check'
  | 'statefile'
  | 'heartbeat'
  | 'fenced'
  | 'ssh-opened';

export interface Hardware {
  readonly faultLines: readonly string[];
  readonly memoryErrors: readonly { readonly counter: string; readonly count: number }[];
  readonly raid: readonly { readonly name: string; readonly isDegraded: boolean; readonly line: string }[];
}

export interface Crashes {
  readonly dumps: readonly { readonly name: string; readonly atS: number }[];
  readonly boots: readonly string[];
}

export interface Board {
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly serial?: string | undefined;
  readonly assetTag?: string | undefined;
  readonly biosVendor?: string | undefined;
  readonly biosVersion?: string | undefined;
  readonly memoryModules: readonly string[];
}
