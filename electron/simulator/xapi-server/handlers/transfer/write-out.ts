import type { Writable } from 'node:stream';

/** Resolves when the piece has gone out, so that nothing piles up before a slow client. */
export function writeOut(sink: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(bytes, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
}

export function endOf(sink: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.once('error', reject);
    sink.end(() => resolve());
  });
}
