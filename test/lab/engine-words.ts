import type { CallName } from '#shared/contract/calls.ts';
import type { EngineEvent } from '#shared/contract/events.ts';

/** Spoken between a test and the engine at the administrator's computer. */
export interface ToEngine {
  readonly id: number;
  readonly name: CallName;
  /** Of one call, or of several that are made at one moment. */
  readonly inputs: readonly unknown[];
}

export type FromEngine =
  | { readonly is: 'ready' }
  | { readonly is: 'answer'; readonly id: number; readonly results: readonly unknown[] }
  | { readonly is: 'event'; readonly event: EngineEvent }
  | { readonly is: 'log'; readonly line: string };
