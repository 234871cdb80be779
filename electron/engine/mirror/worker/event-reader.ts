import { type WatchedClass, watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import type { RecordReader } from './record-reader.ts';
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT, QUOTE, type Scanner } from './scanner.ts';

// Events spell every class in lower case, those of old releases as the class is called.
const classByEventName = new Map<string, WatchedClass>(watchedClasses.map((name) => [xapiClass[name].toLowerCase(), name]));

export function classOfTable(table: string): WatchedClass | undefined {
  return classByEventName.get(table.toLowerCase());
}

export interface SeenEvent {
  readonly of: WatchedClass;
  readonly operation: string;
  readonly ref: string;
  /** Undefined when there is no record, or one of an object that is gone. */
  readonly row: string | undefined;
}

/** Steps over the event at the scanner's position; undefined for one of a class nobody watches. */
export function readEvent(scanner: Scanner, readerOf: (of: WatchedClass) => RecordReader): SeenEvent | undefined {
  if (scanner.peek() !== OPEN_OBJECT) {
    scanner.skip();
    return undefined;
  }
  const { texts, row, snapshotAt } = membersOf(scanner, readerOf);
  const of = classOfTable(texts.get('class') ?? '');
  const ref = texts.get('ref') ?? '';
  if (of === undefined || ref === '') return undefined;
  const operation = texts.get('operation') ?? '';
  return { of, operation, ref, row: row ?? (snapshotAt < 0 ? undefined : rowAt(scanner, snapshotAt, readerOf(of))) };
}

/** Back to a record that was stepped over because its class was not known yet. */
function rowAt(scanner: Scanner, at: number, reader: RecordReader): string | undefined {
  const after = scanner.at;
  scanner.at = at;
  const row = reader.read(scanner);
  scanner.at = after;
  return row;
}

interface Members {
  readonly texts: ReadonlyMap<string, string>;
  readonly row: string | undefined;
  readonly snapshotAt: number;
}

function membersOf(scanner: Scanner, readerOf: (of: WatchedClass) => RecordReader): Members {
  const texts = new Map<string, string>();
  let row: string | undefined;
  let snapshotAt = -1;
  scanner.at += 1;
  for (;;) {
    const byte = scanner.peek();
    if (byte === COMMA) scanner.at += 1;
    else if (byte === CLOSE_OBJECT) break;
    else {
      const start = scanner.at + 1;
      scanner.string();
      const key = scanner.raw(start, scanner.at - 1);
      const first = scanner.value();
      const from = scanner.at;
      // Servers name the class first, so the record is walked over once only.
      const of = key === 'snapshot' ? classOfTable(texts.get('class') ?? '') : undefined;
      if (of !== undefined) {
        row = readerOf(of).read(scanner);
        continue;
      }
      scanner.skip();
      if (key === 'snapshot' && first === OPEN_OBJECT) snapshotAt = from;
      else if (first === QUOTE) texts.set(key, scanner.raw(from + 1, scanner.at - 1));
    }
  }
  scanner.at += 1;
  return { texts, row, snapshotAt };
}
