import { describe, expect, test } from 'vitest';
import { historyOfDatabase, historyOfUpdates } from '#shared/domain/metrics/history.ts';
import { recordedLines, recordedText, recordingsFolder } from '#test/support/recordings.ts';

const CASES = ['avg_only', 'gap_400s', 'short_aligned', 'short_jitter', 'sparse_60s', 'two_days', 'two_hours'] as const;
const STEPS = [5, 60, 3_600, 86_400] as const;
const VM = '22222222-2222-2222-2222-222222222222';

interface UpdatesLine {
  readonly case: string;
  readonly interval: number;
  readonly cf: string | null;
  readonly json: boolean;
  readonly document: unknown;
}

const databaseOf = (name: string, form: 'json' | 'xml', stepSec: number) => historyOfDatabase(recordedText(`5-rrd/${name}.rrd.${form}.gz`), stepSec);

describe.skipIf(recordingsFolder === undefined)('what a real server has measured', () => {
  test.each(CASES)('whole databases of %s say the same in both forms, in every archive', (name) => {
    for (const stepSec of STEPS) {
      const json = databaseOf(name, 'json', stepSec);
      expect(json).toBeDefined();
      expect(databaseOf(name, 'xml', stepSec)).toEqual(json);
      expect(json?.timesSec).toHaveLength({ 5: 120, 60: 120, 3600: 168, 86400: 366 }[stepSec]);
    }
  });

  test.each(['short_aligned', 'two_hours'] as const)('the last readings of %s are where they were taken', (name) => {
    const inputs: { series: { name: string }[]; samples: (number | string)[][] } = JSON.parse(recordedText(`5-rrd/${name}.inputs.json.gz`));
    const history = databaseOf(name, 'json', 5);
    const constant = history?.series.find(({ source }) => source === 'const_gauge');
    const [lastSample = []] = inputs.samples.slice(-1);
    expect(Number(lastSample[0]) - (history?.timesSec.at(-1) ?? 0)).toBeLessThan(5);
    expect(constant?.values.at(-1)).toBe(Number(lastSample[1 + inputs.series.findIndex((series) => series.name === 'const_gauge')]));
  });

  test('a gap in the readings is a gap in the history, and nothing is nought', () => {
    const values = databaseOf('gap_400s', 'json', 5)?.series.flatMap((series) => series.values) ?? [];
    expect(values).toContain(null);
    expect(values.some((value) => value !== null)).toBe(true);
  });

  test('what is asked for by time agrees with the whole database, in both forms', () => {
    let compared = 0;
    for (const line of recordedLines<Partial<UpdatesLine>>('5-rrd/rrd_updates')) {
      if (typeof line.document !== 'string' || line.case === undefined || (line.cf !== 'AVERAGE' && line.cf !== null)) continue;
      const asked = historyOfUpdates(line.document, { owner: 'vm', uuid: VM });
      expect(asked).toBeDefined();
      if (asked === undefined || asked.timesSec.length < 2) continue;
      const whole = databaseOf(line.case, 'json', asked.stepSec);
      if (whole === undefined) throw new Error(`no archive of ${asked.stepSec} s`);
      for (const { source, values } of asked.series) {
        const kept = whole.series.find((series) => series.source === source);
        const expected = asked.timesSec.map((time) => kept?.values[whole.timesSec.indexOf(time)]);
        // What lies before the archive begins can only be asked for.
        const pairs = expected.flatMap((value, index) => (value === undefined ? [] : [[value, values[index]]]));
        expect(pairs.map(([, value]) => value)).toEqual(pairs.map(([value]) => value));
        compared += pairs.length;
      }
    }
    expect(compared).toBeGreaterThan(1_000);
  });
});
