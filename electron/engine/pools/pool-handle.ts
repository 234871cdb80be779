import { NetError } from '#engine/net/net-error.ts';
import type { Clock } from '#engine/ports.ts';
import { pause } from '#engine/time.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Server, ServerId, ServerState } from '#shared/contract/calls/server-calls.ts';
import type { Access } from '#shared/domain/connection/permissions.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Pools } from './pools.ts';
import { PoolsError } from './pools-error.ts';

export interface Patience {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** What another room may have of a pool: its picture, a way to wait for what it will show, and its session for changes. */
export interface PoolHandle {
  readonly server: ServerId;
  /** Throws PoolsError once the server is disconnected, as everything here does. */
  state(): ServerState;
  name(): string;
  inventory(): Inventory;
  access(): Access | undefined;
  /** Looks again whenever something about the pool changes. */
  until(isSo: () => boolean, patience?: Patience): Promise<'so' | 'late' | 'aborted'>;
  /**
   * Asks when the connection stands, however long that takes. Asks again where the server has refused to listen; where
   * nobody knows whether it heard, only what is `safe` to be asked twice.
   */
  ask<T>(how: { readonly safe: boolean; readonly signal: AbortSignal }, question: (session: Session) => Promise<T>): Promise<T>;
  retry(): void;
}

export interface PoolHandles {
  of(server: ServerId): PoolHandle;
  /** Undefined when there is no such server. */
  find(server: ServerId): PoolHandle | undefined;
  saw(server: ServerId): void;
  sawServers(): void;
}

export function createPoolHandles({ pools, clock }: { readonly pools: Pools; readonly clock: Clock }): PoolHandles {
  const watchers = new Map<ServerId, Set<() => void>>();

  function known(server: ServerId): Server {
    const found = pools.list().find(({ id }) => id === server);
    if (found === undefined) throw new PoolsError({ kind: 'gone' });
    return found;
  }

  function wake(server: ServerId): void {
    for (const look of watchers.get(server) ?? []) look();
  }

  async function until(server: ServerId, isSo: () => boolean, { signal, timeoutMs }: Patience): Promise<'so' | 'late' | 'aborted'> {
    const { promise, resolve, reject } = Promise.withResolvers<'so' | 'late' | 'aborted'>();
    const look = (): void => {
      try {
        known(server);
        if (isSo()) resolve('so');
      } catch (error) {
        reject(error);
      }
    };
    const abort = (): void => resolve('aborted');
    const timer = timeoutMs === undefined ? undefined : clock.after(timeoutMs, () => resolve('late'));
    const set = watchers.get(server) ?? new Set();
    watchers.set(server, set.add(look));
    signal?.addEventListener('abort', abort, { once: true });
    look();
    if (signal?.aborted === true) abort();
    try {
      return await promise;
    } finally {
      timer?.cancel();
      set.delete(look);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Another session than the one that was lost; or that one again, where the connection stands and only its answer was lost. */
  async function worthAsking(server: ServerId, lost: Lost | undefined, signal: AbortSignal): Promise<Session> {
    const isAnother = (): boolean => pools.session(server) !== undefined && pools.session(server) !== lost?.session;
    for (;;) {
      await until(server, isAnother, { signal, ...(lost !== undefined && { timeoutMs: noticedWithinMs(lost) }) });
      signal.throwIfAborted();
      const session = pools.session(server);
      if (session === undefined) continue;
      if (session === lost?.session && !isWorthRepeating(lost)) throw lost.error;
      return session;
    }
  }

  function of(server: ServerId): PoolHandle {
    known(server);
    return {
      server,
      state: () => known(server).state,
      name() {
        const name = onlyPool(pools.inventory(server))?.pool.name ?? '';
        return name === '' ? known(server).address : name;
      },
      inventory: () => pools.inventory(server),
      access: () => pools.access(server),
      until: async (isSo, patience = {}) => await until(server, isSo, patience),
      async ask({ safe, signal }, question) {
        const sinceMs = clock.now();
        for (let lost: Lost | undefined; ; ) {
          const session = await worthAsking(server, lost, signal);
          try {
            return await question(session);
          } catch (error) {
            if (isXapiError(error, 'HOST_STILL_BOOTING') && clock.now() - sinceMs < BOOTS_WITHIN_MS) {
              await pause(clock, ASKS_AGAIN_AFTER_MS, signal);
              continue;
            }
            if (!(isUnheard(error) || (safe && error instanceof NetError))) throw error;
            lost = { session, error, times: lost?.session === session ? lost.times + 1 : 1 };
          }
        }
      },
      retry: () => pools.retry(server, {}),
    };
  }

  return {
    of,
    find: (server) => (pools.list().some(({ id }) => id === server) ? of(server) : undefined),
    saw: wake,
    sawServers: () => [...watchers.keys()].forEach(wake),
  };
}

/** A toolstack that has just started listens before it is ready, and says so. */
const ASKS_AGAIN_AFTER_MS = 2_000;
const BOOTS_WITHIN_MS = 60_000;

interface Lost {
  readonly session: Session;
  readonly error: unknown;
  /** In a row, by this session. */
  readonly times: number;
}

/** A connection that is lost without a word, and a session that is over, are noticed within this by whoever watches them. */
const NOTICED_WITHIN_MS = 20_000;
const REPEATED_AFTER_MS = 2_000;
const REPEATS = 3;

/** A single answer can be lost although its connection stands; what stays silent, or is refused so that the pool never notices, is not. */
function isWorthRepeating({ error, times }: Lost): boolean {
  return error instanceof NetError && !(error.reason.kind === 'unreachable' && error.reason.why === 'timed-out') && times <= REPEATS;
}

function noticedWithinMs(lost: Lost): number {
  return isWorthRepeating(lost) ? REPEATED_AFTER_MS : NOTICED_WITHIN_MS;
}

/** The server has not even looked at what it was asked. */
function isUnheard(error: unknown): boolean {
  return isXapiError(error, 'SESSION_INVALID') || isXapiError(error, 'HOST_IS_SLAVE');
}
