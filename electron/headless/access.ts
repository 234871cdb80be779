import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const COOKIE = 'poolkeeper';
const SECRET_BYTES = 32;

/**
 * Who may use the address on this computer. Other programs and web pages can reach the port too: the one-time
 * token in the printed address becomes a cookie no script can read, and requests from any other page or
 * under any other host name (a name re-bound to 127.0.0.1) are refused.
 */
export interface Access {
  /** Valid once; a new one each time. */
  newToken(): string;
  /** The cookie to set when the token is good. */
  exchange(token: string): string | undefined;
  /** Under our own name, from our own page or the address bar, with our cookie. */
  isAllowed(request: IncomingMessage): boolean;
  isOurHost(request: IncomingMessage): boolean;
}

export function createAccess(port: () => number): Access {
  const cookie = randomBytes(SECRET_BYTES).toString('base64url');
  const tokens = new Set<string>();

  function isOurHost(request: IncomingMessage): boolean {
    return request.headers.host === `127.0.0.1:${port()}`;
  }

  function isOurOrigin(request: IncomingMessage): boolean {
    const { origin } = request.headers;
    return origin === undefined ? request.headers.upgrade === undefined : origin === `http://127.0.0.1:${port()}`;
  }

  return {
    newToken() {
      const token = randomBytes(SECRET_BYTES).toString('base64url');
      tokens.add(token);
      return token;
    },
    exchange(token) {
      return tokens.delete(token) ? `${cookieName(port())}=${cookie}; HttpOnly; SameSite=Strict; Path=/` : undefined;
    },
    isAllowed: (request) => isOurHost(request) && isOurOrigin(request) && hasCookie(request, { name: cookieName(port()), value: cookie }),
    isOurHost,
  };
}

/** Browsers share cookies between the ports of a host, so each running app has its own name. */
function cookieName(port: number): string {
  return `${COOKIE}-${port}`;
}

function hasCookie(request: IncomingMessage, wanted: { name: string; value: string }): boolean {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const given = pairs.find((pair) => pair.startsWith(`${wanted.name}=`))?.slice(wanted.name.length + 1);
  return given !== undefined && isSameSecret(given, wanted.value);
}

function isSameSecret(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
