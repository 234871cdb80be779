import { useEffect } from 'react';
import { useInventory } from '#renderer/state/tree-state.ts';
import { laterParts } from './later.tsx';

/** With no key, button or wheel moved for so long, nobody is in the middle of something. */
export const QUIET_MS = 1_000;

const ACTS = ['keydown', 'pointerdown', 'wheel', 'input'] as const;

export type Page = Pick<
  Window,
  'addEventListener' | 'removeEventListener' | 'setTimeout' | 'clearTimeout' | 'requestIdleCallback' | 'cancelIdleCallback'
> & {
  readonly performance: Pick<Performance, 'now'>;
};

/** The first opening of a dialog waits for nothing either, once the window has had a quiet moment. */
export function useFetchAhead(): void {
  const isCalm = useInventory(({ link, arriving }) => link === 'open' && arriving.size === 0);
  useEffect(() => (isCalm ? fetchAhead(window, laterParts()) : undefined), [isCalm]);
}

/** Fetches one part after another whenever the page has nothing else to do. Returns what ends it. */
export function fetchAhead(page: Page, parts: readonly (() => Promise<unknown>)[]): () => void {
  const rest = parts.values();
  let actedAtMs = page.performance.now();
  let timer: number | undefined;
  let idle: number | undefined;
  let isOver = false;
  const noteAct = (): void => {
    actedAtMs = page.performance.now();
  };
  for (const act of ACTS) page.addEventListener(act, noteAct, { capture: true, passive: true });

  function end(): void {
    isOver = true;
    for (const act of ACTS) page.removeEventListener(act, noteAct, { capture: true });
    if (timer !== undefined) page.clearTimeout(timer);
    if (idle !== undefined) page.cancelIdleCallback(idle);
  }

  function goOn(): void {
    if (isOver) return;
    const leftMs = actedAtMs + QUIET_MS - page.performance.now();
    if (leftMs > 0) timer = page.setTimeout(goOn, leftMs);
    else idle = page.requestIdleCallback(fetchNext);
  }

  function fetchNext(): void {
    // Somebody may have begun to type while the page was waited for.
    if (actedAtMs + QUIET_MS > page.performance.now()) return goOn();
    const next = rest.next();
    if (next.done === true) return end();
    // Whoever opens a dialog that did not come fetches it again, and is told why it does not come.
    next.value().then(goOn, goOn);
  }

  goOn();
  return end;
}
