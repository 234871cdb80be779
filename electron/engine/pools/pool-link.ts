import { scheduler } from 'node:timers/promises';
import { createMirror } from '#engine/mirror/mirror.ts';
import type { Position } from '#engine/mirror/position.ts';
import type { Approach } from '#engine/net/dialer.ts';
import { NetError } from '#engine/net/net-error.ts';
import type { Picture } from '#engine/store/picture-format.ts';
import { pause } from '#engine/time.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { type ConnectStep, connectStep, type ServerState } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import { candidatesOf } from '#shared/domain/connection/members.ts';
import type { Access } from '#shared/domain/connection/permissions.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Credentials, LoginRoom } from './ask-for-login.ts';
import { backOffMs } from './back-off.ts';
import { findMaster } from './find-master.ts';
import { whileAlive } from './heartbeat.ts';
import { readAccess } from './read-access.ts';

export interface PoolLinkSetup extends LoginRoom {
  /** As the user typed it. */
  readonly address: ServerAddress;
  /** Read at every login, so that the password lives in one place. */
  readonly credentials: () => Credentials;
  readonly toFailure: (error: unknown) => Failure;
  /** Looks at a complete picture before it counts; may throw. */
  readonly accept: () => void;
  readonly onState: (state: ServerState) => void;
  readonly onDelta: (delta: Delta) => void;
  readonly onDelay: (ms: number) => void;
}

/** One pool's life: log in, load, follow, notice a loss, come back, close. */
export interface PoolLink {
  state(): ServerState;
  inventory(): Inventory;
  /** What the last session may do; undefined before the first. */
  access(): Access | undefined;
  /** The address of the master the last session was on. */
  master(): string | undefined;
  /** For questions about the pool as it is now; undefined while it does not answer. */
  session(): Session | undefined;
  /** Resolves with the first complete picture; throws what went wrong, and then the link is over. */
  open(signal: AbortSignal): Promise<void>;
  /** Follows the pool and restores lost connections until closed. */
  run(): Promise<void>;
  /** Shows what was known, if anything, and connects for as long as it takes; then as `run`. */
  resume(kept: Picture | undefined): Promise<void>;
  /** Ends a waiting time between attempts, and the rest after a failure that trying again could not mend. */
  retryNow(): void;
  close(): Promise<void>;
}

const stepsInOrder: readonly ConnectStep[] = connectStep.options;

