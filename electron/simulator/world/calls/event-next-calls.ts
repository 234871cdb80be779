import { scalarText } from '../column-text.ts';
import type { Work } from '../process.ts';
import type { Ref, Value } from '../value.ts';
import type { Call, Implementations } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import { anyChange, assertSession } from './event-calls.ts';
import { type EventQueue, queueOf, trackId } from './event-queue.ts';

/** The old API pauses before it looks, so that a burst comes in one answer. */
const PAUSE_MS = 200;
const FOREVER_MS = 24 * 3_600_000;

export const eventNextCalls: Implementations = {
  'event.register': (call, classes) => {
    eventQueue(call).register(sessionOf(call), namesOf(classes));
    return '';
  },
  'event.unregister': (call, classes) => {
    eventQueue(call).unregister(sessionOf(call), namesOf(classes));
    return '';
  },
  'event.get_current_id': (call) => eventQueue(call).lastId(),
  'event.next': (call) => {
    const queue = eventQueue(call);
    assertRegistered(queue, sessionOf(call));
    return next(call, queue);
  },
};

function eventQueue({ pool, world }: Call): EventQueue {
  return queueOf(pool, () => world.clock.now());
}

function sessionOf({ session }: Call): Ref {
  return session?.ref ?? '';
}

function namesOf(value: Value | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(scalarText) : [];
}

function assertRegistered(queue: EventQueue, session: Ref) {
  const subscription = queue.listenerOf(session);
  if (subscription === undefined) throw new XapiError('SESSION_NOT_REGISTERED', trackId(session));
  return subscription;
}

function* next(call: Call, queue: EventQueue): Work<Value> {
  const session = sessionOf(call);
  yield PAUSE_MS;
  for (;;) {
    assertSession(call);
    const subscription = assertRegistered(queue, session);
    const events = queue.take(session);
    if (events === 'lost') throw new XapiError('EVENTS_LOST');
    if (events.length > 0)
      return events.map(({ table, snapshot, ...event }) => ({ ...event, class: table, ...(snapshot === undefined ? {} : { snapshot }) }));
    yield anyChange(call, subscription, FOREVER_MS);
  }
}
