import { Agent, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { NetError } from '#engine/net/net-error.ts';
import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { readAnswer } from '#engine/xapi/answer.ts';
import type { JsonRpc } from '#engine/xapi/json-rpc.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import type { HostSight } from '#shared/domain/diagnosis/sight.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';

/** Whoever comes by this socket is root already. */
const SOCKET = '/var/lib/xcp/xapi';
const ANSWER_MS = 10_000;
const NAME = 'localhost';

export type ToolstackSays = NonNullable<Investigation['toolstack']>['says'];

type Call = (method: string, parameters: readonly unknown[]) => Promise<unknown>;

/** Asks a host's own toolstack how it is, with calls that need no master. */
async function askHealth(call: Call, login: { readonly user: string; readonly password: string }): Promise<ToolstackSays> {
  let session: unknown;
  try {
    session = await call('session.slave_local_login_with_password', [login.user, login.password]);
  } catch (error) {
    if (error instanceof XapiError) return { is: 'refuses', code: error.code, parameters: [...error.parameters] };
    throw error;
  }
  try {
    await call('host.local_assert_healthy', [session]);
    return { is: 'healthy' };
  } catch (error) {
    if (error instanceof XapiError) return { is: 'emergency', code: error.code, parameters: [...error.parameters] };
    throw error;
  } finally {
    // It may be gone with the toolstack; then there is no session either.
    await call('session.local_logout', [session]).catch(() => undefined);
  }
}

/** Over HTTPS, for a host that does not let SSH in. Throws NetError. */
export async function askOverHttps(
  rpc: JsonRpc,
  login: { readonly user: string; readonly password: string },
  signal: AbortSignal,
): Promise<ToolstackSays> {
  try {
    return await askHealth(async (method, parameters) => await rpc.call(method, parameters, { signal, timeoutMs: ANSWER_MS }), login);
  } catch (error) {
    if (!(error instanceof NetError) || error.reason.kind !== 'untrusted-certificate') throw error;
    const { certificate, pinned } = error.reason;
    return { is: 'untrusted', fingerprint: certificate.fingerprint, ...(pinned !== undefined && { pinned }) };
  } finally {
    rpc.close();
  }
}

/** Over the host's own socket. Undefined where the host does not lead us there, or its toolstack does not answer. */
export async function askOverSocket(
  connection: Connection,
  of: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<ToolstackSays | undefined> {
  const late = new AbortController();
  const timer = of.clock.after(ANSWER_MS, () => late.abort());
  const signal = AbortSignal.any([of.signal, late.signal]);
  try {
    return await askHealth(async (method, parameters) => await post(await connection.openUnix(SOCKET, signal), { method, parameters, signal }), {
      user: 'root',
      password: '',
    });
  } catch (error) {
    of.signal.throwIfAborted();
    if (error instanceof SshError || error instanceof NetError || late.signal.aborted) return undefined;
    throw error;
  } finally {
    timer.cancel();
  }
}

/** One question on a stream of its own. */
async function post(
  stream: Duplex,
  of: { readonly method: string; readonly parameters: readonly unknown[]; readonly signal: AbortSignal },
): Promise<unknown> {
  const body = JSON.stringify({ jsonrpc: '2.0', method: of.method, params: of.parameters, id: 1 });
  const agent = new Agent();
  agent.createConnection = () => stream;
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), host: NAME, connection: 'close' };
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const message = request({ agent, method: 'POST', path: '/jsonrpc', headers, signal: of.signal });
  message.on('error', reject);
  message.once('response', (response) => {
    const parts: Buffer[] = [];
    response.on('data', (part: Buffer) => void parts.push(part));
    response.once('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    response.once('error', reject);
  });
  message.end(body);
  try {
    return readAnswer(NAME, await promise);
  } catch (error) {
    of.signal.throwIfAborted();
    throw error instanceof XapiError || error instanceof NetError
      ? error
      : new NetError({ kind: 'unreachable', address: NAME, why: 'closed' }, error);
  } finally {
    stream.destroy();
    agent.destroy();
  }
}

/** The toolstack names its trouble more exactly than its tools do. */
export function withReason(sight: HostSight, says: ToolstackSays): HostSight {
  const { emergency } = sight;
  if (says.is !== 'emergency' || emergency.is !== 'seen') return sight;
  return { ...sight, emergency: { ...emergency, value: { ...emergency.value, reason: { code: says.code, parameters: says.parameters } } } };
}
