import { unreachable } from '#shared/kernel/unreachable.ts';
import { type WatchedClass, xapiClass } from '#shared/domain/inventory/watched.ts';
import type { Items, Layout } from './answer-reader.ts';
import { classOfTable, EventReader } from './event-reader.ts';
import type { Miscount, Notes, Reading } from './protocol.ts';
import type { Rows } from './rows.ts';
import { QUOTE, type Scanner } from './scanner.ts';

/** What is made of the items of one answer. */
export interface Intake extends Items {
  readonly layout: Layout;
  /** All items were seen: what follows from that none is missing. */
  finish(said: { readonly token: string | undefined; readonly counts: Readonly<Record<string, unknown>> | undefined }): Notes;
}

export interface Room {
  readonly rows: Rows;
  readonly events: EventReader;
}

export function createRoom(rows: Rows): Room {
  return { rows, events: new EventReader(rows) };
}

export function intakeOf(reading: Reading, room: Room, scanner: Scanner): Intake {
  switch (reading.is) {
    case 'records':
      return recordsIntake(reading.of, room, scanner);
    case 'references':
      return referencesIntake(reading.of, room, scanner);
    case 'events':
      return eventsIntake('events', room, scanner);
    case 'old-events':
      return eventsIntake('elements', room, scanner);
    default:
      return unreachable(reading);
  }
}

const nothing: Notes = { events: 0, miscounted: [], unknown: [], dropped: 0 };

function recordsIntake(of: WatchedClass, { rows }: Room, scanner: Scanner): Intake {
  // Where nothing is known yet nothing can be gone.
  const unseen = new Set(rows.references(of));
  return {
    layout: 'members',
    item(ref) {
      if (rows.take(of, ref, scanner)) unseen.delete(ref);
    },
    finish() {
      for (const ref of unseen) rows.drop(of, ref);
      return { ...nothing, dropped: unseen.size };
    },
  };
}

function referencesIntake(of: WatchedClass, { rows }: Room, scanner: Scanner): Intake {
  const seen = new Set<string>();
  return {
    layout: 'elements',
    item() {
      const start = scanner.at + 1;
      const isText = scanner.peek() === QUOTE;
      scanner.skip();
      if (isText) seen.add(scanner.raw(start, scanner.at - 1));
    },
    finish() {
      const unseen = [...rows.references(of)].filter((ref) => !seen.has(ref));
      for (const ref of unseen) rows.drop(of, ref);
      return { ...nothing, dropped: unseen.length, unknown: rows.count(of) < seen.size ? [of] : [] };
    },
  };
}

function eventsIntake(layout: Layout, room: Room, scanner: Scanner): Intake {
  const { rows } = room;
  const unknown = new Set<WatchedClass>();
  let events = 0;
  return {
    layout,
    item() {
      const event = room.events.read(scanner);
      if (event === undefined) return;
      events += 1;
      if (event.isUnknown) unknown.add(event.of);
    },
    finish({ token, counts = {} }) {
      return { ...nothing, events, ...(token !== undefined && { token }), miscounted: miscounts(rows, counts), unknown: [...unknown] };
    },
  };
}

/** Deletions can be lost on the server's side without a word; the counts it sends along tell. */
function miscounts(rows: Rows, counts: Readonly<Record<string, unknown>>): Miscount[] {
  return Object.entries(counts).flatMap(([table, count]) => {
    const of = classOfTable(table);
    // Messages are kept apart from the database, so whatever stands there does not count them.
    if (of === undefined || xapiClass[of] === 'message') return [];
    const by = Number(count) - rows.count(of);
    return Number.isInteger(by) && by !== 0 ? [{ of, by }] : [];
  });
}
