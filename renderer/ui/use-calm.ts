import { useEffect, useRef, useState } from 'react';

interface Shown<T> {
  readonly about: string;
  readonly value: T;
  readonly atMs: number;
}

/**
 * A value that follows the real one at its own pace: at once when it is about something else, otherwise at most every
 * `everyMs`. For sums over everything there is, which nobody can read twenty times a second and which cost as often.
 */
export function useCalm<T>(value: T, { about, everyMs }: { readonly about: string; readonly everyMs: number }): T {
  const [shown, setShown] = useState<Shown<T>>(() => ({ about, value, atMs: performance.now() }));
  const latest = useRef(value);
  const isOther = shown.about !== about;
  const isBehind = isOther || shown.value !== value;
  useEffect(() => {
    latest.current = value;
  }, [value]);
  useEffect(() => {
    if (!isBehind) return undefined;
    const waitMs = isOther ? 0 : Math.max(0, shown.atMs + everyMs - performance.now());
    const timer = setTimeout(() => setShown({ about, value: latest.current, atMs: performance.now() }), waitMs);
    return () => clearTimeout(timer);
  }, [isBehind, isOther, about, shown, everyMs]);
  return isOther ? value : shown.value;
}
