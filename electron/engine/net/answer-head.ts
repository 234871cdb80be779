import type { Duplex } from 'node:stream';

/** Who answers with more than this before the empty line speaks something else. */
const LONGEST_ANSWER = 16_384;

/** Reads up to the empty line; what follows is not ours and goes back. */
export async function answerHead(stream: Duplex): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let read = Buffer.alloc(0);
  const take = (): void => {
    for (let part: unknown = stream.read(); Buffer.isBuffer(part); part = stream.read()) {
      read = Buffer.concat([read, part]);
      const end = read.indexOf('\r\n\r\n');
      if (end < 0 && read.length < LONGEST_ANSWER) continue;
      // What goes back makes the stream readable again, which is not ours to hear any more.
      stream.off('readable', take);
      const headLength = end < 0 ? read.length : end + 4;
      if (read.length > headLength) stream.unshift(read.subarray(headLength));
      resolve(read.toString('latin1', 0, headLength));
      return;
    }
  };
  const closed = (): void => reject(Object.assign(new Error('closed before the answer was whole'), { code: 'ECONNRESET' }));
  stream.on('readable', take);
  stream.once('error', reject);
  stream.once('close', closed);
  stream.once('end', closed);
  try {
    return await promise;
  } finally {
    stream.off('readable', take);
    stream.off('error', reject);
    stream.off('close', closed);
    stream.off('end', closed);
  }
}
