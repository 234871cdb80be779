import { expect, test } from 'vitest';
import { closingLine, isSuccess, nothing, sum, tallyOf } from '#build/test-run/tally.ts';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('a run is summed over its suites and closes with one line', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 2, failures: [] },
    { passed: 4, failed: 1, skipped: 0, failures: ['one'] },
  ]);
  expect(total.failures).toEqual(['one']);
  expect(closingLine(total)).toBe('5 passed, 1 failed, 2 skipped');
});

test('tests to be written count as skipped', () => {
  expect(tallyOf(report)).toEqual({ passed: 3, failed: 0, skipped: 2, failures: [] });
});

test('a file that fails before its first test counts as one failure', () => {
  const testResults = [
    { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    { name: 'b.test.ts', status: 'failed', message: '', assertionResults: [{ status: 'failed', fullName: 'adds up', failureMessages: ['2 is 3'] }] },
    { name: 'c.test.ts', status: 'passed', message: '', assertionResults: [] },
  ];
  expect(tallyOf({ ...report, numFailedTests: 1, testResults })).toEqual({
    passed: 3,
    failed: 2,
    skipped: 2,
    failures: ['a.test.ts\n    no such module', 'b.test.ts: adds up\n    2 is 3'],
  });
});

test.each([
  [{ ...nothing, passed: 1 }, true],
  [{ ...nothing, passed: 9, failed: 1 }, false],
  [{ ...nothing, skipped: 7 }, false],
  [nothing, false],
])('%o is a success: %s', (tally, expected) => {
  expect(isSuccess(tally)).toBe(expected);
});
