import { conclude } from '../bootstrap/ground.mjs';
import { suites } from '../suites.ts';
import { runStaticChecks } from '../test-run/static-checks.ts';
import { runSuite } from '../test-run/suite-run.ts';
import { closingLine, isSuccess, sum } from '../test-run/tally.ts';

/** Layers and units: with format, types, lint and unused code, what can be told in under a minute. */
const quickSuites = suites.filter((suite) => suite.name === 'architecture' || suite.name === 'unit');

await conclude(async () => {
  const tallies = [await runStaticChecks()];
  for (const suite of quickSuites) tallies.push(await runSuite({ suite, filters: [], env: {} }));
  const total = sum(tallies);
  process.stdout.write(`${closingLine(total)}\n`);
  return isSuccess(total) ? 0 : 1;
});
