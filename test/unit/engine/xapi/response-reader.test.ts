import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ResponseBroken, ResponseReader } from '#engine/xapi/http/response-reader.ts';

interface Read {
  readonly status: number | undefined;
  readonly body: string;
  readonly isOver: boolean;
  readonly isConnectionKept: boolean;
}

/** Reads bytes in pieces of the given sizes, the last one again and again; `ends` says that the connection does after them. */
function read(text: string, { pieces = [text.length], ends = false }: { pieces?: readonly number[]; ends?: boolean } = {}): Read {
  const bytes = Buffer.from(text, 'latin1');
  const body: Buffer[] = [];
  let status: number | undefined;
  const reader = new ResponseReader({
    head: (head) => {
      ({ status } = head);
    },
    // A copy: the memory is used again.
    body: (part) => void body.push(Buffer.from(part)),
  });
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = pieces[Math.min(turn, pieces.length - 1)] ?? 1;
    const piece = Uint8Array.from(bytes.subarray(at, at + size));
    reader.feed(piece);
    piece.fill(0);
    at += size;
  }
  if (ends) reader.end();
  return { status, body: Buffer.concat(body).toString('latin1'), isOver: reader.isOver(), isConnectionKept: reader.isConnectionKept() };
}

const answers: Readonly<Record<string, { readonly text: string; readonly ends?: boolean; readonly kept: boolean }>> = {
  'with a length': { text: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', kept: true },
  'with a length, and the server will close': { text: 'HTTP/1.1 200 OK\r\nConnection: close\r\ncontent-length: 5\r\n\r\nhello', kept: false },
  'of HTTP/1.0': { text: 'HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nhello', kept: false },
  'of HTTP/1.0 that stays': { text: 'HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\ncontent-length: 5\r\n\r\nhello', kept: true },
  'up to the end of the connection': { text: 'HTTP/1.1 200 OK\r\nServer: x\r\n\r\nhello', ends: true, kept: false },
  'in parts': { text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nTrailer: t\r\n\r\n', kept: true },
  'with lines that end as on Unix': { text: 'HTTP/1.1 200\nContent-Length: 5\n\nhello', kept: true },
  'behind another that only announces it': { text: 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello', kept: true },
};

test.each(Object.entries(answers))('property: an answer %s is read whole, however it is cut', (_name, { text, ends = false, kept }) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (pieces) => {
      expect(read(text, { pieces, ends })).toEqual({ status: 200, body: 'hello', isOver: true, isConnectionKept: kept });
    }),
  );
});

test('an answer without a body is over with its head', () => {
  expect(read('HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n')).toMatchObject({ status: 500, body: '', isOver: true });
  expect(read('HTTP/1.1 204 None\r\n\r\n')).toMatchObject({ status: 204, isOver: true });
});

test.each([
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n'],
  ['another version', 'HTTP/2.0 200 OK\r\n\r\n'],
  ['a line that is no header', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
  ['a length that is none', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
  ['a coding nobody knows', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n\r\n'],
  ['a part without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nhello\r\n'],
  ['a part longer than it says', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhello\r\n'],
  ['bytes behind its end', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhello'],
  ['a head without an end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(70_000)}`],
])('%s breaks it', (_name, text) => {
  expect(() => read(text)).toThrow(ResponseBroken);
});

test.each([
  ['in the middle of its head', 'HTTP/1.1 200 OK\r\n'],
  ['in the middle of its body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhello'],
  ['between its parts', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'],
])('a connection that ends %s has cut it short', (_name, text) => {
  expect(() => read(text, { ends: true })).toThrow(ResponseBroken);
});

test('property: spoilt bytes break it or are read, and nothing else happens', () => {
  const texts = Object.values(answers).map(({ text }) => text);
  const spoilt = fc.tuple(fc.constantFrom(...texts), fc.nat({ max: 90 }), fc.nat({ max: 4 }), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(spoilt, fc.integer({ min: 1, max: 40 }), ([text, at, take, put], size) => {
      const error = errorOf(() => read(text.slice(0, at) + put + text.slice(at + take), { pieces: [size], ends: true }));
      expect(error === undefined || error instanceof ResponseBroken).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

function errorOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
