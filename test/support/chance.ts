import * as fc from 'fast-check';

/**
 * What properties draw is the same in every run, so that a change is judged by what it changed and a failure comes again.
 * `FUZZ_SEED` draws something else: a number, or `random` for another one each time.
 */
const wish = process.env['FUZZ_SEED'] ?? '20261129';
if (wish !== 'random') fc.configureGlobal({ seed: Number(wish) });
