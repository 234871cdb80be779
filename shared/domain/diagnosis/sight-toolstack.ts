/** Who the machine says it is. */
export interface Identity {
  /** The pool's uuid of the host; empty where its inventory does not say. */
  readonly hostUuid: string;
  readonly controlDomainUuid?: string | undefined;
  readonly product: string;
  readonly version: string;
  readonly release?: string | undefined;
  readonly kernel?: string | undefined;
  readonly hostname?: string | undefined;
  /** A bridge; empty where management is switched off. */
  readonly managementBridge?: string | undefined;
  readonly addressType?: string | undefined;
  readonly bridges: readonly string[];
  readonly uptimeS?: number | undefined;
  readonly load: readonly number[];
}

export type Role =
  | { readonly is: 'master'; readonly changedAtS?: number | undefined }
  | { readonly is: 'member'; readonly master: string; readonly changedAtS?: number | undefined }
  | { readonly is: 'broken'; readonly raw: string; readonly changedAtS?: number | undefined };

export interface Service {
  readonly unit: string;
  /** `not-found` is normal: releases differ in what they have. */
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  readonly pid?: number | undefined;
  readonly result?: string | undefined;
  readonly since?: string | undefined;
}

export interface ToolstackProcess {
  readonly pid: number;
  readonly state: string;
  readonly ageS: number;
  readonly memoryKiB: number;
  readonly cpuPercent: number;
  readonly command: string;
}

/** When each of them was touched, in seconds of the host's clock. */
export interface StartMarks {
  readonly pidFileS?: number | undefined;
  readonly startupS?: number | undefined;
  readonly initCompleteS?: number | undefined;
  readonly isStartBlocked: boolean;
}

/** As the toolstack or its log names it, such as HOST_HAS_NO_MANAGEMENT_IP. */
export interface EmergencyReason {
  readonly code: string;
  readonly parameters: readonly string[];
  readonly line?: string | undefined;
}

export interface Emergency {
  readonly is: 'normal' | 'emergency' | 'lost-master' | 'not-listening' | 'restarting' | 'hung' | 'unclear';
  readonly reason?: EmergencyReason | undefined;
  readonly lines: readonly string[];
}

export interface Ha {
  readonly isArmed: boolean | undefined;
  readonly flags: Readonly<Record<string, string>>;
  readonly hasDaemon: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly staticVdis: readonly string[];
}

export interface LivesetHost {
  readonly host: string;
  readonly isLive?: boolean | undefined;
  readonly isMaster?: boolean | undefined;
  readonly reachesStatefile?: boolean | undefined;
  readonly isStatefileCorrupted?: boolean | undefined;
  readonly isExcluded?: boolean | undefined;
}

export interface Liveset {
  readonly status?: string | undefined;
  readonly localHost?: string | undefined;
  readonly hosts: readonly LivesetHost[];
  /** What the daemon said instead. */
  readonly trouble?: string | undefined;
}

export interface PoolTask {
  readonly uuid: string;
  readonly name: string;
  readonly status: string;
  readonly progress: number;
  readonly createdMs?: number | undefined;
}

export interface HostRecordWord {
  readonly isEnabled?: boolean | undefined;
  readonly isInMaintenance: boolean;
  readonly pendingGuidances: readonly string[];
}

export interface CertificateFile {
  readonly path: string;
  readonly subject: string;
  readonly validFromMs?: number | undefined;
  readonly validToMs?: number | undefined;
  readonly sha256?: string | undefined;
}

export interface Certificates {
  readonly own: readonly CertificateFile[];
  readonly trusted: readonly { readonly path: string; readonly sizeBytes: number; readonly changedAtS: number }[];
  readonly isVerifying: boolean;
}

export interface DatabaseCopy {
  readonly path?: string | undefined;
  readonly generation?: number | undefined;
  readonly changedAtS?: number | undefined;
  readonly sizeBytes?: number | undefined;
}

export interface VmRecordWord {
  readonly uuid: string;
  readonly name: string;
  readonly power: string;
}
