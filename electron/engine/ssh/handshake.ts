import type { Duplex } from 'node:stream';
// Node itself finds no named values in this package; a bundler would.
import ssh2, { type AuthHandlerMiddleware, type ConnectConfig, type NextAuthHandler } from 'ssh2';
import type { Clock } from '#engine/ports.ts';
import type { HostKey, OwnFailure, Stage } from '#shared/domain/routes/attempt.ts';
import { type Connection, connectionOver } from './connection.ts';
import type { Credential } from './credential.ts';
import { algorithmsFor, hostKeyOf } from './host-key.ts';
import { type AskForCredential, createLogin } from './login.ts';
import { reachFailure, SshError } from './ssh-error.ts';
import { watchFailure } from './watch-failure.ts';
import { within } from './within.ts';

/** What each part may take. A healthy machine needs a tenth of it; the sum is what a dead one costs. */
const CONNECT_MS = 1_500;
const KEY_MS = 3_000;
const AUTH_MS = 4_000;

/** A route that has gone silent is noticed within three of these. */
const KEEPALIVE_MS = 5_000;

export interface HandshakeSetup {
  readonly clock: Clock;
  readonly user: string;
  /** The way to the machine: a bare stream. */
  readonly open: (signal: AbortSignal) => Promise<Duplex>;
  /** What it is known by already. */
  readonly known: readonly HostKey[];
  /** Undefined lets the key pass; nothing secret was sent before this. */
  readonly judge: (key: HostKey) => OwnFailure | undefined;
  readonly onPassed: (stage: Stage) => void;
  readonly signal: AbortSignal;
}

/** A machine that has shown the right key, and waits to be told who we are. */
export interface Handshake {
  /** What it has shown, and what was good enough. */
  readonly key: HostKey;
  /** Throws SshError; on failure the connection is closed. */
  authenticate(credentials: readonly Credential[], signal: AbortSignal): Promise<Connection>;
  close(): void;
}

/** Connects and judges the host key. Throws SshError, or the signal's reason; nothing is left open then. */
export async function shakeHands(setup: HandshakeSetup): Promise<Handshake> {
  const { clock, signal } = setup;
  const stream = await within({ clock, ms: CONNECT_MS, signal, stage: () => 'connect' }, setup.open).catch((error: unknown) => {
    signal.throwIfAborted();
    throw reachFailure(error);
  });
  setup.onPassed('connect');
  const client = new ssh2.Client();
  const failure = watchFailure(client);
  const server = createAuthenticationDoor();
  let stage: 'banner' | 'host-key' = 'banner';
  let refused: OwnFailure | undefined;
  let key: HostKey = { type: '', fingerprint: '' };
  client.connect({
    ...configOf(setup, stream),
    authHandler: server.handler,
    hostVerifier: (blob: Buffer) => {
      key = hostKeyOf(blob);
      refused = setup.judge(key);
      return refused === undefined;
    },
  });
  stream.once('data', () => {
    stage = 'host-key';
    setup.onPassed('banner');
  });
  const close = (): void => {
    client.destroy();
    stream.destroy();
  };
  try {
    await within({ clock, ms: KEY_MS, signal, stage: () => stage }, async () => await Promise.race([server.reached, failure.at(() => stage)]));
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw refused === undefined ? error : new SshError('host-key', refused, error);
  }
  setup.onPassed('host-key');
  return {
    key,
    close,
    async authenticate(credentials, either) {
      const login = createLogin(setup.user, credentials);
      const ready = new Promise<void>((resolve) => client.once('ready', resolve));
      try {
        server.open(login.ask);
        await within({ clock, ms: AUTH_MS, signal: either, stage: () => 'auth', isWaiting: login.isAsking }, async () => {
          await Promise.race([ready, failure.at(() => 'auth')]);
        });
      } catch (error) {
        close();
        either.throwIfAborted();
        throw login.failure() ?? error;
      }
      setup.onPassed('auth');
      return connectionOver(client, clock);
    },
  };
}

function configOf(setup: HandshakeSetup, stream: Duplex): ConnectConfig {
  return {
    sock: stream,
    username: setup.user,
    // The budgets above are kept on the engine's own clock.
    readyTimeout: 0,
    keepaliveInterval: KEEPALIVE_MS,
    keepaliveCountMax: 3,
    algorithms: { serverHostKey: [...algorithmsFor(setup.known)] },
  };
}

/** The library asks at once how to go on; it has to wait here until somebody wants to. */
function createAuthenticationDoor(): { readonly handler: AuthHandlerMiddleware; readonly reached: Promise<void>; open(ask: AskForCredential): void } {
  const reached = Promise.withResolvers<void>();
  let ask: AskForCredential | undefined;
  let waiting: NextAuthHandler | undefined;
  return {
    reached: reached.promise,
    handler(accepted, isPartial, use) {
      if (ask !== undefined) return ask({ accepted, isPartial, use });
      waiting = use;
      reached.resolve();
    },
    open(how) {
      ask = how;
      if (waiting !== undefined) how({ accepted: undefined, isPartial: false, use: waiting });
    },
  };
}
