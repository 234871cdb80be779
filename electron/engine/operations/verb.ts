import type { PoolHandle } from '#engine/pools/pool-handle.ts';
import type { Clock } from '#engine/ports.ts';
import type { OperationState, StepName, Trace } from '#shared/contract/calls/operation-calls.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { TaskRef } from '#shared/xapi/generated/refs.ts';

/** A remark with the error it is about. */
export type Told =
  | { readonly is: 'host-later' | 'mtu-later' | 'shared-after-restart' | 'reach-not-proven'; readonly host: string }
  | { readonly is: 'neighbours-not-asked' }
  | { readonly is: 'host-not-connected'; readonly host: string; readonly error: unknown }
  | { readonly is: 'not-set-up' | 'password-left' | 'not-started' | 'not-plugged' | 'old-disk-left'; readonly error: unknown }
  | { readonly is: 'not-deleted'; readonly name: string; readonly error: unknown }
  | { readonly is: 'host-not-back'; readonly host: string }
  | { readonly is: 'at-next-start' }
  | { readonly is: 'vm-not-brought-back'; readonly vm: string; readonly error: unknown };

export type Place = NonNullable<Extract<OperationState, { is: 'running' }>['at']>;
export type Note = NonNullable<Extract<OperationState, { is: 'running' }>['note']>;

/** What the runner lends an operation while it runs. */
export interface Doing {
  readonly pool: PoolHandle;
  readonly clock: Clock;
  /** Aborted when somebody cancels; whoever can stop throws Cancelled. */
  readonly cancelling: AbortSignal;
  /** Aborted when the app ends: the work is left as it is. */
  readonly closing: AbortSignal;
  /** One after another; what happens in a step counts as having begun once this is on disk. */
  step<T>(name: StepName, work: () => Promise<T>): Promise<T>;
  /** Registered before what it undoes is done; the last registered runs first. */
  onUndo(undo: Undo): void;
  /** When all is over, also what has been taken back: what was held for it is given back. */
  atEnd(release: () => Promise<void>): void;
  /** Written down, so that the task is found again after a crash. */
  began(task: TaskRef): Promise<void>;
  /** The former value, so that it can be brought back later. */
  knew(former: string | readonly string[]): void;
  /** Written down with the next step, for what would be unknown after a crash: told to `left`, and here when it goes on. */
  remember(what: readonly string[]): void;
  remembered(): readonly string[];
  progress(share: number): void;
  /** Which of many it is at. */
  at(place: Place): void;
  /** Done, but there is something to say; `next` is what can be done about it. */
  remark(remark: Told, next?: Requested): void;
  note(note: Note | undefined): void;
  /** From here on it ends as it ends. */
  tooLateToCancel(): void;
}

export interface Undo {
  /** Undefined where there was nothing to take back any more. */
  undo(): Promise<Trace | undefined>;
  /** What stays when that fails too; undefined where `left` sees it. */
  readonly otherwise: Trace | undefined;
}

/** One kind of operation. */
export interface Verb {
  readonly steps: readonly StepName[];
  run(doing: Doing): Promise<void>;
  /** For what the server does by itself, and may still be doing after the app ended. */
  readonly task?: {
    /** By what the object says, for the answer that named it may have been lost. */
    find(inventory: Inventory): TaskRef | undefined;
    watch(doing: Doing, task: TaskRef): Promise<void>;
  };
  /** What was asked for shows, so that there is no need to ask again; absent where that cannot be seen. */
  isReached?(inventory: Inventory, remembered: readonly string[]): boolean;
  /** The same asked anew, where what it is about may have been replaced meanwhile. */
  again?(): Requested;
  /** What the object says now. */
  left(inventory: Inventory, remembered: readonly string[]): readonly Trace[];
  /** What is still to be done of it although what was asked for shows, where the app ended in the middle of it. */
  rest?(inventory: Inventory, remembered: readonly string[]): readonly Requested[];
  /** What has to be taken away before it can be asked for again, where the app ended in the middle of it. */
  clearing?(inventory: Inventory, remembered: readonly string[]): readonly Requested[];
  /** What puts in order what was left half done, whichever way it ended; asking for the same again would not. */
  mends?(inventory: Inventory, remembered: readonly string[]): readonly Requested[];
  /** What may happen still, where the app ended in the middle of it. */
  unfinished?(inventory: Inventory): readonly Trace[];
}
