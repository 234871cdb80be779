import type { WatchedClass } from '#shared/domain/inventory/watched.ts';
import { type Column, columnsOf } from './columns.ts';
import { type Span, writeField } from './field-writer.ts';
import { RecordReader } from './record-reader.ts';
import { RowBuffer } from './row-buffer.ts';
import type { RowMemory } from './row-memory.ts';
import { isOtherValue } from './other-value.ts';
import type { Scanner } from './scanner.ts';
import { StoredRow } from './stored-row.ts';

/** What a record came to; there may be something else in its place. */
export type Taken = 'no-record' | 'no-news' | 'news';

/** What is known of all objects of one class. */
export class ClassRows {
  /** The fields that are new of the object that was taken last. */
  readonly news = new RowBuffer();
  readonly #addresses = new Map<string, number>();
  readonly #memory: RowMemory;
  readonly #columns: readonly Column[];
  readonly #reader: RecordReader;
  readonly #stored: StoredRow;
  readonly #before: Span = { bytes: Buffer.alloc(0), start: -1, end: -1 };
  readonly #after: Span = { ...this.#before };
  readonly #valueBefore = new RowBuffer();
  readonly #valueAfter = new RowBuffer();

  constructor(of: WatchedClass, memory: RowMemory) {
    this.#memory = memory;
    this.#columns = columnsOf(of);
    this.#reader = new RecordReader(this.#columns);
    this.#stored = new StoredRow(memory, this.#columns.length);
  }

  count(): number {
    return this.#addresses.size;
  }

  references(): Iterable<string> {
    return this.#addresses.keys();
  }

  /** The record at the scanner's position says what the object is from now on. */
  take(ref: string, scanner: Scanner): Taken {
    const address = this.#addresses.get(ref);
    const stored = address === undefined ? undefined : this.#stored.open(address);
    if (!this.#reader.read(scanner, stored)) return 'no-record';
    this.news.clear();
    const firstChanged = stored === undefined ? this.#tellAll() : this.#tellChanges(stored);
    if (firstChanged < this.#columns.length) this.#store(ref, address, firstChanged);
    if (this.news.length === 0) return 'no-news';
    this.news.ascii('}');
    return 'news';
  }

  drop(ref: string): boolean {
    const address = this.#addresses.get(ref);
    if (address === undefined) return false;
    this.#memory.giveBack(address);
    return this.#addresses.delete(ref);
  }

  #store(ref: string, before: number | undefined, firstChanged: number): void {
    const address = this.#stored.write({ values: this.#reader, before, firstChanged });
    if (address !== before) this.#addresses.set(ref, address);
  }

  #tellAll(): number {
    for (let column = 0; column < this.#columns.length; column += 1) {
      this.#reader.locate(column, this.#after);
      this.#label(column);
      this.#write(this.news, column, this.#after);
    }
    return 0;
  }

  /** Answers the first column that is written otherwise than before, which need not mean that its value is another. */
  #tellChanges(stored: StoredRow): number {
    const count = this.#columns.length;
    let first = count;
    for (let column = 0; column < count; column += 1) {
      if (this.#reader.isAsStored(column)) continue;
      stored.locate(column, this.#before);
      this.#reader.locate(column, this.#after);
      // Releases that do not have a field do not get it from one event to the next.
      if (this.#before.start < 0 && this.#after.start < 0) continue;
      if (first === count) first = column;
      this.#tellIfOther(column);
    }
    return first;
  }

  #tellIfOther(column: number): void {
    const before = this.#valueBefore;
    const after = this.#valueAfter;
    before.clear();
    after.clear();
    this.#write(before, column, this.#before);
    this.#write(after, column, this.#after);
    if (!isOtherValue(before.whole(), after.whole())) return;
    this.#label(column);
    this.news.copy(after.whole());
  }

  #label(column: number): void {
    const { label } = this.#column(column);
    this.news.ascii(this.news.length === 0 ? '{' : ',');
    this.news.put(label);
  }

  #write(out: RowBuffer, column: number, span: Span): void {
    writeField(out, this.#column(column).field, span);
  }

  #column(index: number): Column {
    const column = this.#columns[index];
    if (column === undefined) throw new RangeError('no such column');
    return column;
  }
}
