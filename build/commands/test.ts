import { conclude } from '../bootstrap/ground.mjs';
import { selectTests } from '../test-run/selection.ts';
import { runStaticChecks } from '../test-run/static-checks.ts';
import { runSuite } from '../test-run/suite-run.ts';
import { closingLine, isSuccess, sum, type Tally } from '../test-run/tally.ts';
import { thisMachine } from '../tools/machine.ts';
import { prepareTools } from '../tools/tools.ts';

// npm test [-- SUITE|FILE ...]; without names everything, beginning with what `npm run check` looks at.
await conclude(() => main(process.argv.slice(2)));

async function main(names: readonly string[]): Promise<number> {
  const selected = selectTests(names);
  const env = await prepareTools(new Set(selected.flatMap(({ suite }) => suite.needs)), thisMachine());
  const tallies: { readonly name: string; readonly tally: Tally; readonly seconds: number }[] = [];
  if (names.length === 0) tallies.push(await timed('checks', runStaticChecks));
  for (const { suite, filters } of selected) tallies.push(await timed(suite.name, () => runSuite({ suite, filters, env })));
  for (const { name, tally, seconds } of tallies) process.stdout.write(`${name}: ${closingLine(tally)} (${seconds.toFixed(0)} s)\n`);
  const total = sum(tallies.map(({ tally }) => tally));
  for (const failure of total.failures) process.stdout.write(`FAILED ${failure}\n`);
  process.stdout.write(`${closingLine(total)}\n`);
  return isSuccess(total) ? 0 : 1;
}

async function timed(name: string, run: () => Promise<Tally>): Promise<{ name: string; tally: Tally; seconds: number }> {
  const startMs = performance.now();
  const tally = await run();
  return { name, tally, seconds: (performance.now() - startMs) / 1000 };
}
