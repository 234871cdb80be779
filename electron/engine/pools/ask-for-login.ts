import type { Approach, Dialer } from '#engine/net/dialer.ts';
import type { Clock } from '#engine/ports.ts';
import { createJsonRpc } from '#engine/xapi/json-rpc.ts';
import { logIn, type Session } from '#engine/xapi/session.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';

export interface LoginRoom {
  readonly dialer: Dialer;
  readonly clock: Clock;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
  readonly approach: Approach;
}

/** Logs in at one address and no other; throws what the host says instead. */
export async function askForLogin(
  room: LoginRoom,
  credentials: Credentials,
  at: { readonly address: ServerAddress; readonly signal: AbortSignal; readonly reached?: () => void },
): Promise<Session> {
  const { approach } = credentials;
  const rpc = createJsonRpc({ ...room, address: at.address, approach, onConnection: at.reached ?? (() => undefined) });
  try {
    return await logIn(rpc, credentials, at.signal);
  } catch (error) {
    rpc.close();
    throw error;
  }
}
