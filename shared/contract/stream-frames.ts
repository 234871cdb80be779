import type { ClientStreamFrame } from './client-stream-frame.ts';
import type { Failure } from './failure.ts';

/** The other end may send so much before it has heard that some of it was taken. */
export const STREAM_WINDOW_BYTES = 256 * 1024;
export const STREAM_PART_BYTES = 64 * 1024;

/** What either end may hear about a stream that is open. */
export type StreamFrame =
  | Extract<ClientStreamFrame, { frame: 'stream-data' | 'stream-credit' | 'stream-end' }>
  | { readonly frame: 'stream-stop'; readonly stream: string; readonly failure?: Failure | undefined };

type DataFrame = Extract<StreamFrame, { frame: 'stream-data' }>;

/** For channels that carry bytes beside text: the length of the name, the name, the bytes. */
export function encodeStreamData({ stream: name, bytes }: DataFrame): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(1 + name.length + bytes.length);
  message[0] = name.length;
  for (let at = 0; at < name.length; at += 1) message[1 + at] = name.charCodeAt(at);
  message.set(bytes, 1 + name.length);
  return message;
}

/** undefined when it is too short for the name it announces. */
export function decodeStreamData(message: Uint8Array): DataFrame | undefined {
  const [length = 0] = message;
  if (message.length < 1 + length) return undefined;
  const name = String.fromCharCode(...message.subarray(1, 1 + length));
  return { frame: 'stream-data', stream: name, bytes: message.subarray(1 + length) };
}
