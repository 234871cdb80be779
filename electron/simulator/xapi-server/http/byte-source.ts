import type { Duplex } from 'node:stream';

/** Pulls bytes from a connection piece by piece; what was read too far can be put back. */
export interface ByteSource {
  /** The next piece, or undefined at the end. */
  read(): Promise<Buffer | undefined>;
  unread(bytes: Buffer): void;
  /** Stops pulling; what is still to be read is in the stream again. */
  release(): void;
}

export function byteSource(stream: Duplex): ByteSource {
  const pieces: Buffer[] = [];
  let isOver = false;
  let wake: (() => void) | undefined;

  function onData(bytes: Buffer): void {
    pieces.push(bytes);
    stream.pause();
    wake?.();
  }

  function onEnd(): void {
    isOver = true;
    wake?.();
  }

  stream.on('data', onData);
  stream.on('end', onEnd);
  stream.on('close', onEnd);
  stream.pause();

  return {
    async read() {
      if (pieces.length === 0 && !isOver) {
        stream.resume();
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      return pieces.shift();
    },
    unread(bytes) {
      if (bytes.length > 0) pieces.unshift(bytes);
    },
    release() {
      stream.off('data', onData);
      stream.off('end', onEnd);
      stream.off('close', onEnd);
      stream.pause();
      const rest = Buffer.concat(pieces);
      if (rest.length > 0) stream.unshift(rest);
    },
  };
}
