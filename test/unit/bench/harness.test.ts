import { expect, test } from 'vitest';
import { measure, medianFigure, ratioFigure, rowsOf, type Subject } from '#test/bench/harness.ts';
import { jsonOf, tableOf } from '#test/bench/report.ts';
import { quantile, summarise } from '#test/bench/statistics.ts';

test('a series is summarised whatever order it was taken in', () => {
  expect(summarise([5, 1, 4, 2, 3])).toEqual({ runs: 5, median: 3, p95: 4.8, least: 1, most: 5 });
});

test('the median of an even number of runs lies between the middle two', () => {
  expect(summarise([1, 2, 3, 10]).median).toBe(2.5);
});

test('one run is all there is to say', () => {
  expect(summarise([7])).toEqual({ runs: 1, median: 7, p95: 7, least: 7, most: 7 });
});

test('an empty series has no summary', () => {
  expect(() => summarise([])).toThrow('nothing was measured');
});

test.each([
  [0, 10],
  [0.25, 17.5],
  [0.95, 38.5],
  [1, 40],
])('the share %d of four tens lies at %d', (share, expected) => {
  expect(quantile([10, 20, 30, 40], share)).toBeCloseTo(expected);
});

/** Takes the next of these milliseconds each time, and stays at the last. */
function aSubject(name: string, ...series: number[]): Subject {
  const left = [...series];
  return { name, once: () => (left.length > 1 ? left.shift() : left[0]) };
}

const broken: Subject = {
  name: 'peer',
  once() {
    throw new Error('not installed');
  },
};

test('warm-up runs do not count', async () => {
  const measured = await measure([aSubject('ours', 900, 800, 3, 5)], { warmUps: 2, runs: 3 });
  expect(measured.get('ours')).toEqual({ is: 'measured', summary: { runs: 3, median: 5, p95: 5, least: 3, most: 5 } });
});

test('subjects take turns, so that a machine that slows down slows all of them', async () => {
  const order: string[] = [];
  const subject = (name: string): Subject => ({
    name,
    once() {
      order.push(name);
      return 1;
    },
  });
  await measure([subject('a'), subject('b')], { warmUps: 0, runs: 2 });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
});

test('the whole of a run counts unless the subject answers what counts', async () => {
  let now = 0;
  const subject: Subject = {
    name: 'ours',
    async once() {
      now += 40;
      return Promise.resolve(undefined);
    },
  };
  const measured = await measure([subject], { warmUps: 0, runs: 1 }, () => now);
  expect(medianFigure(measured, { id: 'ours', name: 'ours' })).toEqual({ id: 'ours', value: 40, unit: 'ms' });
});

test('a ratio compares medians of the same run', async () => {
  const measured = await measure([aSubject('ours', 8), aSubject('peer', 10)], { warmUps: 0, runs: 1 });
  expect(ratioFigure(measured, { id: 'complete/peer', ours: 'ours', peer: 'peer' })).toEqual({ id: 'complete/peer', value: 0.8, unit: 'ratio' });
});

test('what could not be measured is null with its reason, in figures and in the table', async () => {
  const measured = await measure([aSubject('ours', 8), broken], { warmUps: 1, runs: 2 });
  const figures = [ratioFigure(measured, { id: 'complete/peer', ours: 'ours', peer: 'peer' })];
  const report = { bench: 'sample', rows: rowsOf(measured), figures };
  expect(jsonOf(report)).toBe('{"bench":"sample","figures":[{"id":"complete/peer","value":null,"unit":"ratio","reason":"not installed"}]}');
  expect(tableOf(report).split('\n')).toEqual([
    'bench sample',
    '',
    '      median   p95  least  most  runs',
    'ours    8 ms  8 ms   8 ms  8 ms     2',
    'peer  not measured: not installed',
    '',
    'complete/peer  not measured: not installed',
  ]);
});
