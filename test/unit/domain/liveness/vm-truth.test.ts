import { expect, test } from 'vitest';
import { vmTruth } from '#shared/domain/liveness/vm-truth.ts';

const NOW_MS = 1_000_000;
const word = { atMs: NOW_MS - 10_000, running: ['web'], isComplete: true };

test('what a host says of its machines counts while it is fresh, and absence only from a complete list', () => {
  expect(vmTruth('web', undefined, NOW_MS)).toEqual({ is: 'unknown' });
  expect(vmTruth('web', word, NOW_MS)).toEqual({ is: 'verified-running', atMs: word.atMs });
  expect(vmTruth('db', word, NOW_MS)).toEqual({ is: 'not-there', atMs: word.atMs });
  expect(vmTruth('db', { ...word, isComplete: false }, NOW_MS)).toEqual({ is: 'unknown' });
  expect(vmTruth('web', word, NOW_MS + 600_000)).toEqual({ is: 'ran-there', atMs: word.atMs });
  expect(vmTruth('db', word, NOW_MS + 600_000)).toEqual({ is: 'unknown' });
});
