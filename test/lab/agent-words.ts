/** A card or a bridge of a host as the kernel has it. */
export interface Card {
  readonly device: string;
  readonly isUp: boolean;
  readonly hasLink: boolean;
  /** With their prefixes; none are told of what has no link. */
  readonly addresses: readonly string[];
}

export type ToAgent =
  | { readonly is: 'listen'; readonly id: number; readonly port: number }
  | { readonly is: 'dial'; readonly id: number; readonly host: string; readonly port: number; readonly ms: number }
  | { readonly is: 'watch'; readonly devices: readonly string[] }
  /** What has to end when nobody is left to end it. */
  | { readonly is: 'guard'; readonly pid: number };

/** The first two come with a handle. */
export type FromAgent =
  | { readonly is: 'listening'; readonly id: number }
  | { readonly is: 'dialled'; readonly id: number }
  | { readonly is: 'failed'; readonly id: number; readonly code: string }
  | { readonly is: 'cards'; readonly cards: readonly Card[] };
