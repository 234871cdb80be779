import { CLOSE_LIST, CLOSE_OBJECT, COMMA, INCOMPLETE, Malformed, OPEN_LIST, OPEN_OBJECT, type Scanner } from './scanner.ts';

/** Where in an answer the items are that may be many. */
export type Layout = 'members' | 'elements' | 'events';

export interface Items {
  /** Takes the value at the scanner's position; `key` is its raw name, or empty in a list. */
  item(key: string): void;
}

type Place = 'start' | 'envelope' | 'result' | 'object' | 'list' | 'over';

/** Takes an answer apart while it arrives: item by item, without ever holding all of it. */
export class AnswerReader {
  error: string | undefined;
  token: string | undefined;
  counts: Readonly<Record<string, unknown>> | undefined;
  #place: Place = 'start';
  #hasResult = false;
  readonly #scanner: Scanner;
  readonly #layout: Layout;
  readonly #items: Items;

  constructor(scanner: Scanner, layout: Layout, items: Items) {
    this.#scanner = scanner;
    this.#layout = layout;
    this.#items = items;
  }

  /** Throws Malformed for anything but a XAPI answer of this layout. */
  feed(piece: Uint8Array): void {
    if (this.#place === 'over') return;
    this.#scanner.feed(piece);
    try {
      while (!this.#isOver()) {
        this.#scanner.mark();
        this.#step();
      }
    } catch (error) {
      if (error !== INCOMPLETE) throw error;
      this.#scanner.rewind();
    }
  }

  end(): void {
    if (!this.#isOver()) throw new Malformed('cut short');
    if (!this.#hasResult && this.error === undefined) throw new Malformed('neither result nor error');
  }

  #isOver(): boolean {
    return this.#place === 'over';
  }

  #step(): void {
    const scanner = this.#scanner;
    const byte = scanner.peek();
    if (this.#place === 'start') {
      scanner.take(OPEN_OBJECT);
      this.#place = 'envelope';
    } else if (byte === COMMA) scanner.at += 1;
    else if (byte === (this.#place === 'list' ? CLOSE_LIST : CLOSE_OBJECT)) {
      scanner.at += 1;
      this.#place = this.#after(this.#place);
    } else if (this.#place === 'list') this.#items.item('');
    else this.#member(this.#place);
  }

  #after(place: Place): Place {
    if (place === 'envelope') return 'over';
    return place === 'list' && this.#layout === 'events' ? 'result' : 'envelope';
  }

  #member(place: Place): void {
    const scanner = this.#scanner;
    const start = scanner.at + 1;
    scanner.string();
    const key = scanner.raw(start, scanner.at - 1);
    const first = scanner.value();
    if (place === 'object') this.#items.item(key);
    else if (place === 'envelope') this.#envelopeMember(key, first);
    else this.#resultMember(key, first);
  }

  #envelopeMember(key: string, first: number): void {
    if (key === 'result') this.#result(first);
    else {
      const value = this.#value();
      if (key === 'error' && value !== 'null') this.error = value;
    }
  }

  #result(first: number): void {
    const isList = this.#layout === 'elements';
    if (first === (isList ? OPEN_LIST : OPEN_OBJECT)) {
      this.#scanner.at += 1;
      this.#hasResult = true;
      this.#place = isList ? 'list' : this.#layout === 'events' ? 'result' : 'object';
    } else this.#scanner.skip();
  }

  #resultMember(key: string, first: number): void {
    if (key === 'events' && first === OPEN_LIST) {
      this.#scanner.at += 1;
      this.#place = 'list';
      return;
    }
    const value = this.#value();
    if (key === 'token') this.token = textOf(parsed(value));
    else if (key === 'valid_ref_counts') this.counts = objectOf(parsed(value));
  }

  #value(): string {
    const start = this.#scanner.at;
    this.#scanner.skip();
    return this.#scanner.text(start, this.#scanner.at);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Malformed('no JSON', { cause: error });
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
