export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

/** The members of vitest's JSON report that are counted. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, one) => ({ passed: total.passed + one.passed, failed: total.failed + one.failed, skipped: total.skipped + one.skipped }),
    nothing,
  );
}

/** A file that fails before its first test has no test to count, so it counts as one failure itself. */
export function tallyOf(report: VitestReport): Tally {
  const broken = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The line a run closes with; tools that read test output look for it alone on the last line. */
export function closingLine(total: Tally): string {
  return `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`;
}

/** A run in which nothing passed or failed proves nothing and so is no success. */
export function isSuccess(total: Tally): boolean {
  return total.failed === 0 && total.passed > 0;
}
