import type { HttpExchange, HttpRequest, ResponseHead } from '#simulator/xapi-server/routes.ts';
import { HttpFailure } from '#simulator/xapi-server/routes.ts';

/** Every handler closes its connection when it has answered. */
export function okHead(request: HttpRequest, headers: ResponseHead['headers']): ResponseHead {
  return {
    status: 200,
    reason: 'OK',
    version: request.version,
    headers: [['connection', 'close'], ['cache-control', 'no-cache, no-store'], ...headers],
  };
}

/** A page on some other origin may draw graphs. */
const ANY_ORIGIN = [
  ['Access-Control-Allow-Origin', '*'],
  ['Access-Control-Allow-Headers', 'X-Requested-With'],
] as const;

export interface Document {
  readonly type: 'text/xml' | 'application/json';
  readonly body: string;
}

export function answerDocument({ request, answer }: HttpExchange, document: Document): void {
  answer(okHead(request, [['content-type', document.type], ...ANY_ORIGIN]), document.body);
}

/** 400 without it, as the forwarders of the real server check before anything else. */
export function requiredParameter(request: HttpRequest, name: string): string {
  const value = request.query.get(name);
  if (value === undefined) throw new HttpFailure(400);
  return value;
}

/** Said in the query, or preferred among what the client accepts. */
export function wantsJson(request: HttpRequest): boolean {
  const asked = request.query.get('json');
  if (asked !== undefined) return asked !== 'false';
  const accepted =
    request.headers
      .get('accept')
      ?.split(',')
      .map((entry) => entry.split(';')[0]?.trim()) ?? [];
  return accepted.find((type) => type === 'application/json' || type === 'text/xml') === 'application/json';
}
