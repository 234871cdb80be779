import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import { createWorld } from '#simulator/world/build/create-world.ts';
import { raisePool } from '#simulator/world/build/raise-pool.ts';
import { bytesOfText, textOfBytes } from '#simulator/codecs/byte-text.ts';
import { createDatabase } from '#simulator/world/database.ts';
import { relationsOf } from '#simulator/world/relations.ts';
import { tableNamesOf } from '#simulator/world/schema.ts';
import { openSession } from '#simulator/world/sessions.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { serveWorld, type RunningServer } from '#simulator/xapi-server/server.ts';
import { aLoneHost } from '#test/support/lone-host.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';
import { type RecordedText, textOfRecorded } from '#test/support/tagged-values.ts';

interface Response {
  readonly status: number;
  readonly reason: string;
  readonly http: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: RecordedText;
}

interface Line {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly request_headers: Readonly<Record<string, string>>;
  readonly request_body: RecordedText | { readonly length: number };
  readonly response: Response;
  readonly raw_request: RecordedText | { readonly length: number };
  readonly raw_response: string;
}

const SESSION = /OpaqueRef:3883c563-4442-77f9-4c66-4280ecd37c8a/g;
const POOL = 'OpaqueRef:9b8bea96-c531-ebe3-3b02-764ffe790550';
/** How long silence must last to be taken for the whole answer. */
const SILENCE_MS = 150;

function bodyOf(line: Line): string {
  const body = line.request_body;
  if (typeof body !== 'object' || !('length' in body)) return textOfRecorded(body);
  const call = (padding: string): string => JSON.stringify({ method: 'pool.get_all', params: [SESSION.source, padding], id: 1, jsonrpc: '2.0' });
  return call('x'.repeat(body.length - call('').length));
}

function requestOf(line: Line): string {
  if (line.method === undefined) {
    const raw = line.raw_request;
    return typeof raw === 'object' && 'length' in raw ? `POST /jsonrpc HTTP/1.1\r\nX-A: ${'a'.repeat(raw.length)}\r\n\r\n` : textOfRecorded(raw);
  }
  const body = bodyOf(line);
  const length = body === '' ? [] : [['Content-Length', String(bytesOfText(body).length)]];
  const headers = [['Host', 'x'], ...Object.entries(line.request_headers), ...length].map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line.method} ${line.path} HTTP/1.1\r\n${headers.join('')}\r\n${body}`;
}

/** What the server says until it is silent, or has gone. */
async function exchange(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const pieces: Buffer[] = [];
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, SILENCE_MS * 4);
    socket.on('data', (piece: Buffer) => {
      pieces.push(piece);
      clearTimeout(timer);
      timer = setTimeout(resolve, isWhole(Buffer.concat(pieces).toString('latin1')) ? 5 : SILENCE_MS);
    });
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
    socket.write(bytesOfText(request));
  });
  socket.destroy();
  return textOfBytes(Buffer.concat(pieces));
}

function isWhole(text: string): boolean {
  const length = /content-length: (\d+)/i.exec(text)?.[1];
  return length !== undefined && text.length >= text.indexOf('\r\n\r\n') + 4 + Number(length);
}

interface Comparable {
  readonly status: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Texts of exceptions follow the versions of the real server's libraries, and so do the lengths of their pages. */
function comparable(answer: Comparable): Comparable {
  if (!/Yojson|Xmlm\./.test(answer.body)) return answer;
  return {
    status: answer.status,
    headers: answer.headers.filter((header) => !header.startsWith('content-length')),
    body: answer.body.replace(/(Yojson|Xmlm\.).*/s, '<parser exception>'),
  };
}

function partsOf(text: string): Comparable {
  const end = text.indexOf('\r\n\r\n');
  const [status = '', ...headers] = (end < 0 ? text : text.slice(0, end)).split('\r\n');
  return comparable({ status, headers, body: end < 0 ? '' : text.slice(end + 4) });
}

function recordedParts({ response }: Line): Comparable {
  const headers = response.headers.map(([name, value]) => `${name}: ${value}`);
  return comparable({ status: `HTTP/${response.http} ${response.status} ${response.reason}`, headers, body: textOfRecorded(response.body) });
}

async function serveLoneHost(): Promise<{ readonly server: RunningServer; readonly url: string; readonly session: string }> {
  const model = await loadModel();
  const world = createWorld({ seed: 1, startMs: 0, slowness: 0 });
  const { contents, master } = aLoneHost({ pool: POOL });
  const database = createDatabase({ tables: tableNamesOf(model), relations: relationsOf(model), contents });
  const account = { user: 'root', password: 'goldpass', role: 'superuser' } as const;
  const pool = raisePool(world, { profile: '9', model, database, masterRef: master, accounts: [account] });
  const server = await serveWorld(world, { handlers, addresses: 'records', clock: { is: 'manual' }, plainHttp: true });
  const session = openSession(world, pool.master, { account, originator: '' }).ref;
  return { server, session, url: server.hosts[0]?.plainUrl ?? '' };
}

describe.skipIf(recordingsFolder === undefined)('HTTP as the real server speaks it', () => {
  let served: Awaited<ReturnType<typeof serveLoneHost>>;
  beforeAll(async () => {
    served = await serveLoneHost();
  });
  afterAll(async () => await served.server.close());

  test('paths, methods, sizes and malformed requests', { timeout: 60_000 }, async () => {
    const count = tally('7-live/http');
    for (const [index, line] of recordedLines<Line>('7-live/http').entries()) {
      const request = requestOf(line).replaceAll(SESSION, served.session);
      const ours = partsOf((await exchange(served.url, request)).replaceAll(served.session, SESSION.source));
      const theirs = line.method === undefined ? partsOf(line.raw_response) : recordedParts(line);
      count.compare(`${index} ${line.name} ${line.method ?? ''} ${line.method === undefined ? '' : line.path}`.trim(), ours, theirs);
    }
    expect(count.close()).toEqual([]);
  });
});
