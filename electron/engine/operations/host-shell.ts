import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { DiagnosisInput } from '#shared/domain/diagnosis/diagnosis.ts';
import type { HttpsCall, ToolstackWord } from '#shared/domain/repairs/https-repairs.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';

/** What another room lends of a host that somebody looks at: what is known of it, and a way to run a line there. */
export interface HostShell {
  input(): DiagnosisInput;
  /** Undefined while no way works. Rejects when the connection is lost in the middle. */
  run(line: string, how: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<Ran> | undefined;
  /** The same on another host of its pool. Undefined where that is none; rejects where it cannot be reached. */
  beside(host: HostRef): Pick<HostShell, 'run'>;
  /** Asks its management controller once more; whether it is proven to be off. */
  proveOff(signal: AbortSignal): Promise<boolean>;
  /** Its own toolstack, where that has answered over HTTPS and no shell is open. */
  toolstack(): LentToolstack | undefined;
  /** Writes down what a reset takes away of its network. */
  keepNetworkPlan(): Promise<void>;
  /** From now on it is looked for at this address too. */
  alsoAt(address: string): Promise<void>;
  /** What is in use does not answer: resolves when another way works, none does, or after `timeoutMs`. */
  anotherWay(how: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void>;
  /** Asks everything once more; resolves when that is answered, or no way has worked for `timeoutMs`. */
  lookAgain(how: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<void>;
}

export interface LentToolstack {
  /** What it said last. */
  readonly word: ToolstackWord;
  /** Asks it anew; throws NetError. */
  says(signal: AbortSignal): Promise<ToolstackWord['says']>;
  /** All by one session; what each of them answered. Throws XapiError, NetError. */
  call(calls: readonly HttpsCall[], signal: AbortSignal): Promise<readonly unknown[]>;
}

export interface Ran {
  /** Absent when nobody said. */
  readonly code?: number | undefined;
  readonly said: string;
}

/** Given back when it is not needed any more; somebody else who looks at the host goes on. */
export interface HeldShell {
  readonly shell: HostShell;
  giveBack(): Promise<void>;
}

/** Undefined for a host nobody looks at. */
export type FindShell = (server: ServerId, host: HostRef) => HostShell | undefined;
