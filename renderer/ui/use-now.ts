import { useSyncExternalStore } from 'react';

const MINUTE_MS = 60_000;
/** Ages that run faster draw the eye. */
const STEP_MS = 5_000;

/** The present minute; whoever shows ages is drawn again when it passes. */
export function useNow(): number {
  return useSyncExternalStore(everyMinute, presentMinute);
}

/** The present in steps of five seconds while something shown is going on, else the present minute. */
export function useRunningNow(isRunning: boolean): number {
  return useSyncExternalStore(isRunning ? everyStep : everyMinute, isRunning ? presentStep : presentMinute);
}

function presentMinute(): number {
  return Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
}

function presentStep(): number {
  return Math.floor(Date.now() / STEP_MS) * STEP_MS;
}

function everyMinute(tell: () => void): () => void {
  const timer = setInterval(tell, MINUTE_MS / 4);
  return () => clearInterval(timer);
}

function everyStep(tell: () => void): () => void {
  const timer = setInterval(tell, STEP_MS / 5);
  return () => clearInterval(timer);
}
