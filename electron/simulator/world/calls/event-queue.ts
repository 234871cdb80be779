import { createHash } from 'node:crypto';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import type { Subscription } from './event-subscription.ts';
import { dateText } from '../times.ts';
import { parseSubscription } from './event-subscription.ts';

/** Roughly the ten megabytes of records the server keeps for slow listeners. */
const QUEUE_LIMIT = 5000;

export interface QueuedEvent {
  readonly id: number;
  readonly timestamp: string;
  readonly table: string;
  readonly operation: 'add' | 'mod' | 'del';
  readonly ref: Ref;
  readonly snapshot: Row | undefined;
}

interface Listener {
  readonly classes: Set<string>;
  subscription: Subscription;
  /** The last event it was given. */
  position: number;
}

/** The events of the old API: told one by one, numbered, and kept only while somebody listens. */
export interface EventQueue {
  readonly lastId: () => number;
  register(session: Ref, classes: readonly string[]): void;
  unregister(session: Ref, classes: readonly string[]): void;
  listenerOf(session: Ref): Subscription | undefined;
  /** What happened since the last time, or that some of it is lost. */
  take(session: Ref): readonly QueuedEvent[] | 'lost';
}

export function queueOf(pool: PoolState, now: () => number): EventQueue {
  pool.eventQueue ??= createEventQueue(pool, now);
  return pool.eventQueue;
}

function createEventQueue({ database, sessions }: PoolState, now: () => number): EventQueue {
  const listeners = new Map<Ref, Listener>();
  const events: QueuedEvent[] = [];
  let lastId = 0;
  let stopListening: (() => void) | undefined;

  function enqueue(table: string, ref: Ref): void {
    const stored = database.tables.get(table)?.rows.get(ref);
    const operation = stored === undefined ? 'del' : stored.created === stored.modified ? 'add' : 'mod';
    lastId += 1;
    events.push({ id: lastId, timestamp: dateText(now()), table: table.toLowerCase(), operation, ref, snapshot: stored?.row });
    if (events.length > QUEUE_LIMIT) events.splice(0, events.length - QUEUE_LIMIT / 2);
  }

  function forgetDeadSessions(): void {
    for (const session of listeners.keys()) {
      if (!sessions.has(session)) listeners.delete(session);
    }
    if (listeners.size > 0) return;
    stopListening?.();
    stopListening = undefined;
    events.length = 0;
  }

  return {
    lastId: () => lastId,
    register(session, classes) {
      forgetDeadSessions();
      stopListening ??= database.onChange(enqueue);
      const listener = listeners.get(session) ?? { classes: new Set<string>(), subscription: parseSubscription([]), position: lastId };
      for (const name of classes) listener.classes.add(name);
      listener.subscription = parseSubscription([...listener.classes]);
      listeners.set(session, listener);
    },
    unregister(session, classes) {
      const listener = listeners.get(session);
      if (listener === undefined) return;
      for (const name of classes) listener.classes.delete(name);
      listener.subscription = parseSubscription([...listener.classes]);
    },
    listenerOf: (session) => listeners.get(session)?.subscription,
    take(session) {
      const listener = listeners.get(session);
      if (listener === undefined) return [];
      const { position } = listener;
      listener.position = lastId;
      if (position < lastId - events.length) return 'lost';
      return events.filter(({ id, table, ref }) => id > position && listener.subscription.hasObject(table, ref));
    },
  };
}

/** How the server names a session where its reference would be a secret. */
export function trackId(session: Ref): string {
  return `trackid=${createHash('md5').update(session).digest('hex')}`;
}
