import { expect, test } from 'vitest';
import { csvOfGraphs } from '#shared/domain/metrics/csv-of-graphs.ts';
import { type GraphId, graphsOf } from '#shared/domain/metrics/graphs.ts';
import { type History, historyOfDatabase, historyOfUpdates } from '#shared/domain/metrics/history.ts';
import { performanceText } from '#shared/text/performance-text.ts';

const legend = (owner: string, ...sources: string[]) => sources.map((source) => `AVERAGE:${owner}:u:${source}`);

function updates(columns: readonly string[], rows: readonly (readonly [number, ...string[]])[]): string {
  const data = rows.map(([t, ...values]) => ({ t, values }));
  return JSON.stringify({ meta: { start: 0, step: 5, end: rows[0]?.[0] ?? 0, rows: rows.length, columns: columns.length, legend: columns }, data });
}

test('rows come newest first and are told oldest first; a value nobody has is a gap', () => {
  const document = updates(
    [...legend('vm', 'cpu0'), ...legend('host', 'cpu0')],
    [
      [15, 'NaN', '1'],
      [10, '0.5', '1'],
      [5, '0.25', '1'],
    ],
  );
  expect(historyOfUpdates(document, { owner: 'vm', uuid: 'u' })).toEqual({
    stepSec: 5,
    timesSec: [5, 10, 15],
    series: [{ source: 'cpu0', values: [0.25, 0.5, null] }],
  });
});

test("a host's disks are those of its VMs together", () => {
  const columns = ['AVERAGE:vm:a:vbd_xvda_read', 'AVERAGE:vm:b:vbd_xvda_read', 'AVERAGE:vm:b:vbd_xvda_read_latency', ...legend('host', 'cpu0')];
  const history = historyOfUpdates(
    updates(columns, [
      [10, '1', '2', '9', '0'],
      [5, 'NaN', 'NaN', '9', '0'],
    ]),
    { owner: 'host', uuid: 'u' },
  );
  expect(history?.series.find(({ source }) => source === 'vbd_all_read')?.values).toEqual([null, 3]);
});

test.each(['', '{}', '<html/>', '{"meta":1}'])('%j is no history', (document) => {
  expect([historyOfUpdates(document, { owner: 'vm', uuid: 'u' }), historyOfDatabase(document, 5)]).toEqual([undefined, undefined]);
});

function history(series: Readonly<Record<string, readonly (number | null)[]>>): History {
  const [first = []] = Object.values(series);
  return { stepSec: 5, timesSec: first.map((_, row) => row * 5), series: Object.entries(series).map(([source, values]) => ({ source, values })) };
}

function graph(series: Parameters<typeof history>[0], id: GraphId) {
  return graphsOf(history(series)).find((one) => one.id === id);
}

test('processors are drawn as their mean, and one by one in their order', () => {
  const cpu = graph({ cpu10: [1, null], cpu2: [0, null], cpu_usage: [0.9, 0.9] }, 'cpu');
  expect(cpu?.lines).toEqual([{ id: 'all', values: [0.5, null] }]);
  expect(cpu?.parts.map(({ id }) => id)).toEqual(['part:cpu2', 'part:cpu10']);
});

test('what a guest uses is known only if it says how much is free', () => {
  expect(graph({ memory: [4096, 4096], memory_internal_free: [1, null] }, 'memory')?.lines).toEqual([
    { id: 'used', values: [3072, null] },
    { id: 'total', values: [4096, 4096] },
  ]);
  expect(graph({ memory: [4096] }, 'memory')?.lines).toEqual([{ id: 'total', values: [4096] }]);
  expect(graph({ memory_total_kib: [8], memory_free_kib: [2] }, 'memory')?.lines).toEqual([
    { id: 'used', values: [6144] },
    { id: 'total', values: [8192] },
  ]);
});

test('devices are summed, but not their latencies, and each has a name', () => {
  const series = { vbd_xvda_read: [1], vbd_xvdb_read: [2], vbd_xvda_read_latency: [99], vif_0_rx: [5], vif_0_rx_errors: [7] };
  expect(graph(series, 'disk')?.lines).toEqual([{ id: 'read', values: [3] }]);
  expect(graph(series, 'network')?.lines).toEqual([{ id: 'in', values: [5] }]);
  expect(['part:vbd_xvda_read', 'part:vif_0_tx', 'part:pif_eth0_rx', 'part:cpu3'].map((id) => performanceText.lineName(id as 'part:'))).toEqual([
    'xvda read',
    'VIF 0 out',
    'eth0 in',
    'CPU 3',
  ]);
});

test('a file has a column for each line and leaves empty what nobody measured', () => {
  const measured = history({ vif_0_rx: [1, null] });
  expect(csvOfGraphs(measured.timesSec, graphsOf(measured))).toBe(
    'time,"network in","network vif_0_rx"\r\n1970-01-01T00:00:00.000Z,1,1\r\n1970-01-01T00:00:05.000Z,,\r\n',
  );
});