export function createPoolLink(setup: PoolLinkSetup): PoolLink {
  const { clock } = setup;
  const closing = new AbortController();
  const mirror = createMirror({ clock, onDelta: setup.onDelta });
  let state: ServerState = { is: 'connecting', step: 'resolve' };
  let live: { readonly session: Session; readonly position: Position } | undefined;
  let access: Access | undefined;
  let master: string | undefined;
  let wake = new AbortController();

  const isClosing = (): boolean => closing.signal.aborted;

  function become(next: ServerState): void {
    state = next;
    setup.onState(next);
  }

  async function logInAndLoad(signal: AbortSignal, on: { hint?: ServerAddress; tell: (step: ConnectStep) => void }): Promise<void> {
    const inventory = mirror.inventory();
    const { first, others } = candidatesOf(setup.address, inventory);
    const credentials = setup.credentials();
    const session = await findMaster(setup, {
      candidates: { first: [...(on.hint === undefined ? [] : [on.hint]), ...first], others },
      credentials: { ...credentials, approach: watched(credentials.approach, on.tell) },
      poolUuid: onlyPool(inventory)?.pool.uuid,
      signal,
      reached: () => {
        mirror.prepare();
        on.tell('log-in');
      },
    });
    try {
      on.tell('load');
      const load = async (alive: AbortSignal) => await Promise.all([mirror.load(session, alive), readAccess(session, alive)]);
      const [position, may] = await whileAlive(session, { clock, signal }, load);
      setup.accept();
      live = { session, position };
      access = may;
      master = session.address;
    } catch (error) {
      await leave(session, error);
      throw error;
    }
  }

  /** Ends with what ended it. */
  async function followUntilLost(): Promise<unknown> {
    if (live === undefined) throw new Error('the link is not open');
    const { session, position } = live;
    try {
      return await whileAlive(
        session,
        { clock, signal: closing.signal, onAnswer: setup.onDelay },
        async (signal) => await mirror.follow(session, { position, signal }),
      );
    } catch (error) {
      live = undefined;
      await leave(session, error);
      return error;
    }
  }

  /** Tries until the pool answers again or the link is closed. */
  async function restore(lost: unknown, sinceMs: number): Promise<void> {
    let why = setup.toFailure(lost);
    let hint = namedMaster(lost);
    // The server is there and has only forgotten or moved the session: nothing has to be waited for.
    for (let failed = isSessionOver(lost) ? 0 : 1; !isClosing(); failed += 1) {
      if (isFinal(why)) await rest({ is: 'closed', sinceMs, why });
      else if (failed > 0) await restFor(backOffMs(failed - 1), { sinceMs, why });
      if (isClosing()) return;
      become({ is: 'stale', sinceMs, why });
      try {
        await logInAndLoad(closing.signal, { ...(hint !== undefined && { hint }), tell: () => undefined });
        become({ is: 'live' });
        return;
      } catch (error) {
        why = setup.toFailure(error);
        hint = undefined;
      }
    }
  }

  async function restFor(delayMs: number, stale: { sinceMs: number; why: Failure }): Promise<void> {
    wake = new AbortController();
    become({ is: 'stale', ...stale, nextTryAtMs: clock.now() + delayMs });
    await pause(clock, delayMs, AbortSignal.any([wake.signal, closing.signal]));
  }

  /** Until somebody says otherwise. */
  async function rest(closed: ServerState): Promise<void> {
    wake = new AbortController();
    const woken = Promise.withResolvers<void>();
    AbortSignal.any([wake.signal, closing.signal]).addEventListener('abort', () => woken.resolve(), { once: true });
    become(closed);
    await woken.promise;
  }

  async function open(signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, closing.signal]);
    become(state);
    await logInAndLoad(either, {
      tell(step) {
        // Several hosts may be asked at once, each from the beginning; what is told goes forward only.
        const isAhead = state.is === 'connecting' && stepsInOrder.indexOf(step) > stepsInOrder.indexOf(state.step);
        if (isAhead) become({ is: 'connecting', step });
      },
    });
    become({ is: 'live' });
  }

  async function run(): Promise<void> {
    while (!isClosing()) {
      const lost = await followUntilLost();
      if (!isClosing()) await restore(lost, clock.now());
    }
  }

  return {
    state: () => state,
    inventory: mirror.inventory,
    access: () => access,
    master: () => master,
    session: () => live?.session,
    open,
    run,
    async resume(kept) {
      const sinceMs = kept?.takenAtMs ?? clock.now();
      for (const part of kept?.content ?? []) {
        if (isClosing()) return;
        mirror.restore(part);
        await scheduler.yield();
      }
      try {
        await open(closing.signal);
      } catch (error) {
        if (!isClosing()) await restore(error, sinceMs);
      }
      await run();
    },
    retryNow: () => wake.abort(),
    async close() {
      closing.abort();
      await live?.session.close();
      await mirror.close();
    },
  };
}

/** The same way, told of: its limits are still read whenever they are needed. */
function watched(approach: Approach, onStage: NonNullable<Approach['onStage']>): Approach {
  return {
    trust: approach.trust,
    route: approach.route,
    get patienceMs() {
      return approach.patienceMs;
    },
    onStage,
  };
}

const needsPerson: ReadonlySet<string> = new Set(['host-key-unconfirmed', 'host-key-rejected', 'host-key-changed', 'no-secret', 'secret-refused']);

/** Trying again cannot mend these: someone has to type a password, look at a certificate or end the other connection. */
function isFinal(why: Failure): boolean {
  // A proxy that wants another login may lock the account it is asked with over and over.
  if (why.kind === 'proxy') return why.status === 407;
  // So may a jump host, and one whose key nobody has confirmed is no way at all.
  if (why.kind === 'ssh-jump') return why.jump === undefined || needsPerson.has(why.why.is);
  return ['auth', 'no-password', 'vault', 'untrusted-certificate', 'already-connected'].includes(why.kind);
}

/** A server that does not answer cannot be told good-bye, and nobody should wait for that. */
async function leave(session: Session, why: unknown): Promise<void> {
  if (why instanceof NetError) session.abandon();
  else await session.close();
}

function isSessionOver(error: unknown): boolean {
  return isXapiError(error, 'SESSION_INVALID') || isXapiError(error, 'HOST_IS_SLAVE');
}

function namedMaster(error: unknown): ServerAddress | undefined {
  return isXapiError(error, 'HOST_IS_SLAVE') ? parseAddress(error.parameters[0] ?? '') : undefined;
}
