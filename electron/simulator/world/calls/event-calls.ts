import { scalarText } from '../column-text.ts';
import type { Database } from '../database.ts';
import type { Signal, Work } from '../process.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations, PoolState, Session } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { type Changes, changesSince } from './event-changes.ts';
import { parseSubscription, type Subscription } from './event-subscription.ts';
import { parseEventToken, printEventToken } from './event-token.ts';

/** Bursts are gathered for this long before they are told, and looks are at least so far apart. */
const BATCH_MS = 50;
const LONGEST_WAIT_MS = 24 * 3_600_000;

export const eventCalls: Implementations = {
  'event.from': (call, classes, token, timeout) => eventFrom(call, parseSubscription(namesOf(classes)), scalarText(token), Number(timeout)),
  'event.inject': ({ pool }, table, ref) => inject(pool.database, scalarText(table), scalarText(ref)),
};

function namesOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(scalarText) : [];
}

function eventFrom(call: Call, subscription: Subscription, tokenText: string, timeoutSeconds: number): Work<Value> {
  const token = parseEventToken(tokenText);
  const { clock } = call.world;
  const deadlineMs = clock.now() + waitOf(timeoutSeconds);
  const pauseMs = subscription.isForTasksOnly ? 0 : BATCH_MS;

  function* wait(): Work<Value> {
    if (pauseMs > 0) yield pauseMs;
    for (;;) {
      assertSession(call);
      const changes = changesSince(call.pool, subscription, token);
      const lookedMs = clock.now();
      if (changes.events.length > 0 || lookedMs >= deadlineMs) return replyOf(call.pool, changes);
      yield anyChange(call, subscription, deadlineMs - lookedMs);
      const tooSoonMs = lookedMs + pauseMs - clock.now();
      if (tooSoonMs > 0) yield tooSoonMs;
    }
  }
  return wait();
}

function waitOf(seconds: number): number {
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, LONGEST_WAIT_MS) : LONGEST_WAIT_MS;
}

/** Wakes for the first change that could matter, and for the end of the session. */
export function anyChange({ pool, session }: Call, subscription: Subscription, timeoutMs: number): Signal {
  return {
    timeoutMs,
    listen(wake) {
      const deaf = pool.database.onChange((table, ref) => {
        if (subscription.hasObject(table.toLowerCase(), ref)) wakeOnce();
      });
      session?.onEnd.add(wakeOnce);
      function stop(): void {
        deaf();
        session?.onEnd.delete(wakeOnce);
      }
      function wakeOnce(): void {
        stop();
        wake();
      }
      return stop;
    },
  };
}

export function assertSession({ pool, host, session }: Call): void {
  if (session !== undefined && !isAlive(session, pool.sessions) && !isAlive(session, host.localSessions)) {
    throw new XapiError('SESSION_INVALID', session.ref);
  }
}

function isAlive(session: Session, sessions: ReadonlyMap<Ref, Session>): boolean {
  return sessions.has(session.ref);
}

function replyOf(pool: PoolState, { events, token }: Changes): Value {
  return { events, valid_ref_counts: refCounts(pool.database), token: printEventToken(token) };
}

/** Every table, hidden ones too, in the server's order. A client whose count differs has missed deletions. */
function refCounts(database: Database): Value {
  const names = [...database.tables.keys()].sort().toReversed();
  return Object.fromEntries(names.map((name) => [name.toLowerCase(), database.tables.get(name)?.rows.size ?? 0]));
}

/** The token lies just before the touch, so that asking from it is sure to bring this event. */
function inject(database: Database, table: string, ref: Ref): string {
  const generation = BigInt(database.generation());
  database.touch(table, ref);
  return printEventToken({ generation, message: 0n });
}
