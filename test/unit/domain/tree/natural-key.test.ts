import { expect, test } from 'vitest';
import { naturalKey } from '#shared/domain/tree/natural-key.ts';

test('names sort as people sort them: numbers by value, case and accents aside', () => {
  const names = ['web-10', 'Web-9', 'älter', 'alt', 'web-009a', 'web', 'web-1000000000000', 'b2b', '10', '9'];
  expect(names.toSorted((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : 1))).toEqual([
    '9',
    '10',
    'alt',
    'älter',
    'b2b',
    'web',
    'Web-9',
    'web-009a',
    'web-10',
    'web-1000000000000',
  ]);
});
