import { join } from 'node:path';
import { runAndCapture } from '../bootstrap/child.mjs';
import { root } from '../bootstrap/ground.mjs';
import type { Tally } from './tally.ts';

interface StaticCheck {
  readonly name: string;
  /** Scripts of packages with their arguments; all must succeed. */
  readonly commands: readonly (readonly string[])[];
}

/** One project per room family, each with only the types it deserves. */
const projects = ['shared', 'electron', 'electron/shell', 'electron/shell/preload', 'renderer', 'test', 'build'];

/** What can be told without running the product. None of these edits a file. */
const staticChecks: readonly StaticCheck[] = [
  { name: 'format', commands: [['@biomejs/biome/bin/biome', 'format', '.']] },
  { name: 'types', commands: projects.map((project) => ['typescript/bin/tsc', '-p', project]) },
  { name: 'lint', commands: [['oxlint/bin/oxlint', '--deny-warnings']] },
  { name: 'unused code', commands: [['knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors']] },
];

/** Prints a line per check, and what a failing one said. */
export async function runStaticChecks(): Promise<Tally> {
  const failures: string[] = [];
  for (const check of staticChecks) {
    const startMs = performance.now();
    const complaints = await complaintsOf(check);
    const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
    process.stdout.write(`${complaints === '' ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)\n${complaints}`);
    if (complaints !== '') failures.push(`check of ${check.name}`);
  }
  return { passed: staticChecks.length - failures.length, failed: failures.length, skipped: 0, failures };
}

async function complaintsOf(check: StaticCheck): Promise<string> {
  const results = [];
  for (const [script = '', ...args] of check.commands) {
    results.push(await runAndCapture(process.execPath, [join(root, 'node_modules', script), ...args]));
  }
  return results
    .filter((result) => result.code !== 0)
    .map((result) => (result.output === '' ? `exit code ${result.code} without a word\n` : result.output))
    .join('');
}
