import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { passSignalsTo } from '../bootstrap/child.mjs';
import { root, say } from '../bootstrap/ground.mjs';
import type { Suite } from '../suites.ts';
import { nothing, tallyOf, type Tally, type VitestReport } from './tally.ts';

interface SuiteRun {
  readonly suite: Suite;
  /** Parts of file names; none means the whole suite. */
  readonly filters: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

function oneFailure(what: string): Tally {
  return { ...nothing, failed: 1, failures: [what] };
}

export async function runSuite({ suite, filters, env }: SuiteRun): Promise<Tally> {
  if (globSync(`test/${suite.name}/**/*.test.{ts,tsx}`, { cwd: root }).length === 0) {
    say(`FAILED: test/${suite.name} holds no test`);
    return oneFailure(`test/${suite.name} holds no test`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-test-'));
  try {
    const reportFile = join(folder, 'report.json');
    const isCleanEnd = await runVitest({ suite, filters, env, reportFile });
    const tally = readTally(suite, reportFile);
    // Errors outside any test, and a run that was cut off, show in the exit code only.
    return isCleanEnd || tally.failed > 0 ? tally : { ...tally, failed: 1, failures: [`test/${suite.name}: an error outside any test`] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runVitest({ suite, filters, env, reportFile }: SuiteRun & { reportFile: string }): Promise<boolean> {
  const args = [
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config=build/vitest.config.ts',
    `--project=${suite.name}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
    ...filters,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } });
    const stopPassingOn = passSignalsTo(child);
    const limit = setTimeout(() => {
      say(`FAILED: test/${suite.name} ran for more than ${suite.limitMs / 60_000} minutes and was ended`);
      child.kill('SIGKILL');
    }, suite.limitMs);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      stopPassingOn();
      resolve(code === 0);
    });
  });
}

function readTally(suite: Suite, reportFile: string): Tally {
  try {
    return tallyOf(JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport);
  } catch {
    // Vitest writes the report at its end; without one it did not get there.
    return oneFailure(`test/${suite.name} ended without a report`);
  }
}
