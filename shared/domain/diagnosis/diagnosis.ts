import type { AttemptWord, Believed, BmcWord, PersonWord } from './believed.ts';
import type { Finding } from './finding.ts';
import type { HostSight } from './sight.ts';

export interface DiagnosisInput {
  readonly sight: HostSight;
  readonly believed: Believed;
  readonly attempts: readonly AttemptWord[];
  readonly bmc: BmcWord;
  readonly word?: PersonWord | undefined;
  readonly nowMs: number;
}

/** What there is to say before anything else: is it alive? Every member tells how many guests the host itself has, where it has said. */
export type Verdict =
  /** The pool has it, and so have we. */
  | { readonly is: 'live'; readonly vms: number | undefined }
  /** The pool has lost it, and its machines run on. */
  | { readonly is: 'isolated'; readonly vms: number }
  /** It answers, and no machine runs there. */
  | { readonly is: 'vms-down' }
  /** It answers, and has not said yet what runs there. */
  | { readonly is: 'reached' }
  /** Another machine answers where this host should be. */
  | { readonly is: 'wrong-host' }
  | { readonly is: 'searching' }
  | { readonly is: 'unknown'; readonly because: 'power-is-on' | 'bmc-unreachable' | 'bmc-refused' | 'bmc-not-asked' }
  | { readonly is: 'off'; readonly atMs: number; readonly sinceMs: number; readonly by: 'bmc' | 'person' };

/** Why nothing that could lose data may be done to it or in its name, here or anywhere else in the window. */
export type Lock = { readonly is: 'locked'; readonly because: 'vms-alive' | 'not-proven-off' | 'wrong-host' } | { readonly is: 'open' };

export interface Diagnosis {
  readonly verdict: Verdict;
  readonly lock: Lock;
  readonly isHaArmed: boolean | undefined;
  readonly headline?: Finding | undefined;
  /** At most three, shown with it. */
  readonly secondary: readonly Finding[];
  readonly rest: readonly Finding[];
}
