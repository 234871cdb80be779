/** More bytes are needed to go on; thrown as one object, because it is no error and happens with every piece. */
export const INCOMPLETE = new Error('incomplete');

/** Not JSON as a XAPI server writes it. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const SPACE = 0x20;

/** No record of a real pool comes near. */
const LARGEST_ITEM = 1 << 26;
/** What is kept for the next answer; a larger one was needed for a huge item. */
const KEPT_BYTES = 1 << 20;
/** Zero bytes after the end: text never holds any, so no loop has to compare positions. An escape skips at most five. */
const GUARD = 8;
const WORD = 8;
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

/** The same bytes twice: many are compared faster eight at a time. */
export interface Text {
  readonly bytes: Buffer;
  readonly view: DataView;
}

export function textOf(bytes: Buffer): Text {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/**
 * Walks over JSON that arrives in pieces. `mark` says how far everything is dealt with; what lies behind it is
 * kept, and walked again from there when the next piece has come.
 */
export class Scanner {
  bytes: Buffer = Buffer.alloc(GUARD);
  #view: DataView = textOf(this.bytes).view;
  at = 0;
  end = 0;
  #mark = 0;

  /** Forgets everything, so that another answer can come. */
  reset(): void {
    if (this.bytes.length > KEPT_BYTES) this.#use(Buffer.alloc(GUARD));
    this.#hold(0);
  }

  feed(piece: Uint8Array): void {
    const kept = this.end - this.#mark;
    if (kept > LARGEST_ITEM) throw new Malformed('endless item');
    const old = this.bytes;
    const capacity = kept + piece.length + GUARD;
    if (capacity > old.length) this.#use(Buffer.allocUnsafeSlow(capacity * 2));
    old.copy(this.bytes, 0, this.#mark, this.end);
    this.bytes.set(piece, kept);
    this.#hold(kept + piece.length);
  }

  #use(bytes: Buffer): void {
    this.bytes = bytes;
    this.#view = textOf(bytes).view;
  }

  #hold(length: number): void {
    this.end = length;
    this.bytes.fill(0, length, length + GUARD);
    this.#mark = 0;
    this.at = 0;
  }

  mark(): void {
    this.#mark = this.at;
  }

  /** Back to the mark, to try again with more bytes. */
  rewind(): void {
    this.at = this.#mark;
  }

  text(start: number, end: number): string {
    return this.bytes.toString('utf8', start, end);
  }

  /** One character per byte: cheap to make, small to keep, and given back as it came. */
  raw(start: number, end: number): string {
    return this.bytes.toString('latin1', start, end);
  }

  /** Steps over blanks and answers the byte that follows, without taking it. */
  peek(): number {
    const { bytes } = this;
    let at = this.at;
    let byte = bytes[at] ?? 0;
    while (byte <= SPACE) {
      if (byte === 0) this.#stop(at);
      at += 1;
      byte = bytes[at] ?? 0;
    }
    this.at = at;
    return byte;
  }

  take(byte: number): void {
    if (this.peek() !== byte) throw new Malformed(`no ${String.fromCharCode(byte)}`);
    this.at += 1;
  }

  /** After a key: the colon and blanks; answers the first byte of the value. */
  value(): number {
    this.take(COLON);
    return this.peek();
  }

  /**
   * Whether this part of a text comes next. It holds no zero bytes, so it never reaches beyond the end. Numbers that are
   * none are not equal to themselves, and a text that reads as one only seems to be another.
   */
  isNext({ bytes, view }: Text, start: number, end: number): boolean {
    let { at } = this;
    let index = start;
    for (; index + WORD <= end; index += WORD, at += WORD) if (this.#view.getFloat64(at, true) !== view.getFloat64(index, true)) return false;
    for (; index < end; index += 1, at += 1) if (this.bytes[at] !== bytes[index]) return false;
    return true;
  }

  /** Over a string whose opening quote is next. Its content lies between the old position + 1 and the new one - 1. */
  string(): void {
    if (this.peek() !== QUOTE) throw new Malformed('no string');
    this.at = this.#stringEnd(this.at);
  }

  /** Over any value. Brackets are counted, not matched: only what is used is looked at closely. */
  skip(): void {
    this.peek();
    const { bytes } = this;
    let at = this.at;
    let depth = 0;
    do {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) at = this.#stringEnd(at);
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        depth += 1;
        at += 1;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        depth -= 1;
        at += 1;
      } else if (depth === 0) at = this.#scalarEnd(at);
      else if (byte === 0) this.#stop(at);
      else at += 1;
    } while (depth > 0);
    this.at = at;
  }

  /** Behind the string that begins here. */
  #stringEnd(start: number): number {
    const { bytes } = this;
    let at = start + 1;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) return at + 1;
      if (byte < SPACE) this.#stop(at);
      at = byte === BACKSLASH ? this.#escape(at) : at + 1;
    }
  }

  /** At what ends the number or word that begins here. */
  #scalarEnd(start: number): number {
    const { bytes } = this;
    let at = start;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === 0) this.#stop(at);
      if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_LIST || byte <= SPACE) break;
      at += 1;
    }
    if (at === start) throw new Malformed('no value');
    return at;
  }

  #escape(at: number): number {
    const letter = this.bytes[at + 1] ?? 0;
    if (ESCAPES.has(letter)) return at + 2;
    if (letter === 0) this.#stop(at + 1);
    const code = this.raw(at + 1, at + 6);
    if (/^u[0-9a-fA-F]{4}$/.test(code)) return at + 6;
    if (at + 6 > this.end) throw INCOMPLETE;
    throw new Malformed('no such escape');
  }

  #stop(at: number): never {
    throw at >= this.end ? INCOMPLETE : new Malformed('control character');
  }
}
