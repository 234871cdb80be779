import { HttpFailure, type HttpRequest } from '../routes.ts';
import type { ByteSource } from './byte-source.ts';

/** The real server reads a head into a buffer of this size and fails when it does not fit. */
const HEAD_LIMIT = 1024;
const READ_TIMEOUT_MS = 10_000;
const TOTAL_TIMEOUT_MS = 60_000;

const END = '\r\n\r\n';
const REQUEST_LINE = /^([A-Z]+) (\S+) HTTP\/(\d+\.\d+)$/;

/** The next request on the connection, or undefined when the client has gone. Only the first one is hurried. */
export async function readRequest(source: ByteSource, isFirst: boolean): Promise<HttpRequest | undefined> {
  const head = await readHead(source, isFirst);
  return head === undefined ? undefined : parseHead(head);
}

async function readHead(source: ByteSource, isFirst: boolean): Promise<string | undefined> {
  const startMs = Date.now();
  let bytes: Buffer = Buffer.alloc(0);
  for (;;) {
    const piece = isFirst ? await hurried(source.read(), startMs) : await source.read();
    if (piece === undefined) return undefined;
    bytes = Buffer.concat([bytes, piece]);
    const end = bytes.indexOf(END);
    if (end < 0 ? bytes.length > HEAD_LIMIT : end > HEAD_LIMIT) throw new HttpFailure(500, 'Invalid_argument("Unix.read")');
    if (end >= 0) {
      source.unread(bytes.subarray(end + END.length));
      return bytes.toString('latin1', 0, end);
    }
  }
}

async function hurried<T>(read: Promise<T>, startMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const leftMs = Math.min(READ_TIMEOUT_MS, startMs + TOTAL_TIMEOUT_MS - Date.now());
    timer = setTimeout(() => reject(new HttpFailure(408)), leftMs);
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Undefined for what is not a request line: the real server says nothing to it. */
function parseHead(head: string): HttpRequest | undefined {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const match = REQUEST_LINE.exec(requestLine);
  if (match === null) return undefined;
  const [, method = '', target = '', version] = match;
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  return {
    method,
    target,
    path: decoded(path.replaceAll('+', '%2B')),
    query: question < 0 ? new Map() : parseQuery(target.slice(question + 1)),
    version: version === '1.0' ? '1.0' : '1.1',
    headers: parseHeaders(lines),
  };
}

function parseHeaders(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return headers;
}

function parseQuery(text: string): ReadonlyMap<string, string> {
  const query = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals));
    if (!query.has(name)) query.set(name, equals < 0 ? '' : decoded(pair.slice(equals + 1)));
  }
  return query;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A stray percent sign is taken as it is.
    return text;
  }
}
