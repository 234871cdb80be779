import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fetchAhead, type Page, QUIET_MS } from '#renderer/app/dialogs/fetch-ahead.ts';

const IDLE_AFTER_MS = 10;

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

/** A page that is idle a moment after it is asked, as long as nobody does anything. */
function aPage() {
  const target = new EventTarget();
  const page = {
    addEventListener: target.addEventListener.bind(target),
    removeEventListener: target.removeEventListener.bind(target),
    setTimeout: (run: () => void, ms: number) => Number(setTimeout(run, ms)),
    clearTimeout: (timer: number) => clearTimeout(timer),
    requestIdleCallback: (run: () => void) => Number(setTimeout(run, IDLE_AFTER_MS)),
    cancelIdleCallback: (timer: number) => clearTimeout(timer),
    performance: { now: () => Date.now() },
  } as unknown as Page;
  return { page, act: (name: string) => void target.dispatchEvent(new Event(name)) };
}

function parts(...names: readonly string[]) {
  const begun: string[] = [];
  const come: (() => void)[] = [];
  const fetches = names.map((name) => async () => {
    begun.push(name);
    await new Promise<void>((done) => come.push(done));
    if (name === 'lost') throw new Error('the file has gone');
  });
  return { begun, fetches, arrive: () => come.shift()?.() };
}

test('parts come one after another, the next when the one before has come, and one that is lost holds up none', async () => {
  const { begun, fetches, arrive } = parts('lost', 'second', 'third');
  fetchAhead(aPage().page, fetches);
  await vi.advanceTimersByTimeAsync(QUIET_MS + 1_000);
  expect(begun).toEqual(['lost']);
  arrive();
  await vi.advanceTimersByTimeAsync(IDLE_AFTER_MS);
  expect(begun).toEqual(['lost', 'second']);
  arrive();
  await vi.advanceTimersByTimeAsync(IDLE_AFTER_MS);
  expect(begun).toEqual(['lost', 'second', 'third']);
});

test.each(['keydown', 'pointerdown', 'wheel', 'input'])('nothing is fetched as long as somebody is at work: %s', async (act) => {
  const { begun, fetches } = parts('first');
  const window = aPage();
  fetchAhead(window.page, fetches);
  for (let stroke = 0; stroke < 10; stroke += 1) {
    await vi.advanceTimersByTimeAsync(QUIET_MS - 1);
    window.act(act);
  }
  expect(begun).toEqual([]);
  await vi.advanceTimersByTimeAsync(QUIET_MS + IDLE_AFTER_MS);
  expect(begun).toEqual(['first']);
});

test('what begins while the page is waited for is waited out too', async () => {
  const { begun, fetches } = parts('first');
  const window = aPage();
  fetchAhead(window.page, fetches);
  await vi.advanceTimersByTimeAsync(QUIET_MS + 1);
  window.act('keydown');
  await vi.advanceTimersByTimeAsync(QUIET_MS - 1);
  expect(begun).toEqual([]);
});

test('once ended, nothing more is fetched, at whatever point that was', async () => {
  for (const endsAfterMs of [0, QUIET_MS - 1, QUIET_MS + 1, QUIET_MS + IDLE_AFTER_MS]) {
    const { begun, fetches, arrive } = parts('first', 'second');
    const end = fetchAhead(aPage().page, fetches);
    await vi.advanceTimersByTimeAsync(endsAfterMs);
    end();
    arrive();
    await vi.advanceTimersByTimeAsync(10 * QUIET_MS);
    expect(begun).toEqual(endsAfterMs < QUIET_MS + IDLE_AFTER_MS ? [] : ['first']);
    expect(vi.getTimerCount()).toBe(0);
  }
});
