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
/** Zero bytes after the end: text never holds any, so no loop has to compare positions. An escape skips at most five. */
const GUARD = 8;
const ESCAPES = new Set(Buffer.from('"\\/bfnrt'));

/**
 * Walks over JSON that arrives in pieces. `mark` says how far everything is dealt with; what lies behind it is
 * kept, and walked again from there when the next piece has come.
 */
export class Scanner {
  bytes: Buffer = Buffer.alloc(GUARD);
  at = 0;
  end = 0;
  #mark = 0;

  feed(piece: Uint8Array): void {
    const kept = this.end - this.#mark;
    if (kept > LARGEST_ITEM) throw new Malformed('endless item');
    const old = this.bytes;
    const capacity = kept + piece.length + GUARD;
    if (capacity > old.length) this.bytes = Buffer.alloc(capacity * 2);
    old.copy(this.bytes, 0, this.#mark, this.end);
    this.bytes.set(piece, kept);
    this.end = kept + piece.length;
    this.bytes.fill(0, this.end, this.end + GUARD);
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

  /** Over a string whose opening quote is next. Its content lies between the old position + 1 and the new one - 1. */
  string(): void {
    if (this.peek() !== QUOTE) throw new Malformed('no string');
    const { bytes } = this;
    let at = this.at + 1;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < SPACE) this.#stop(at);
      at = byte === BACKSLASH ? this.#escape(at) : at + 1;
    }
    this.at = at + 1;
  }

  /** Over any value. Brackets are counted, not matched: only what is used is looked at closely. */
  skip(): void {
    let depth = 0;
    do {
      const byte = this.peek();
      if (byte === QUOTE) {
        this.string();
        continue;
      }
      if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
      else if (depth === 0) {
        this.#scalar();
        return;
      }
      this.at += 1;
    } while (depth > 0);
  }

  /** Up to whatever ends a number or a word. */
  #scalar(): void {
    const { bytes } = this;
    const start = this.at;
    let at = start;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === 0) this.#stop(at);
      if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_LIST || byte <= SPACE) break;
      at += 1;
    }
    if (at === start) throw new Malformed('no value');
    this.at = at;
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
