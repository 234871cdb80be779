import type { Field } from '#shared/domain/inventory/field.ts';
import { type WatchedClass, watched } from '#shared/domain/inventory/watched.ts';
import { writeField } from './field-writer.ts';
import type { RowBuffer } from './row-buffer.ts';
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT, type Scanner } from './scanner.ts';

const UNWATCHED = -1;
/** More fields than any class has; what a confused server sends beyond is looked up by name. */
const LEARNT_KEYS = 256;

interface LearntKey {
  readonly name: Uint8Array;
  readonly field: number;
}

/** Makes the row of watched fields from a record, as raw JSON text with the fields in our own order. */
export interface RecordReader {
  /** The record is at the scanner's position, or there is something else, which is then stepped over. */
  read(scanner: Scanner): string | undefined;
}

export function createRecordReader(of: WatchedClass, out: RowBuffer): RecordReader {
  const table: Readonly<Record<string, Field>> = watched[of];
  const fields = Object.entries(table).map(([name, field], index) => ({
    field,
    index,
    label: Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`),
  }));
  const fieldByWire = new Map(fields.map(({ field, index }) => [field.wire, index]));
  const starts = new Int32Array(fields.length);
  const ends = new Int32Array(fields.length);
  // Records of a class have their fields in one order, so the n-th key is nearly always the n-th of the record before.
  const learnt: LearntKey[] = [];

  function fieldOf(scanner: Scanner, key: { start: number; end: number; position: number }): number {
    const expected = learnt[key.position];
    if (expected !== undefined && isSame(scanner.bytes, key, expected.name)) return expected.field;
    const field = fieldByWire.get(scanner.raw(key.start, key.end)) ?? UNWATCHED;
    if (key.position < LEARNT_KEYS) learnt[key.position] = { name: Uint8Array.from(scanner.bytes.subarray(key.start, key.end)), field };
    return field;
  }

  function scan(scanner: Scanner): void {
    starts.fill(-1);
    scanner.take(OPEN_OBJECT);
    for (let position = 0; ; ) {
      const byte = scanner.peek();
      if (byte === COMMA) scanner.at += 1;
      else if (byte === CLOSE_OBJECT) break;
      else {
        const start = scanner.at + 1;
        scanner.string();
        const field = fieldOf(scanner, { start, end: scanner.at - 1, position });
        position += 1;
        scanner.value();
        const from = scanner.at;
        scanner.skip();
        if (field === UNWATCHED) continue;
        starts[field] = from;
        ends[field] = scanner.at;
      }
    }
    scanner.at += 1;
  }

  return {
    read(scanner) {
      if (scanner.peek() !== OPEN_OBJECT) {
        scanner.skip();
        return undefined;
      }
      scan(scanner);
      out.clear();
      // One for all fields: a load has millions of them.
      const span = { bytes: scanner.bytes, start: -1, end: 0 };
      for (const { field, index, label } of fields) {
        span.start = starts[index] ?? -1;
        span.end = ends[index] ?? 0;
        out.put(label);
        writeField(out, field, span);
      }
      out.ascii('}');
      return out.raw();
    },
  };
}

function isSame(bytes: Uint8Array, { start, end }: { start: number; end: number }, name: Uint8Array): boolean {
  if (end - start !== name.length) return false;
  for (let index = 0; index < name.length; index += 1) if (bytes[start + index] !== name[index]) return false;
  return true;
}
