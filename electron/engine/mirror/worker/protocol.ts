import type { WatchedClass } from '#shared/domain/inventory/watched.ts';

/** What the answer whose bytes follow is about. */
export type Reading =
  /** All records of a class: what is not among them is gone. */
  | { readonly is: 'records'; readonly of: WatchedClass }
  /** All references of a class. */
  | { readonly is: 'references'; readonly of: WatchedClass }
  /** An answer of event.from, or of event.next as old releases have it. */
  | { readonly is: 'events' }
  | { readonly is: 'old-events' };

/** What an answer said beside the changes it led to. */
export type Reply =
  | { readonly is: 'read'; readonly notes: Notes }
  /** The server's error, as the JSON it sent. */
  | { readonly is: 'refused'; readonly error: string }
  | { readonly is: 'not-xapi' };

export interface Notes {
  /** How many events there were of classes that are watched. */
  readonly events: number;
  readonly token?: string;
  /** Classes the server counts otherwise than we do: by how many more. */
  readonly miscounted: readonly Miscount[];
  /** Classes with objects we have no record of. */
  readonly unknown: readonly WatchedClass[];
  /** How many objects are gone because they were not mentioned. */
  readonly dropped: number;
}

export interface Miscount {
  readonly of: WatchedClass;
  readonly by: number;
}

/**
 * Deltas longer than this are told one at a time: the receiver would take several in one go and stand still for as long.
 * Shorter ones, which is what events come to, need no word that they have been dealt with.
 */
export const LONG_DELTA = 1 << 15;

/** Messages travel in lists: waking another thread costs more than a message does. */
export type ToWorker =
  | { readonly is: 'open'; readonly id: number; readonly reading: Reading }
  /** Memory both threads see, known by its number from now on: nothing has to be handed over or collected. */
  | { readonly is: 'slab'; readonly slab: number; readonly memory: ArrayBufferLike }
  /** A piece of an answer; its slab is free again with `spent`. */
  | { readonly is: 'bytes'; readonly id: number; readonly slab: number; readonly length: number }
  | { readonly is: 'end'; readonly id: number }
  /** The rest of this answer will not come. */
  | { readonly is: 'abandon'; readonly id: number }
  /** The last long delta is dealt with. */
  | { readonly is: 'next' };

export type FromWorker =
  /** A Delta as JSON. */
  | { readonly is: 'delta'; readonly json: string }
  | { readonly is: 'spent'; readonly slab: number }
  | { readonly is: 'reply'; readonly id: number; readonly reply: Reply };
