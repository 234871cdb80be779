import { useSyncExternalStore } from 'react';

const SECOND_MS = 1_000;

/** The present second, for the few words that count. */
export function useSeconds(): number {
  return useSyncExternalStore(everySecond, presentSecond);
}

function presentSecond(): number {
  return Math.floor(Date.now() / SECOND_MS) * SECOND_MS;
}

function everySecond(tell: () => void): () => void {
  const timer = setInterval(tell, SECOND_MS / 4);
  return () => clearInterval(timer);
}
