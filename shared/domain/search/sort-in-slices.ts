/** How many comparisons are made between two chances to do something else; about a millisecond. */
const SLICE = 1_000;

/** A stable sort that lets its caller pause it: twenty thousand rows are no reason to keep a window waiting. */
export function* sortInSlices<T>(values: readonly T[], compare: (a: T, b: T) => number): Generator<undefined, readonly T[]> {
  let from = [...values];
  let to: T[] = Array.from({ length: from.length });
  let compared = 0;
  for (let width = 1; width < from.length; width *= 2) {
    for (let start = 0; start < from.length; start += 2 * width) {
      merge({ from, to, start, middle: Math.min(start + width, from.length), end: Math.min(start + 2 * width, from.length) }, compare);
      compared += 2 * width;
      // A long run is merged at once; it compares as often as it is long, which is still a few milliseconds at most.
      if (compared < SLICE) continue;
      compared = 0;
      yield undefined;
    }
    [from, to] = [to, from];
  }
  return from;
}

interface Run<T> {
  readonly from: readonly T[];
  readonly to: T[];
  readonly start: number;
  readonly middle: number;
  readonly end: number;
}

function merge<T>({ from, to, start, middle, end }: Run<T>, compare: (a: T, b: T) => number): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at += 1) {
    const isLeft = left < middle && (right >= end || compare(from[left] as T, from[right] as T) <= 0);
    to[at] = from[isLeft ? left : right] as T;
    if (isLeft) left += 1;
    else right += 1;
  }
}
