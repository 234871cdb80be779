import type { JsonRpc } from '#engine/xapi/json-rpc.ts';
import type { HttpsCall } from '#shared/domain/repairs/https-repairs.ts';

/** A call may wait for storage or for other hosts. */
const CALL_MS = 120_000;

export interface Login {
  readonly user: string;
  readonly password: string;
}

const sessions = {
  host: { login: 'session.slave_local_login_with_password', logout: 'session.local_logout' },
  master: { login: 'session.login_with_password', logout: 'session.logout' },
} as const;

/** By a session of the host itself, or by one of the pool; what each of them answered. Throws XapiError, NetError. */
export async function callToolstack(
  rpc: JsonRpc,
  of: { readonly login: Login; readonly as: HttpsCall['as']; readonly calls: readonly HttpsCall[]; readonly signal: AbortSignal },
): Promise<readonly unknown[]> {
  const { login, signal } = of;
  const session = sessions[of.as];
  const how = { signal, timeoutMs: CALL_MS };
  try {
    const id = await rpc.call(session.login, [login.user, login.password], how);
    try {
      const answers: unknown[] = [];
      for (const { call, parameters } of of.calls) answers.push(await rpc.call(call, [id, ...parameters], how));
      return answers;
    } finally {
      // It may be gone with the toolstack; then there is no session either.
      await rpc.call(session.logout, [id], how).catch(() => undefined);
    }
  } finally {
    rpc.close();
  }
}
