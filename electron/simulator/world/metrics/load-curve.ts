/** A quantity over time; seconds since the epoch, UTC. The same arguments always give the same value. */
export type Curve = (timeSec: number) => number;

const HOUR_SEC = 3600;
const DAY_SEC = 86_400;
/** The epoch was a Thursday. */
const EPOCH_WEEKDAY = 4;

export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** In [0, 1), the same for the same seed and position. */
export function chance(seed: number, position: number): number {
  let mixed = Math.imul(seed ^ Math.imul(position | 0, 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000;
}

/** Wanders smoothly within [-1, 1], with a new aim every `periodSec`. */
export function wander(seed: number, timeSec: number, periodSec: number): number {
  const position = timeSec / periodSec;
  const from = Math.floor(position);
  const share = position - from;
  const eased = share * share * (3 - 2 * share);
  return 2 * (chance(seed, from) * (1 - eased) + chance(seed, from + 1) * eased) - 1;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function hill(hour: number, summit: number, width: number): number {
  const distance = Math.abs(hour - summit);
  const around = Math.min(distance, 24 - distance) / width;
  return Math.exp(-around * around);
}

const PATTERNS: readonly ((hour: number, isWeekend: boolean, ownHour: number) => number)[] = [
  // Office hours: a morning and an afternoon summit, quiet nights and weekends.
  (hour, isWeekend) => (isWeekend ? 0.15 : 1) * Math.min(1, hill(hour, 10.5, 2.2) + 0.9 * hill(hour, 15.2, 2.6)),
  // A service people use in the evening, every day.
  (hour) => 0.25 + 0.75 * hill(hour, 20.5, 4),
  // Steady work around the clock.
  (hour) => 0.55 + 0.1 * hill(hour, 13, 6),
  // Nightly batch: almost idle but for its own hour.
  (hour, _isWeekend, ownHour) => 0.08 + 0.92 * hill(hour, ownHour, 0.7),
];

/** How busy something is, in [0, 1]: a day's shape of its own, with the unrest real load has on top. */
export function loadCurve(seed: number): Curve {
  const pattern = PATTERNS[Math.floor(chance(seed, 1) * PATTERNS.length)] ?? PATTERNS[0];
  const level = 0.03 + 0.12 * chance(seed, 2);
  const height = 0.25 + 0.55 * chance(seed, 3) ** 2;
  const ownHour = 5 * chance(seed, 4);
  return (timeSec) => {
    const hour = (timeSec % DAY_SEC) / HOUR_SEC;
    const weekday = (Math.floor(timeSec / DAY_SEC) + EPOCH_WEEKDAY) % 7;
    const isWeekend = weekday === 0 || weekday === 6;
    const shape = level + height * (pattern?.(hour, isWeekend, ownHour) ?? 0);
    const unrest = 0.16 * wander(seed + 11, timeSec, 2700) + 0.1 * wander(seed + 12, timeSec, 240) + 0.1 * wander(seed + 13, timeSec, 20);
    return clamp(shape * (1 + unrest) + 0.01 * wander(seed + 14, timeSec, 5), 0.002, 0.985);
  };
}

/** Follows `curve` with an unrest of its own, as the parts of something busy do. */
export function follow(curve: Curve, seed: number, share: number): Curve {
  const lean = 1 + 0.4 * (chance(seed, 5) - 0.5);
  return (timeSec) => curve(timeSec) * lean * (1 + share * wander(seed, timeSec, 35) + 0.5 * share * wander(seed + 1, timeSec, 5));
}

/** Works out each moment once; for curves that several others follow, within one answer. */
export function remembered(curve: Curve): Curve {
  const known = new Map<number, number>();
  return (timeSec) => {
    const found = known.get(timeSec);
    if (found !== undefined) return found;
    const value = curve(timeSec);
    known.set(timeSec, value);
    return value;
  };
}
