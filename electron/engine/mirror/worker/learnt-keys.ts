import { type Scanner, type Text, textOf } from './scanner.ts';

/** More keys than any record has; what a confused server sends beyond is looked up by name. */
const MOST = 256;

interface LearntKey<Meaning> {
  /** As servers write it: in quotes, and a colon behind it. */
  readonly text: Text;
  readonly meaning: Meaning;
}

/**
 * What the keys of records mean. Records of a kind have their keys in one order and spelling, so the n-th key is nearly
 * always the n-th of the record before, and to compare with that is cheaper than to read it.
 */
export class LearntKeys<Meaning> {
  readonly #keys: LearntKey<Meaning>[] = [];
  readonly #meaningOf: (rawName: string) => Meaning;

  constructor(meaningOf: (rawName: string) => Meaning) {
    this.#meaningOf = meaningOf;
  }

  /** Steps over the key at the scanner's position, the n-th of its record, and over the colon; the value comes next. */
  take(scanner: Scanner, position: number): Meaning {
    const expected = this.#keys[position];
    if (expected !== undefined && scanner.isNext(expected.text, 0, expected.text.bytes.length)) {
      scanner.at += expected.text.bytes.length;
      return expected.meaning;
    }
    return this.#learn(scanner, position);
  }

  #learn(scanner: Scanner, position: number): Meaning {
    const start = scanner.at;
    scanner.string();
    const end = scanner.at;
    scanner.value();
    const meaning = this.#meaningOf(scanner.raw(start + 1, end - 1));
    if (position < MOST) this.#keys[position] = { text: textOf(Buffer.from(`${scanner.raw(start, end)}:`, 'latin1')), meaning };
    return meaning;
  }
}
