const FIRST_CAPACITY = 1 << 12;
/** Below this a loop is faster than a call into the library. */
const SHORT = 64;

/** A part of some bytes. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Where text is put together. */
export class RowBuffer {
  #bytes: Buffer = Buffer.alloc(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** Plain ASCII of our own making. */
  ascii(text: string): void {
    this.#reserve(text.length);
    this.#length += this.#bytes.write(text, this.#length, 'latin1');
  }

  utf8(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  put(bytes: Uint8Array): void {
    this.copy({ bytes, start: 0, end: bytes.length });
  }

  copy(part: Part): void {
    this.#reserve(part.end - part.start);
    this.#length += copyBytes(part, this.#bytes, this.#length);
  }

  /** All that has been put together; only until the next change. */
  whole(): Part {
    return { bytes: this.#bytes, start: 0, end: this.#length };
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(needed * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Answers how many there were. */
export function copyBytes({ bytes, start, end }: Part, target: Uint8Array, at: number): number {
  const length = end - start;
  if (length > SHORT) target.set(bytes.subarray(start, end), at);
  else for (let index = 0; index < length; index += 1) target[at + index] = bytes[start + index] ?? 0;
  return length;
}
