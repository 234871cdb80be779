import { expect, test } from 'vitest';
import { reasonNotToFetch } from '#build/launch/electron-runtime.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

test('without a record the runtime is fetched', () => {
  expect(reasonNotToFetch(undefined, 0)).toBeUndefined();
});

test('a fetch that goes on is not begun a second time', () => {
  expect(reasonNotToFetch({ is: 'fetching', sinceMs: 0 }, 5 * MINUTE_MS)).toContain('still being fetched');
});

test('a fetch that went on for hours has died', () => {
  expect(reasonNotToFetch({ is: 'fetching', sinceMs: 0 }, 2 * HOUR_MS)).toBeUndefined();
});

test('a failure is remembered, with how to try again at once', () => {
  expect(reasonNotToFetch({ is: 'failed', sinceMs: 0 }, HOUR_MS)).toContain('npx install-electron');
});

test('a failure of yesterday is forgotten', () => {
  expect(reasonNotToFetch({ is: 'failed', sinceMs: 0 }, 24 * HOUR_MS)).toBeUndefined();
});
