import { type Text, textOf } from './scanner.ts';

const PAGE_BYTES = 1 << 20;
const UNIT_BYTES = 8;
const UNITS_OF_PAGE = PAGE_BYTES / UNIT_BYTES;
const WORD_BYTES = 4;
const WORDS_OF_UNIT = UNIT_BYTES / WORD_BYTES;
/** Room is handed out in steps, so that a row that grows a little stays where it is and what is given back fits another. */
const STEP_UNITS = 8;

export interface Page extends Text {
  readonly words: Int32Array;
}

/**
 * Memory for rows, outside of what is looked through for rubbish: a big pool has many, and a busy one changes some of them
 * all the time. An address counts units from the beginning. The first word of a row is ours, the rest its owner's; it
 * lies in one page.
 */
export class RowMemory {
  readonly #pages: Page[] = [];
  /** Addresses that were given back, by their room. */
  readonly #free = new Map<number, number[]>();
  #nextUnit = UNITS_OF_PAGE;

  /** Room for so many bytes behind the first word. */
  take(sizeBytes: number): number {
    const units = unitsFor(sizeBytes);
    const address = this.#free.get(units)?.pop() ?? this.#takeNew(units);
    this.pageOf(address).words[wordOf(address)] = units;
    return address;
  }

  giveBack(address: number): void {
    const units = this.#unitsOf(address);
    const free = this.#free.get(units);
    if (free === undefined) this.#free.set(units, [address]);
    else free.push(address);
  }

  /** Whether so many bytes would be given the same room. */
  fits(address: number, sizeBytes: number): boolean {
    return unitsFor(sizeBytes) === this.#unitsOf(address);
  }

  pageOf(address: number): Page {
    const page = this.#pages[Math.floor(address / UNITS_OF_PAGE)];
    if (page === undefined) throw new RangeError('nothing lies there');
    return page;
  }

  #unitsOf(address: number): number {
    return this.pageOf(address).words[wordOf(address)] ?? 0;
  }

  #takeNew(units: number): number {
    if (this.#nextUnit + units > UNITS_OF_PAGE) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(PAGE_BYTES, units * UNIT_BYTES));
      this.#pages.push({ ...textOf(bytes), words: new Int32Array(bytes.buffer) });
      this.#nextUnit = 0;
    }
    const address = (this.#pages.length - 1) * UNITS_OF_PAGE + this.#nextUnit;
    this.#nextUnit += units;
    return address;
  }
}

/** The row's first word. */
export function wordOf(address: number): number {
  return (address % UNITS_OF_PAGE) * WORDS_OF_UNIT;
}

function unitsFor(sizeBytes: number): number {
  return Math.ceil((sizeBytes + WORD_BYTES) / (UNIT_BYTES * STEP_UNITS)) * STEP_UNITS;
}
