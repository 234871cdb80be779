import type { HttpRequest, ResponseHead } from '../routes.ts';

interface Page {
  readonly reason: string;
  readonly title: string;
  readonly text: string;
}

const APOLOGY =
  'An unexpected error occurred; please wait a while and try again. If the problem persists, please contact your support representative.';

/** The pages the real server answers with when it has nothing better to say. */
const PAGES: ReadonlyMap<number, Page> = new Map([
  [400, { reason: 'Bad Request', title: 'HTTP 400 bad request', text: 'The HTTP request was malformed. Please correct and retry.' }],
  [401, { reason: 'Unauthorised', title: 'HTTP 401 unauthorised', text: 'Please check your credentials and retry.' }],
  [403, { reason: 'Forbidden', title: 'HTTP 403 forbidden', text: 'Access to the requested resource is forbidden.' }],
  [404, { reason: 'Not Found', title: 'HTTP 404 not found', text: 'The requested resource was not found.' }],
  [408, { reason: 'Request Time-out', title: 'HTTP 408 request timeout', text: 'Timed out waiting for the request.' }],
  [413, { reason: 'Request Entity Too Large', title: 'HTTP 413 request entity too large', text: 'The request is too large.' }],
  [500, { reason: 'Internal Error', title: 'HTTP 500 internal server error', text: APOLOGY }],
  [503, { reason: 'Service Unavailable', title: 'HTTP 503 service unavailable', text: 'The service is unavailable.' }],
]);

export interface StatusPage {
  readonly head: ResponseHead;
  readonly body: string;
}

export function statusPage(request: HttpRequest | undefined, status: number, detail?: string): StatusPage {
  const page = PAGES.get(status) ?? { reason: 'Internal Error', title: `HTTP ${status}`, text: APOLOGY };
  const more = detail === undefined ? '' : `<h1> Additional information </h1>${escapeHtml(detail)}`;
  return pageOf(request, { status, reason: page.reason, body: `<html><body><h1>${page.title}</h1>${page.text}${more}</body></html>` });
}

export function unauthorisedPage(request: HttpRequest, realm: string): StatusPage {
  const page = statusPage(request, 401);
  return { ...page, head: { ...page.head, headers: [...page.head.headers, ['WWW-Authenticate', `Basic realm="${realm}"`]] } };
}

/** HEAD is answered with the length of a page that does not follow. */
export function notImplementedPage(request: HttpRequest): StatusPage {
  const body = `<html><body><h1>HTTP 501 Method Not Implemented</h1><p>Unknown ${request.method} not supported.<br /></p></body></html>`;
  const page = pageOf(request, { status: 501, reason: 'Method not implemented', body });
  return request.method === 'HEAD' ? { ...page, body: '' } : page;
}

function pageOf(request: HttpRequest | undefined, page: { readonly status: number; readonly reason: string; readonly body: string }): StatusPage {
  return {
    head: {
      status: page.status,
      reason: page.reason,
      version: request?.version ?? '1.1',
      headers: [
        ['content-length', String(Buffer.byteLength(page.body))],
        ['content-type', 'text/html'],
        ['connection', 'close'],
        ['cache-control', 'no-cache, no-store'],
      ],
    },
    body: page.body,
  };
}

function escapeHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll('"', '&quot;').replaceAll("'", '&apos;');
}

export function headText(head: ResponseHead): string {
  const lines = head.headers.map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/${head.version} ${head.status} ${head.reason}\r\n${lines.join('')}\r\n`;
}
