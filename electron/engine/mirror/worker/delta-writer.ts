import { isAscii } from 'node:buffer';
import type { WatchedClass } from '#shared/domain/inventory/watched.ts';
import { type Part, RowBuffer } from './row-buffer.ts';

interface Change {
  readonly mentioned: Set<string>;
  readonly set: RowBuffer;
  readonly gone: RowBuffer;
}

/** Puts a delta together. It says one thing about an object; the second word about it is for the next one. */
export class DeltaWriter {
  readonly #changes = new Map<WatchedClass, Change>();
  readonly #all = new RowBuffer();
  /** Of deltas before: a load fills them over and over. */
  readonly #spare: RowBuffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  mentions(of: WatchedClass, ref: string): boolean {
    return this.#changes.get(of)?.mentioned.has(ref) === true;
  }

  set(of: WatchedClass, ref: string, fields: Part): void {
    const { set } = this.#mention(of, ref);
    const before = set.length;
    set.ascii(before === 0 ? `"${ref}":` : `,"${ref}":`);
    set.copy(fields);
    this.#length += set.length - before;
  }

  gone(of: WatchedClass, ref: string): void {
    const { gone } = this.#mention(of, ref);
    const before = gone.length;
    gone.ascii(before === 0 ? `"${ref}"` : `,"${ref}"`);
    this.#length += gone.length - before;
  }

  /** The delta as JSON; undefined when there is nothing to tell. The next one begins. */
  take(): string | undefined {
    if (this.#changes.size === 0) return undefined;
    const all = this.#all;
    all.clear();
    for (const [of, { set, gone }] of this.#changes) {
      all.ascii(`${all.length === 0 ? '{' : ','}"${of}":{`);
      if (set.length > 0) wrap(all, '"set":{', set, '}');
      if (gone.length > 0) wrap(all, `${set.length > 0 ? ',' : ''}"gone":[`, gone, ']');
      all.ascii('}');
    }
    all.ascii('}');
    this.#begin();
    return textOf(all.whole());
  }

  #begin(): void {
    for (const { set, gone } of this.#changes.values()) this.#spare.push(set, gone);
    this.#changes.clear();
    this.#length = 0;
  }

  #empty(): RowBuffer {
    const buffer = this.#spare.pop() ?? new RowBuffer();
    buffer.clear();
    return buffer;
  }

  #mention(of: WatchedClass, ref: string): Change {
    const change = this.#changes.get(of) ?? this.#change(of);
    change.mentioned.add(ref);
    return change;
  }

  #change(of: WatchedClass): Change {
    const change = { mentioned: new Set<string>(), gone: this.#empty(), set: this.#empty() };
    this.#changes.set(of, change);
    return change;
  }
}

function wrap(out: RowBuffer, open: string, content: RowBuffer, close: string): void {
  out.ascii(open);
  out.copy(content.whole());
  out.ascii(close);
}

/** Most servers write plain ASCII, which is cheaper to read and half as long to hand over. */
function textOf({ bytes, start, end }: Part): string {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start);
  return whole.toString(isAscii(whole) ? 'latin1' : 'utf8');
}
