import { z } from 'zod';
import { STREAM_WINDOW_BYTES } from './stream-frames.ts';

const stream = z.string().regex(/^[\w-]{1,64}$/);

/** What a window may send about a stream. Checked before anything else looks at it. */
export const clientStreamFrame = z.discriminatedUnion('frame', [
  z.strictObject({ frame: z.literal('stream-open'), stream, name: z.string().max(100), input: z.unknown() }),
  z.strictObject({ frame: z.literal('stream-data'), stream, bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  /** So many bytes have been taken and may follow. */
  z.strictObject({ frame: z.literal('stream-credit'), stream, bytes: z.number().int().min(1).max(STREAM_WINDOW_BYTES) }),
  /** Nothing more will be sent from this end. */
  z.strictObject({ frame: z.literal('stream-end'), stream }),
  /** Over for both ends, whatever was under way. */
  z.object({ frame: z.literal('stream-stop'), stream }),
]);
export type ClientStreamFrame = z.infer<typeof clientStreamFrame>;
