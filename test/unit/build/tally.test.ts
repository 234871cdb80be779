import { expect, test } from 'vitest';
import { closingLine, isSuccess, sum, tallyOf } from '#build/test-run/tally.ts';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 1, testResults: [] };

test('a run is summed over its suites and closes with one line', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 4, failed: 1, skipped: 0 },
  ]);
  expect(closingLine(total)).toBe('5 passed, 1 failed, 2 skipped');
});

test('tests to be written count as skipped', () => {
  expect(tallyOf(report)).toEqual({ passed: 3, failed: 0, skipped: 2 });
});

test('a file that fails before its first test counts as one failure', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
    { status: 'passed', assertionResults: [] },
  ];
  expect(tallyOf({ ...report, numFailedTests: 1, testResults })).toEqual({ passed: 3, failed: 2, skipped: 2 });
});

test.each([
  [{ passed: 1, failed: 0, skipped: 0 }, true],
  [{ passed: 9, failed: 1, skipped: 0 }, false],
  [{ passed: 0, failed: 0, skipped: 7 }, false],
  [{ passed: 0, failed: 0, skipped: 0 }, false],
])('%o is a success: %s', (tally, expected) => {
  expect(isSuccess(tally)).toBe(expected);
});
