/** What the pool's records say of the host: live, or from the last picture, or from a member's copy of the database. */
export interface Believed {
  readonly asOfMs: number;
  readonly host: {
    /** What its pool calls it by in calls. */
    readonly ref?: string | undefined;
    readonly uuid: string;
    readonly name: string;
    readonly address: string;
    readonly isLive?: boolean | undefined;
    readonly isEnabled?: boolean | undefined;
    readonly isInMaintenance?: boolean | undefined;
    readonly pendingGuidances?: readonly string[] | undefined;
    readonly iqn?: string | undefined;
    readonly version?: string | undefined;
    /** Of the certificate that hosts of its pool expect. */
    readonly certificateSha256?: string | undefined;
  };
  readonly isMaster: boolean;
  readonly master?: PoolHost | undefined;
  readonly hosts: readonly PoolHost[];
  readonly isHaEnabled: boolean;
  readonly pifs: readonly BelievedPif[];
  readonly pbds: readonly BelievedPbd[];
  /** Machines that are said to run on it. */
  readonly vms: readonly { readonly uuid: string; readonly name: string }[];
}

/** A host of the pool, this one too; the second half is what it said itself, where it was asked. */
export interface PoolHost {
  readonly uuid: string;
  readonly name: string;
  readonly address: string;
  readonly isLive?: boolean | undefined;
  readonly version?: string | undefined;
  readonly saysRole?: 'master' | 'member' | 'broken' | undefined;
  readonly dbGeneration?: number | undefined;
  readonly isHaArmed?: boolean | undefined;
  readonly domains?: readonly string[] | undefined;
  readonly skewMs?: number | undefined;
  readonly isProvenOff?: boolean | undefined;
}

export interface BelievedPif {
  readonly uuid: string;
  readonly device: string;
  readonly bridge?: string | undefined;
  readonly mac: string;
  /** -1 where it carries none. */
  readonly vlan: number;
  readonly address: string;
  readonly netmask: string;
  readonly gateway: string;
  readonly dns: string;
  readonly mode: 'none' | 'dhcp' | 'static';
  readonly isManagement: boolean;
  readonly isAttached: boolean;
  readonly isPhysical: boolean;
  readonly mtu?: number | undefined;
}

export interface BelievedPbd {
  readonly uuid: string;
  readonly srUuid: string;
  readonly srName: string;
  readonly srType: string;
  readonly isAttached: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly sizeBytes?: number | undefined;
  readonly usedBytes?: number | undefined;
}

export type AttemptStage = 'resolve' | 'connect' | 'banner' | 'host-key' | 'auth' | 'identity' | 'run';

/** One try to reach the host, as far as it says something about it. */
export interface AttemptWord {
  readonly route: { readonly kind: string; readonly address: string };
  readonly stage: AttemptStage;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  /** Such as `refused`, `timed-out`, `host-key-changed`, `secret-refused`, `another-host`. */
  readonly failure?: string | undefined;
}

/** What the host's management controller says of its power. */
export type BmcWord =
  | { readonly is: 'on'; readonly atMs: number }
  /** `sinceMs`: when it was first heard to say so. */
  | { readonly is: 'off'; readonly atMs: number; readonly sinceMs?: number | undefined }
  | { readonly is: 'unreachable' }
  /** It answers, and does not let us in. */
  | { readonly is: 'refused' }
  | { readonly is: 'not-asked' };

/** Somebody stood before the machine and says that it is off. */
export interface PersonWord {
  readonly atMs: number;
  /** The user of this computer. */
  readonly by: string;
  readonly looked: string;
}
