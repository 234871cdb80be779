const FIRST_CAPACITY = 1 << 12;
/** Below this a loop is faster than a call into the library. */
const SHORT = 64;

/** Where the text of one record is put together. */
export class RowBuffer {
  #bytes: Buffer = Buffer.alloc(FIRST_CAPACITY);
  #length = 0;

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
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  copy(from: { readonly bytes: Uint8Array; readonly start: number; readonly end: number }): void {
    const { bytes, start, end } = from;
    const length = end - start;
    this.#reserve(length);
    const target = this.#bytes;
    const at = this.#length;
    if (length > SHORT) target.set(bytes.subarray(start, end), at);
    else for (let index = 0; index < length; index += 1) target[at + index] = bytes[start + index] ?? 0;
    this.#length = at + length;
  }

  /** One character per byte. */
  raw(): string {
    return this.#bytes.toString('latin1', 0, this.#length);
  }

  #reserve(length: number): void {
    const needed = this.#length + length;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.alloc(needed * 2);
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
