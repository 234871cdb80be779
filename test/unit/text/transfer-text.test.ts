import { expect, test } from 'vitest';
import { databaseFileName } from '#shared/text/transfer-text.ts';

const day = new Date(Date.UTC(2026, 5, 9, 23, 59));

test.each([
  ['Paris-DC1', 'Paris-DC1-2026-06-09.xml'],
  ['../../etc/passwd', 'etc-passwd-2026-06-09.xml'],
  ['Pool: A/B "test"', 'Pool-A-B-test-2026-06-09.xml'],
  ['Köln 1', 'Köln-1-2026-06-09.xml'],
  ['', 'pool-2026-06-09.xml'],
])('the database of %j goes into a file every system takes', (pool, file) => {
  expect(databaseFileName(pool, day)).toBe(file);
});
