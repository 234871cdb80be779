import { useSyncExternalStore } from 'react';

const MINUTE_MS = 60_000;

/** The present minute; whoever shows ages is drawn again when it passes. */
export function useNow(): number {
  return useSyncExternalStore(everyMinute, presentMinute);
}

function presentMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
}

function everyMinute(tell: () => void): () => void {
  const timer = setInterval(tell, MINUTE_MS / 4);
  return () => clearInterval(timer);
}
