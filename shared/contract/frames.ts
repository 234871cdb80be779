import { z } from 'zod';
import type { Result } from '#shared/kernel/result.ts';
import type { EngineEvent, Sequences } from './events.ts';
import type { Failure } from './failure.ts';

const requestId = z.string().min(1).max(64);

/** What a window may send. Checked before anything else looks at it. */
export const clientFrame = z.discriminatedUnion('frame', [
  z.strictObject({ frame: z.literal('request'), id: requestId, name: z.string().max(100), input: z.unknown() }),
  z.strictObject({ frame: z.literal('cancel'), id: requestId }),
  /** What became of a change that was asked for under this id before the connection was lost. */
  z.strictObject({ frame: z.literal('ask'), id: requestId }),
]);
export type ClientFrame = z.infer<typeof clientFrame>;

export interface ReplyFrame {
  readonly frame: 'reply';
  readonly id: string;
  readonly result: Result<unknown, Failure>;
}

export type PushFrame =
  | ({ readonly frame: 'event' } & EngineEvent)
  /**
   * First on every connection: where each topic stands, so that a window knows what it missed, and which run of the
   * engine this is, for another run knows nothing of what was asked before.
   */
  | { readonly frame: 'hello'; readonly sequences: Sequences; readonly run?: string }
  /** Made by the transport itself when the engine stops answering. */
  | { readonly frame: 'lost' };

export type ServerFrame = ReplyFrame | PushFrame;
