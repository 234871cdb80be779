/** The stream ended in the middle of something. */
export class PrematureEnd extends Error {
  override readonly name = 'PrematureEnd';
}

/** Takes exactly as many bytes as asked for from a stream of pieces. */
export interface ByteQueue {
  /** Throws PrematureEnd. */
  take(count: number): Promise<Buffer>;
  /** At most `count` bytes, none only at the end. */
  takeUpTo(count: number): Promise<Buffer>;
  /** Reads on to the end, for what nobody needs. */
  drain(): Promise<void>;
}

export function byteQueue(pieces: AsyncIterable<Buffer>): ByteQueue {
  const iterator = pieces[Symbol.asyncIterator]();
  let pending: Buffer[] = [];
  let available = 0;

  async function fill(count: number): Promise<void> {
    while (available < count) {
      const next = await iterator.next();
      if (next.done === true) return;
      pending.push(next.value);
      available += next.value.length;
    }
  }

  async function takeUpTo(count: number): Promise<Buffer> {
    await fill(count);
    const whole = Buffer.concat(pending);
    const part = whole.subarray(0, count);
    pending = [whole.subarray(part.length)];
    available = whole.length - part.length;
    return part;
  }

  return {
    takeUpTo,
    async take(count) {
      const part = await takeUpTo(count);
      if (part.length < count) throw new PrematureEnd(`${part.length} of ${count} bytes`);
      return part;
    },
    async drain() {
      while ((await takeUpTo(1024 * 1024)).length > 0);
    },
  };
}
