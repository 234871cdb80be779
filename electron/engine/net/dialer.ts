import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls, createSecureContext, getCACertificates, type SecureContext, type TLSSocket } from 'node:tls';
import type { Clock } from '#engine/ports.ts';
import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { NetError, netErrorOf } from './net-error.ts';
import type { Route } from './route.ts';
import { requireTrust, type Trust } from './trust.ts';
import { whenReady } from './when-ready.ts';

/** A host that drops packets would otherwise hold a connection attempt for minutes. */
const PATIENCE_MS = 8_000;

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
  /** A bare connection, for what brings its own proof of identity; throws like `dial`. */
  reach(to: ServerAddress, approach: Approach, signal: AbortSignal): Promise<Duplex>;
}

interface Limits {
  readonly address: string;
  readonly signal: AbortSignal;
  readonly patienceMs: number | undefined;
}

function limitsOf(to: ServerAddress, { patienceMs }: Approach, signal: AbortSignal): Limits {
  return { address: formatAddress(to), signal, patienceMs };
}

export function createDialer(clock: Clock): Dialer {
  let trusted: SecureContext | undefined;

  /** Made once and late: reading a system's authorities takes noticeable time, and so does taking in a hundred certificates. */
  function trustedContext(): SecureContext {
    trusted ??= createSecureContext({ ca: [...new Set([...getCACertificates('default'), ...getCACertificates('system')])] });
    return trusted;
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

  async function secure(to: ServerAddress, approach: Approach, signal: AbortSignal): Promise<TLSSocket> {
    const stream = await approach.route.open(to, signal, () => approach.onStage?.('connect'));
    approach.onStage?.('tls');
    try {
      // Judged below instead of by the library, because a refusal must carry the certificate to ask about.
      const name = isIP(to.host) === 0 ? { servername: to.host } : {};
      const tls = connectTls({ socket: stream, host: to.host, ...name, secureContext: trustedContext(), rejectUnauthorized: false });
      await whenReady(tls, 'secureConnect', signal);
      requireTrust(tls, formatAddress(to), approach.trust);
      return tls;
    } catch (error) {
      stream.destroy();
      throw error;
    }
  }

  return {
    async dial(to, approach, signal) {
      return await within(limitsOf(to, approach, signal), async (either) => await secure(to, approach, either));
    },
    async reach(to, approach, signal) {
      return await within(limitsOf(to, approach, signal), async (either) => await approach.route.open(to, either));
    },
  };
}
