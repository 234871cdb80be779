import type { Pools } from '#engine/pools/pools.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { hasPoolsController } from '#shared/domain/routes/readiness.ts';
import type { AccessBook } from './access-book.ts';
import type { PowerLogin } from './power.ts';

const ANSWER_MS = 10_000;

/** Who may ask a host's management controller: what the user has said, else what the pool uses to switch the host on. */
export async function powerLogin(
  room: { readonly pools: Pools; readonly access: AccessBook },
  of: { readonly server: ServerId; readonly host: HostRef; readonly signal: AbortSignal },
): Promise<PowerLogin | undefined> {
  const host = room.pools.inventory(of.server).host.get(of.host);
  if (host === undefined) return undefined;
  const own = await room.access.powerLogin(host.uuid);
  if (own !== undefined) return own;
  return hasPoolsController(host.powerOnMode) ? await askPool(room.pools, of) : undefined;
}

async function askPool(
  pools: Pools,
  { server, host, signal }: { readonly server: ServerId; readonly host: HostRef; readonly signal: AbortSignal },
): Promise<PowerLogin | undefined> {
  const session = pools.session(server);
  if (session === undefined) return undefined;
  const patience = { signal, timeoutMs: ANSWER_MS };
  try {
    const config = plainMap(await session.call('host.get_power_on_config', [host], patience));
    const { power_on_ip: address, power_on_user: user, power_on_password_secret: secret } = config;
    if (address === undefined || user === undefined || secret === undefined) return undefined;
    const ref = await session.call('secret.get_by_uuid', [secret], patience);
    // What a look-up by uuid answers with.
    const password = await session.call('secret.get_value', [ref as never], patience);
    return { address, user, password: String(password) };
  } catch (error) {
    // Not everybody may read secrets, and one may be gone.
    if (error instanceof XapiError) return undefined;
    throw error;
  }
}

function plainMap(value: unknown): Readonly<Partial<Record<string, string>>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}
