import { NetError } from '#engine/net/net-error.ts';
import { formatAddress } from '#shared/domain/address/address.ts';
import type { AsyncCallName, CallName, ParametersOf } from '#shared/xapi/caller.ts';
import type { SessionRef, TaskRef } from '#shared/xapi/generated/refs.ts';
import type { CallOptions, JsonRpc, StreamOptions } from './json-rpc.ts';

/** Servers limit sessions per originator, and administrators see who is who. */
const ORIGINATOR = 'Poolkeeper';
const API_VERSION = '1.0';
/** A refusal takes five seconds; a toolstack that needs longer than this hangs. */
const LOGIN_SILENCE_MS = 15_000;
/** Nobody waits for a good-bye longer than this. */
const LOGOUT_TIMEOUT_MS = 2_000;

/** A login on one server. */
export interface Session {
  readonly address: string;
  /** What the server knows it by; whoever holds it is logged in. */
  readonly ref: SessionRef;
  /** Name and parameters are checked against the data model; the answer is the server's and still has to be parsed. */
  call<Name extends CallName>(name: Name, parameters: ParametersOf<Name>, options?: CallOptions): Promise<unknown>;
  /** The server goes on by itself, and what comes of it is in the record of the task. */
  startTask<Name extends AsyncCallName>(name: Name, parameters: ParametersOf<Name>, options?: CallOptions): Promise<TaskRef>;
  /** For answers too big to be held: their bytes are handed on as they come. */
  stream<Name extends CallName>(name: Name, parameters: ParametersOf<Name>, options: StreamOptions): Promise<void>;
  /** Logs out if the server still listens, and closes the connections in any case. */
  close(): Promise<void>;
  /** Closes the connections without a word. */
  abandon(): void;
}

export async function logIn(rpc: JsonRpc, login: { user: string; password: string }, signal: AbortSignal): Promise<Session> {
  const address = formatAddress(rpc.address);
  const options = { signal, timeoutMs: LOGIN_SILENCE_MS };
  const session = await rpc.call('session.login_with_password', [login.user, login.password, API_VERSION, ORIGINATOR], options);
  if (typeof session !== 'string') throw new NetError({ kind: 'unreachable', address, why: 'not-xapi' });
  return {
    address,
    // What a login answers with.
    ref: session as SessionRef,
    call: async (name, parameters, options) => await rpc.call(name, [session, ...parameters], options),
    async startTask(name, parameters, options) {
      const task = await rpc.call(`Async.${name}`, [session, ...parameters], options);
      if (typeof task !== 'string') throw new NetError({ kind: 'unreachable', address, why: 'not-xapi' });
      // What an asynchronous call answers with.
      return task as TaskRef;
    },
    stream: async (name, parameters, options) => await rpc.stream(name, [session, ...parameters], options),
    async close() {
      try {
        await rpc.call('session.logout', [session], { timeoutMs: LOGOUT_TIMEOUT_MS });
      } catch {
        // The server is gone or has forgotten the session; either way it is closed.
      } finally {
        rpc.close();
      }
    },
    abandon: () => rpc.close(),
  };
}
