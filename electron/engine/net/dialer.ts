import { isIP, type OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  checkServerIdentity,
  connect as connectTls,
  type ConnectionOptions,
  createSecureContext,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { Clock } from '#engine/ports.ts';
import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { NetError, netErrorOf } from './net-error.ts';
import { type Route, whenResolved } from './route.ts';
import { requireTrust, type Trust } from './trust.ts';
import { whenReady } from './when-ready.ts';

/** A host that drops packets would otherwise hold a connection attempt for minutes. */
const PATIENCE_MS = 8_000;
/** More than a record of TLS holds. */
const READ_BYTES = 65_536;

/** How one pool's addresses are to be reached and recognised. */
export interface Approach {
  readonly trust: Trust;
  readonly route: Route;
  /** How long an attempt may take. */
  readonly patienceMs?: number | undefined;
  /** How far each attempt has come, for whoever waits for it. */
  readonly onStage?: (stage: 'connect' | 'tls') => void;
}

/** Makes every connection the engine has. There is no other way out, so nothing can skip the certificate check. */
export interface Dialer {
  /** A finished, trusted TLS connection; throws NetError, or the signal's reason. */
  dial(to: ServerAddress, approach: Approach, signal: AbortSignal): Promise<TLSSocket>;
  /** The same for who takes what arrives at once: nothing is left to the socket's readers. */
  dialInto(to: ServerAddress, approach: Approach, into: Intake): Promise<TLSSocket>;
  /** A bare connection, for what brings its own proof of identity; throws like `dial`. */
  reach(to: ServerAddress, approach: Approach, signal: AbortSignal): Promise<Duplex>;
}

export interface Intake {
  readonly signal: AbortSignal;
  /**
   * False stops what arrives until the socket is resumed. The memory is used again as soon as this returns: what a busy
   * pool says would otherwise lie around until all of the heap is looked through.
   */
  readonly take: (bytes: Uint8Array) => boolean;
}

interface Limits {
  readonly address: string;
  readonly signal: AbortSignal;
  readonly patienceMs: number | undefined;
}

interface Handshake {
  readonly signal: AbortSignal;
  /** Whose word counts. */
  readonly context: SecureContext;
}

interface Handshaking {
  readonly address: string;
  readonly trust: Trust;
  readonly signal: AbortSignal;
  readonly begin: (context: SecureContext) => Promise<TLSSocket>;
}

function limitsOf(to: ServerAddress, { patienceMs }: Approach, signal: AbortSignal): Limits {
  return { address: formatAddress(to), signal, patienceMs };
}

export function createDialer(clock: Clock): Dialer {
  let nobody: SecureContext | undefined;
  let everybody: SecureContext | undefined;

  /** Takes nobody's word: enough for servers that are known by their own certificates, as most are. */
  function contextOfNobody(): SecureContext {
    nobody ??= createSecureContext({ ca: [] });
    return nobody;
  }

  /** Made once and only where it is needed: reading a system's authorities and taking in a hundred certificates stops everything. */
  function contextOfEverybody(): SecureContext {
    everybody ??= createSecureContext({ ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system')])] });
    return everybody;
  }

  /** Runs an attempt within its patience; a failure is always a NetError, unless the caller has given up. */
  async function within<T>(limits: Limits, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { address, signal } = limits;
    signal.throwIfAborted();
    const late = new AbortController();
    const timer = clock.after(limits.patienceMs ?? PATIENCE_MS, () => {
      late.abort(new NetError({ kind: 'unreachable', address, why: 'timed-out' }));
    });
    try {
      return await attempt(AbortSignal.any([signal, late.signal]));
    } catch (error) {
      signal.throwIfAborted();
      throw netErrorOf(address, late.signal.aborted ? late.signal.reason : error);
    } finally {
      timer.cancel();
    }
  }

  async function begin(to: ServerAddress, { route, onStage }: Approach, { signal, context }: Handshake): Promise<TLSSocket> {
    const stream = await route.open(to, signal, () => onStage?.('connect'));
    onStage?.('tls');
    const tls = connectTls({ ...tlsOptions(to, context), socket: stream });
    tls.once('close', () => stream.destroy());
    return tls;
  }

  /** Connected by the library itself where that is possible: only then does it read into memory of ours. */
  async function beginInto(to: ServerAddress, approach: Approach, { signal, context, take }: Handshake & Intake): Promise<TLSSocket> {
    const straight = await approach.route.straightTo?.(to, signal);
    signal.throwIfAborted();
    if (straight === undefined) {
      const tls = await begin(to, approach, { signal, context });
      return tls.on('data', (bytes: Uint8Array) => void (take(bytes) || tls.pause()));
    }
    const onread = { buffer: new Uint8Array(READ_BYTES), callback: (length: number, bytes: Uint8Array) => take(bytes.subarray(0, length)) };
    // Documented for TLS as well; only the declared types do not have it.
    const options: ConnectionOptions & { onread: OnReadOpts } = { ...tlsOptions(to, context), ...straight, onread };
    const tls = connectTls(options);
    whenResolved(tls, straight.host, () => approach.onStage?.('connect'));
    tls.once('connect', () => approach.onStage?.('tls'));
    tls.setNoDelay(true);
    tls.setKeepAlive(true);
    return tls;
  }

  async function shakeHands(by: Handshaking, context: SecureContext): Promise<TLSSocket> {
    const tls = await whenReady(await by.begin(context), 'secureConnect', by.signal);
    try {
      requireTrust(tls, by.address, by.trust);
      return tls;
    } catch (error) {
      tls.destroy();
      throw error;
    }
  }

  async function secure(by: Handshaking): Promise<TLSSocket> {
    if (everybody !== undefined) return await shakeHands(by, everybody);
    try {
      return await shakeHands(by, contextOfNobody());
    } catch (error) {
      if (!isUntrusted(error)) throw error;
      // Nothing has been said yet, and somebody may vouch for it.
      return await shakeHands(by, contextOfEverybody());
    }
  }

  return {
    async dial(to, approach, signal) {
      const limits = limitsOf(to, approach, signal);
      const of = { address: limits.address, trust: approach.trust };
      return await within(
        limits,
        async (either) => await secure({ ...of, signal: either, begin: async (context) => await begin(to, approach, { signal: either, context }) }),
      );
    },
    async dialInto(to, approach, { signal, take }) {
      const limits = limitsOf(to, approach, signal);
      const of = { address: limits.address, trust: approach.trust };
      return await within(
        limits,
        async (either) =>
          await secure({ ...of, signal: either, begin: async (context) => await beginInto(to, approach, { signal: either, context, take }) }),
      );
    },
    async reach(to, approach, signal) {
      return await within(limitsOf(to, approach, signal), async (either) => await approach.route.open(to, either));
    },
  };
}

function isUntrusted(error: unknown): boolean {
  return error instanceof NetError && error.reason.kind === 'untrusted-certificate';
}

function tlsOptions(to: ServerAddress, secureContext: SecureContext): ConnectionOptions {
  return {
    secureContext,
    ...(isIP(to.host) === 0 && { servername: to.host }),
    // The certificate is to name who was asked for, wherever the way leads.
    checkServerIdentity: (_host, certificate) => checkServerIdentity(to.host, certificate),
    // Judged by us instead of by the library, because a refusal must carry the certificate to ask about.
    rejectUnauthorized: false,
  };
}
