import { isPermitted } from '#simulator/world/rbac.ts';
import { authenticate, endSession, httpSessionFor, openSession } from '#simulator/world/sessions.ts';
import type { Session, SimHost, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { HttpFailure, type HttpRequest } from '../routes.ts';

export type Admission =
  | { readonly is: 'admitted'; readonly session: Session; readonly leave: () => void }
  | { readonly is: 'refused'; readonly status: 401 | 403; readonly code: string; readonly parameters: readonly string[] };

/** Cookie first, then query, then a login for this one request. */
export function admit(world: World, host: SimHost, asked: { readonly request: HttpRequest; readonly permission: string }): Admission {
  const entry = enter(world, host, asked.request);
  if (entry === undefined) return { is: 'refused', status: 401, code: 'SESSION_AUTHENTICATION_FAILED', parameters: [] };
  if (isPermitted(entry.session, asked.permission)) return { is: 'admitted', ...entry };
  entry.leave();
  return { is: 'refused', status: 403, code: 'RBAC_PERMISSION_DENIED', parameters: [asked.permission, 'No permission in user session'] };
}

function enter(world: World, host: SimHost, request: HttpRequest): { readonly session: Session; readonly leave: () => void } | undefined {
  const ref = cookieOf(request) ?? request.query.get('session_id');
  if (ref !== undefined) {
    const session = httpSessionFor(world, host, ref);
    return session === undefined ? undefined : { session, leave: () => undefined };
  }
  const authorization = request.headers.get('authorization');
  return authorization === undefined ? undefined : enterWithPassword(world, host, authorization);
}

function cookieOf(request: HttpRequest): string | undefined {
  return /(?:^|;\s*)session_id=([^;]*)/.exec(request.headers.get('cookie') ?? '')?.[1];
}

function enterWithPassword(world: World, host: SimHost, authorization: string) {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/.exec(authorization)?.[1];
  const [, user, password] = /^([^:]*):([\s\S]*)$/.exec(Buffer.from(encoded ?? '', 'base64').toString('utf8')) ?? [];
  if (user === undefined || password === undefined) throw new HttpFailure(500, `Failure("Unknown authorization header: ${authorization}")`);
  try {
    const session = openSession(world, host, { account: authenticate(host.pool, user, password), originator: '' });
    return { session, leave: () => endSession(host.pool, session) };
  } catch (error) {
    if (error instanceof XapiError) return undefined;
    throw error;
  }
}
