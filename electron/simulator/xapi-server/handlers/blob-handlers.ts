import type { HttpExchange, HttpHandlers } from '#simulator/xapi-server/routes.ts';

const CLOSING = [
  ['connection', 'close'],
  ['cache-control', 'no-cache, no-store'],
] as const;

/** Blobs are records only: nobody can store contents here, so none are ever found. */
function getBlob(exchange: HttpExchange): void {
  const { request } = exchange;
  const { version } = request;
  if (!request.query.has('ref') && !request.query.has('uuid')) {
    const headers = [
      ['Connection', 'close'],
      ['Cache-Control', 'no-cache, no-store'],
    ] as const;
    exchange.respond({ status: 400, reason: 'Bad Request', version, headers }).end();
    return;
  }
  exchange.answer({ status: 404, reason: 'Not Found', version, headers: CLOSING }, 'Unknown reference\n');
}

export const blobHandlers: HttpHandlers = { get_blob: getBlob };
