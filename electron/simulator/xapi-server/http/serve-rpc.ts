import type { Duplex } from 'node:stream';
import { isInt64, parseInt64 } from '#simulator/codecs/number-text.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { answerJson, answerXml } from '../rpc-endpoint.ts';
import { HttpFailure, type HttpRequest } from '../routes.ts';
import type { ByteSource } from './byte-source.ts';
import { sendWhole } from './send.ts';
import type { Service } from './service.ts';

const BODY_LIMIT = 300 * 1024;

const RPC_ROUTES: ReadonlyMap<string, typeof answerJson> = new Map([
  ['post_jsonrpc', answerJson],
  ['post_json', answerXml],
  ['post_RPC2', answerXml],
  ['post_root', answerXml],
]);

const SHARED = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Headers', 'X-Requested-With'],
] as const;

export function isRpcRoute(name: string): boolean {
  return RPC_ROUTES.has(name);
}

interface RpcExchange {
  readonly service: Service;
  readonly stream: Duplex;
  readonly source: ByteSource;
  readonly request: HttpRequest;
  readonly routeName: string;
}

/** Whether the connection stays open for another request. */
export async function serveRpc(exchange: RpcExchange): Promise<boolean> {
  const { service, stream, request } = exchange;
  const respond = RPC_ROUTES.get(exchange.routeName);
  if (respond === undefined) throw new HttpFailure(403);
  const body = await readBody(exchange.source, request);
  if (body === undefined) return false;
  const answer = await respond(service, body);
  const isKept = isPersistent(request);
  const head = {
    status: 200,
    reason: 'OK',
    version: request.version,
    headers: [
      ['content-length', String(answer.body.reduce((sum, part) => sum + part.length, 0))],
      ['connection', isKept ? 'keep-alive' : 'close'],
      ['cache-control', 'no-cache, no-store'],
      ['content-type', answer.contentType],
      ...(answer.isShared ? SHARED : []),
    ],
  } as const;
  return sendWhole(stream, service.host.link, { head, body: answer.body }) && isKept;
}

export function serveOptions(stream: Duplex, host: SimHost, request: HttpRequest): boolean {
  const isKept = isPersistent(request);
  const wanted = request.headers.get('access-control-request-headers');
  const head = {
    status: 200,
    reason: 'OK',
    version: request.version,
    headers: [
      ['content-length', '0'],
      ['connection', isKept ? 'keep-alive' : 'close'],
      ['cache-control', 'no-cache, no-store'],
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Headers', wanted === undefined ? 'X-Requested-With' : `${wanted}, X-Requested-With`],
      ['Access-Control-Allow-Methods', 'PUT'],
    ],
  } as const;
  return sendWhole(stream, host.link, { head, body: [] }) && isKept;
}

/** Undefined when the client went away in the middle. */
async function readBody(source: ByteSource, request: HttpRequest): Promise<Buffer | undefined> {
  const length = rpcLength(request);
  const pieces: Buffer[] = [];
  let missing = length;
  while (missing > 0) {
    const piece = await source.read();
    if (piece === undefined) return undefined;
    source.unread(piece.subarray(missing));
    pieces.push(piece.subarray(0, missing));
    missing -= Math.min(missing, piece.length);
  }
  return Buffer.concat(pieces);
}

function rpcLength(request: HttpRequest): number {
  const text = request.headers.get('content-length');
  if (text === undefined) throw new HttpFailure(500, 'Failure("We require a content-length: HTTP header")');
  const length = parseInt64(text);
  if (length === undefined || !isInt64(length)) throw new HttpFailure(500, 'Failure("Int64.of_string")');
  if (length > BODY_LIMIT) throw new HttpFailure(500, 'Http_svr.Client_requested_size_over_limit');
  return Math.max(0, Number(length));
}

function isPersistent(request: HttpRequest): boolean {
  const wish = request.headers.get('connection')?.toLowerCase();
  return request.version === '1.0' ? wish === 'keep-alive' : wish !== 'close';
}
