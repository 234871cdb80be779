import type { Span } from './field-writer.ts';
import { copyBytes } from './row-buffer.ts';
import { type Page, type RowMemory, wordOf } from './row-memory.ts';
import { CLOSE_OBJECT, COMMA, type Scanner, textOf } from './scanner.ts';

const WORD_BYTES = 4;

export interface Writing {
  /** Where the values of the record lie that has just been read. */
  readonly values: { readonly locate: (column: number, span: Span) => void };
  /** Where its row was so far. */
  readonly before: number | undefined;
  readonly firstChanged: number;
}

/**
 * The watched values of one object as its server wrote them, one after another, and before them a word for each that says
 * where it ends. A value that is missing is empty. One of these is led from row to row of its class.
 */
export class StoredRow {
  readonly #memory: RowMemory;
  readonly #columns: number;
  #page: Page = { ...textOf(Buffer.alloc(0)), words: new Int32Array(0) };
  /** The word that says where the first value ends. */
  #firstEnd = 0;
  #values = 0;

  constructor(memory: RowMemory, columns: number) {
    this.#memory = memory;
    this.#columns = columns;
  }

  open(address: number): this {
    this.#page = this.#memory.pageOf(address);
    this.#firstEnd = wordOf(address) + 1;
    this.#values = (this.#firstEnd + this.#columns) * WORD_BYTES;
    return this;
  }

  locate(column: number, span: Span): void {
    span.bytes = this.#page.bytes;
    span.start = this.#start(column);
    span.end = this.#end(column);
    if (span.start === span.end) span.start = -1;
  }

  /** How long the value is if it comes next; 0 if another does. */
  lengthIfNext(scanner: Scanner, column: number): number {
    const start = this.#start(column);
    const end = this.#end(column);
    if (!scanner.isNext(this.#page, start, end)) return 0;
    const after = scanner.bytes[scanner.at + end - start];
    // Anything else may go on, as numbers do.
    return after === COMMA || after === CLOSE_OBJECT ? end - start : 0;
  }

  /** Puts down what was read where the row was before, or where there is room; answers where. */
  write({ values, before, firstChanged }: Writing): number {
    const size = this.#columns * WORD_BYTES + this.#lengthOf(values);
    if (before !== undefined && this.#memory.fits(before, size)) {
      this.open(before).#put(values, firstChanged);
      return before;
    }
    if (before !== undefined) this.#memory.giveBack(before);
    const address = this.#memory.take(size);
    this.open(address).#put(values, 0);
    return address;
  }

  #lengthOf(values: Writing['values']): number {
    let length = 0;
    for (let column = 0; column < this.#columns; column += 1) {
      values.locate(column, span);
      if (span.start >= 0) length += span.end - span.start;
    }
    return length;
  }

  #put(values: Writing['values'], from: number): void {
    let at = this.#start(from);
    for (let column = from; column < this.#columns; column += 1) {
      values.locate(column, span);
      if (span.start >= 0) at += copyBytes(span, this.#page.bytes, at);
      this.#page.words[this.#firstEnd + column] = at - this.#values;
    }
  }

  #start(column: number): number {
    return column === 0 ? this.#values : this.#end(column - 1);
  }

  #end(column: number): number {
    return this.#values + (this.#page.words[this.#firstEnd + column] ?? 0);
  }
}

const span: Span = { bytes: Buffer.alloc(0), start: -1, end: -1 };
