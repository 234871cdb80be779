export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, by file and name, so that the end of a long output still says it. */
  readonly failures: readonly string[];
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** The members of vitest's JSON report that are counted. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly FileReport[];
}

interface FileReport {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly assertionResults: readonly { readonly status: string; readonly fullName: string; readonly failureMessages: readonly string[] }[];
}

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
      failures: [...total.failures, ...one.failures],
    }),
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
    failures: report.testResults.flatMap(failuresIn),
  };
}

function failuresIn(file: FileReport): string[] {
  if (file.status === 'failed' && file.assertionResults.length === 0) return [failure(file.name, file.message)];
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => failure(`${file.name}: ${fullName}`, failureMessages.join('\n')));
}

/** The first lines name what was expected; the whole of it stands where it happened. */
function failure(where: string, message: string): string {
  return [
    where,
    ...message
      .split('\n')
      .slice(0, 4)
      .map((line) => `    ${line}`),
  ].join('\n');
}

/** The line a run closes with; tools that read test output look for it alone on the last line. */
export function closingLine(total: Tally): string {
  return `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`;
}

/** A run in which nothing passed or failed proves nothing and so is no success. */
export function isSuccess(total: Tally): boolean {
  return total.failed === 0 && total.passed > 0;
}
