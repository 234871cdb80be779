import type { Column } from './columns.ts';
import type { Span } from './field-writer.ts';
import { LearntKeys } from './learnt-keys.ts';
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT, type Scanner } from './scanner.ts';
import type { StoredRow } from './stored-row.ts';

const UNWATCHED = -1;

/** Finds the watched values in records of one class. */
export class RecordReader {
  readonly #keys: LearntKeys<number>;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #isAsStored: Uint8Array;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(columns: readonly Column[]) {
    const columnByWire = new Map(columns.map(({ field }, index) => [field.wire, index]));
    this.#keys = new LearntKeys((wire) => columnByWire.get(wire) ?? UNWATCHED);
    this.#starts = new Int32Array(columns.length);
    this.#ends = new Int32Array(columns.length);
    this.#isAsStored = new Uint8Array(columns.length);
  }

  /** False where there is no record at the scanner's position but something else, which is then stepped over. */
  read(scanner: Scanner, stored: StoredRow | undefined): boolean {
    if (scanner.peek() !== OPEN_OBJECT) {
      scanner.skip();
      return false;
    }
    scanner.at += 1;
    this.#bytes = scanner.bytes;
    this.#starts.fill(-1);
    this.#isAsStored.fill(0);
    for (let position = 0; ; ) {
      const byte = scanner.peek();
      if (byte === COMMA) scanner.at += 1;
      else if (byte === CLOSE_OBJECT) break;
      else {
        this.#member(scanner, position, stored);
        position += 1;
      }
    }
    scanner.at += 1;
    return true;
  }

  /** Where the value of a column lies in the record that was read last. */
  locate(column: number, span: Span): void {
    span.bytes = this.#bytes;
    span.start = this.#starts[column] ?? -1;
    span.end = this.#ends[column] ?? -1;
  }

  /** Whether it is the very text that was stored. */
  isAsStored(column: number): boolean {
    return this.#isAsStored[column] === 1;
  }

  #member(scanner: Scanner, position: number, stored: StoredRow | undefined): void {
    const column = this.#keys.take(scanner, position);
    const length = column === UNWATCHED || stored === undefined ? 0 : stored.lengthIfNext(scanner, column);
    if (length === 0) scanner.peek();
    const valueStart = scanner.at;
    if (length === 0) scanner.skip();
    else scanner.at += length;
    if (column !== UNWATCHED) this.#note(column, valueStart, scanner.at, length === 0 ? 0 : 1);
  }

  #note(column: number, start: number, end: number, isAsStored: number): void {
    this.#starts[column] = start;
    this.#ends[column] = end;
    this.#isAsStored[column] = isAsStored;
  }
}
