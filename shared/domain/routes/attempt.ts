/** What an attempt goes through, in this order. */
export const stages = ['resolve', 'connect', 'banner', 'host-key', 'auth', 'identity', 'run'] as const;
export type Stage = (typeof stages)[number];

export type SecretKind = 'agent-key' | 'key' | 'password' | 'keyboard-interactive';

export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`. */
  readonly type: string;
  /** As OpenSSH writes it: `SHA256:` and base64 without padding. */
  readonly fingerprint: string;
}

/** Why a connection to one machine did not come about. */
export type OwnFailure =
  | { readonly is: 'name-not-found' | 'refused' | 'no-route' | 'closed' | 'not-ssh' | 'no-common-algorithms' | 'lost' }
  | { readonly is: 'timed-out'; readonly afterMs: number }
  | { readonly is: 'proxy'; readonly status: number }
  /** The host in between lets us in, but opens no connection for us. */
  | { readonly is: 'jump-refused-forwarding' }
  /** Nobody has confirmed the key; a question is open. */
  | { readonly is: 'host-key-unconfirmed'; readonly shown: HostKey }
  | { readonly is: 'host-key-rejected'; readonly shown: HostKey }
  /** Another key than the one this host is known by. Nothing secret was sent. */
  | { readonly is: 'host-key-changed'; readonly shown: HostKey; readonly known: readonly HostKey[] }
  | { readonly is: 'no-secret' }
  | { readonly is: 'secret-refused'; readonly tried: readonly SecretKind[]; readonly accepted: readonly string[] }
  /** Another machine answers at this address. */
  | { readonly is: 'another-host'; readonly expected: string; readonly found: string }
  | { readonly is: 'no-identity' }
  | { readonly is: 'stopped' };

/** Why an attempt ended; the host we wanted to go over may have been unusable itself. */
export type AttemptFailure = OwnFailure | { readonly is: 'jump-failed'; readonly stage: Stage; readonly why: OwnFailure };

export interface PassedStage {
  readonly stage: Stage;
  readonly tookMs: number;
}

/** One try of one route: how far it came, in what time, and what stopped it. */
export interface Attempt {
  /** The id of its candidate. */
  readonly route: string;
  readonly startedAtMs: number;
  /** The stage it is in or ended in. */
  readonly stage: Stage;
  readonly state: 'running' | 'waiting' | 'works' | 'in-use' | 'failed';
  readonly passed: readonly PassedStage[];
  readonly failure?: AttemptFailure | undefined;
  readonly nextTryAtMs?: number | undefined;
}
