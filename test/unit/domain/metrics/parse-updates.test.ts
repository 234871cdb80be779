import { describe, expect, test } from 'vitest';
import { reportOf } from '#shared/domain/metrics/derive.ts';
import { parseRows, parseUpdates, type Reading } from '#shared/domain/metrics/parse-updates.ts';
import { recordedLines, recordingsFolder } from '#test/support/recordings.ts';

const MIB = 1024 * 1024;

function json(legend: readonly string[], ...rows: readonly (readonly unknown[])[]): string {
  return JSON.stringify({ meta: { end: '1600000200', legend }, data: rows.map((values, index) => ({ t: String(1600000200 - 5 * index), values })) });
}

function valuesOf(document: string): Record<string, number> | undefined {
  const updates = parseUpdates(document);
  return updates === undefined
    ? undefined
    : Object.fromEntries(updates.readings.map(({ owner, uuid, source, value }) => [`${owner}:${uuid}:${source}`, value]));
}

describe('the newest values of an answer', () => {
  test('a source without a value in the newest row is taken from the row before', () => {
    const document = json(['AVERAGE:vm:v1:cpu0', 'AVERAGE:vm:v1:memory', 'AVERAGE:vm:v1:never'], ['NaN', '2', 'NaN'], ['0.5', '1', 'NaN']);
    expect(valuesOf(document)).toEqual({ 'vm:v1:cpu0': 0.5, 'vm:v1:memory': 2 });
  });

  test('numbers that are not quoted and words JSON does not know are read too', () => {
    const document =
      '{"meta":{"end":1600000200,"legend":["AVERAGE:host:h:cpu0","AVERAGE:host:h:cpu1"]},"data":[{"t":1,"values":[0.25, NaN]},{"t":0,"values":[0.5,-Infinity]}]}';
    expect(valuesOf(document)).toEqual({ 'host:h:cpu0': 0.25 });
  });

  test('other consolidations and owners nobody knows are left out', () => {
    expect(valuesOf(json(['MAX:vm:v1:cpu0', 'AVERAGE:gpu:g:load', 'AVERAGE:vm:v1:a:b'], ['1', '2', '3']))).toEqual({ 'vm:v1:a:b': 3 });
  });

  test('what is no such document is told apart from one without sources', () => {
    expect(parseUpdates('')).toBeUndefined();
    expect(parseUpdates('<html><body>500</body></html>')).toBeUndefined();
    expect(parseUpdates('{"meta":{}}')).toBeUndefined();
    expect(parseUpdates(json([]))).toEqual({ endSec: 1600000200, readings: [] });
    expect(parseUpdates('<xport><meta><end>5</end></meta><legend></legend><data></data></xport>')).toEqual({ endSec: 5, readings: [] });
  });
});

describe('figures', () => {
  test('processors are averaged, traffic is summed, and free memory comes off what the guest has', () => {
    const legend = [
      'cpu0',
      'cpu1',
      'cpu_usage',
      'memory',
      'memory_internal_free',
      'vbd_xvda_read',
      'vbd_xvdb_read',
      'vbd_xvda_iops_read',
      'vif_0_rx',
      'vif_1_tx',
    ];
    const values = ['0.2', '0.4', '0.9', String(4 * MIB), '1024', '10', '5', '999', '7', '8'];
    const updates = parseUpdates(
      json(
        legend.map((source) => `AVERAGE:vm:v1:${source}`),
        values,
      ),
    );
    if (updates === undefined) throw new RangeError('not read');
    const { vms, host } = reportOf(updates, 1);
    expect(vms).toEqual({ v1: { cpu: expect.closeTo(0.3), memoryTotal: 4 * MIB, memoryUsed: 3 * MIB, diskRead: 15, networkIn: 7, networkOut: 8 } });
    expect(host).toEqual({ diskRead: 15 });
  });

  test('a guest without tools has no figure of used memory, which is not the figure 0', () => {
    const updates = parseUpdates(json(['AVERAGE:vm:v1:memory'], ['4096']));
    if (updates === undefined) throw new RangeError('not read');
    expect(reportOf(updates, 1).vms['v1']).toEqual({ memoryTotal: 4096 });
  });

  test('the sources of idle states and frequencies are no processors', () => {
    const updates = parseUpdates(
      json(
        ['cpu0', 'cpu0-C1', 'cpu_avg', 'CPU0-avg-freq'].map((source) => `AVERAGE:host:h:${source}`),
        ['0.1', '7', '0.3', '9'],
      ),
    );
    if (updates === undefined) throw new RangeError('not read');
    expect(reportOf(updates, 1).host).toEqual({ cpu: 0.1 });
  });
});

interface Line {
  readonly document?: string | { readonly exception: string };
  readonly cf?: string | null;
}

describe.skipIf(recordingsFolder === undefined)('answers a real server gave', () => {
  test('every one is read, and both forms give the same values', () => {
    const documents = recordedLines<Line & { case?: string; start?: number; interval?: number; json?: boolean }>('5-rrd/rrd_updates').filter(
      (line) => typeof line.document === 'string',
    );
    const byQuery = new Map<string, (readonly Reading[] | undefined)[]>();
    for (const { document, ...line } of documents) {
      const key = [line.case, line.start, line.interval, line.cf].join();
      byQuery.set(key, [...(byQuery.get(key) ?? []), parseUpdates(String(document))?.readings]);
    }
    const pairs = [...byQuery.values()];
    expect(pairs.length).toBeGreaterThan(20);
    expect(pairs.flat()).not.toContain(undefined);
    for (const [first, ...others] of pairs) for (const other of others) expect(other).toEqual(first);
    expect(pairs.some(([readings]) => (readings?.length ?? 0) > 5)).toBe(true);
  });
});

test.each([
  ['JSON', '{"meta":{"legend":["AVERAGE:host:h:cpu0"],"end":20},"data":[{"t":20,"values":["0.5"]},{"t":15,"values":["NaN"]}]}'],
  [
    'XML',
    '<xport><meta><end>20</end><legend><entry>AVERAGE:host:h:cpu0</entry></legend></meta><data><row><t>20</t><v>0.5</v></row><row><t>15</t><v>NaN</v></row></data></xport>',
  ],
])('as %s, every row is told with its time, the oldest first, without what was not measured', (_form, document) => {
  expect(parseRows(document)).toEqual([
    { atSec: 15, readings: [] },
    { atSec: 20, readings: [{ owner: 'host', uuid: 'h', source: 'cpu0', value: 0.5 }] },
  ]);
});
