/** What the pool itself says of one of its hosts, and when it said so. */
export interface PoolWitness {
  readonly isLive: boolean;
  readonly isEnabled: boolean;
  /** Its master had heard of it then, and may have long after. */
  readonly heardMs?: number | undefined;
  /** When the pool's word turned, where we have seen it turn. */
  readonly lostMs?: number | undefined;
  readonly asOfMs: number;
}

/** `no-way` says nothing about the host: its name has no address, or our own network leads nowhere. */
export type PortState = 'open' | 'refused' | 'silent' | 'no-way';

/** What a host's toolstack said when asked to let us in. */
export type ToolstackAnswer =
  /** Only masters do; of which pool it says it is, where that was asked. */
  | { readonly is: 'lets-in'; readonly pool?: string | undefined }
  | { readonly is: 'refuses'; readonly code: string; readonly parameters: readonly string[] }
  | { readonly is: 'silent' }
  | { readonly is: 'not-xapi' }
  /** Nothing listens, the certificate is not trusted, or the password is known to be wrong. */
  | { readonly is: 'not-asked' };

/** What we found when we knocked ourselves. */
export interface ProbeWitness {
  readonly atMs: number;
  readonly https: PortState;
  readonly ssh: PortState;
  readonly tls: 'trusted' | 'untrusted' | 'failed' | 'not-tried';
  readonly toolstack: ToolstackAnswer;
}

/** What the host itself says over SSH, once it has proven which host it is. */
export interface ShellWitness {
  readonly atMs: number;
  /** The uuids of the machines that run there. */
  readonly running: readonly string[];
  /** Whether it was the hypervisor's own list: then what is not in it does not run there. */
  readonly isComplete: boolean;
}

export interface HostWitnesses {
  readonly pool: PoolWitness;
  readonly probe?: ProbeWitness | undefined;
  readonly shell?: ShellWitness | undefined;
}
