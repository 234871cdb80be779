import { type Duplex, Readable, Writable } from 'node:stream';
import type { Session, SimHost, World } from '#simulator/world/world.ts';
import { HttpFailure, type HttpExchange, type HttpRequest, type ResponseHead } from '../routes.ts';
import type { ByteSource } from './byte-source.ts';
import { sendWhole } from './send.ts';
import { headText } from './status-page.ts';

interface Parts {
  readonly world: World;
  readonly host: SimHost;
  readonly session: Session | undefined;
  readonly request: HttpRequest;
  readonly stream: Duplex;
  readonly source: ByteSource;
  readonly urlOf: (host: SimHost) => string;
}

export interface OpenExchange {
  readonly exchange: HttpExchange;
  /** Whether anything has been sent, so that it is too late for a status page. */
  readonly hasStarted: () => boolean;
}

/** A cut answer still has this much of its body. */
const TRUNCATED_BYTES = 1000;

export function openExchange(parts: Parts): OpenExchange {
  const { host, request, stream, source } = parts;
  const gone = new AbortController();
  let hasStarted = false;
  stream.once('close', () => gone.abort());

  function begin(): void {
    if (hasStarted) throw new Error(`a second answer to ${request.target}`);
    hasStarted = true;
  }

  function answer(head: ResponseHead, body: string | Uint8Array): void {
    begin();
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
    const headers = [['content-length', String(bytes.length)] as const, ...head.headers];
    if (sendWhole(stream, host.link, { head: { ...head, headers }, body: [bytes] })) stream.end();
  }

  const exchange: HttpExchange = {
    world: parts.world,
    host,
    session: parts.session,
    request,
    body: bodyOf(source, request),
    answer,
    respond(head) {
      begin();
      stream.write(headText(head));
      return sink(stream, host.link.mode === 'truncate' ? TRUNCATED_BYTES : Number.POSITIVE_INFINITY);
    },
    redirect(to) {
      const location = `${parts.urlOf(to)}${request.target}`;
      answer(
        {
          status: 302,
          reason: 'Found',
          version: request.version,
          headers: [
            ['Location', location],
            ['connection', 'close'],
          ],
        },
        '',
      );
    },
    takeOver() {
      begin();
      source.release();
      return stream;
    },
    signal: gone.signal,
  };
  return { exchange, hasStarted: () => hasStarted };
}

/** What is written goes to the connection, and the end of one is the end of the other. */
function sink(stream: Duplex, limit: number): Writable {
  let room = limit;
  const writable = new Writable({
    write(bytes: Buffer, _encoding, done) {
      if (bytes.length < room) {
        room -= bytes.length;
        stream.write(bytes, done);
        return;
      }
      stream.end(bytes.subarray(0, room));
      done(new Error('the connection broke'));
    },
    final(done) {
      stream.end(done);
    },
    destroy(error, done) {
      if (error !== null) stream.destroy();
      done(error);
    },
  });
  // Clients go away in the middle; handlers that do not care need not listen.
  return writable.on('error', () => undefined);
}

/** Reads no further than the request goes. */
function bodyOf(source: ByteSource, request: HttpRequest): Readable {
  let missing = bodyLength(request);
  return new Readable({
    read() {
      if (missing === 0) {
        this.push(null);
        return;
      }
      source.read().then(
        (piece) => {
          if (piece === undefined) {
            this.push(null);
            return;
          }
          source.unread(piece.subarray(missing));
          const part = piece.subarray(0, missing);
          missing -= part.length;
          this.push(part);
        },
        (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
}

/** Uploads without a length last until the client ends. */
function bodyLength(request: HttpRequest): number {
  const text = request.headers.get('content-length');
  if (text === undefined) return request.method === 'PUT' ? Number.POSITIVE_INFINITY : 0;
  if (!/^\d+$/.test(text)) throw new HttpFailure(500, 'Failure("Int64.of_string")');
  return Number(text);
}
