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

export type ToWorker =
  | { readonly is: 'open'; readonly id: number; readonly reading: Reading }
  /** A piece of an answer; the buffer comes back with `spent`. */
  | { readonly is: 'bytes'; readonly id: number; readonly buffer: ArrayBuffer; readonly length: number }
  | { readonly is: 'end'; readonly id: number }
  /** The rest of this answer will not come. */
  | { readonly is: 'abandon'; readonly id: number }
  /** The last delta is dealt with. */
  | { readonly is: 'next' };

export type FromWorker =
  /** A Delta as UTF-8 JSON. */
  | { readonly is: 'delta'; readonly json: ArrayBuffer }
  | { readonly is: 'spent'; readonly buffer: ArrayBuffer }
  | { readonly is: 'reply'; readonly id: number; readonly reply: Reply };
