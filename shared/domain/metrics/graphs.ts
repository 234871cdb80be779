import { type History, type Series, sumOf } from './history.ts';

export type GraphId = 'cpu' | 'memory' | 'disk' | 'network';

export interface GraphLine {
  /** What it is, for words: a sum, or the name of a device or processor. */
  readonly id: 'all' | 'used' | 'total' | 'read' | 'write' | 'in' | 'out' | `part:${string}`;
  readonly values: readonly (number | null)[];
}

export interface Graph {
  readonly id: GraphId;
  readonly unit: 'share' | 'bytes' | 'rate';
  /** The sums. */
  readonly lines: readonly GraphLine[];
  /** Each processor or device by itself. */
  readonly parts: readonly GraphLine[];
}

const KIB = 1_024;

/** What is drawn of a machine's sources; what it does not measure has no lines. */
export function graphsOf({ series, timesSec }: History): readonly Graph[] {
  const named = (name: string): Series | undefined => series.find(({ source }) => source === name);
  const matching = (pattern: RegExp): readonly Series[] => series.filter(({ source }) => pattern.test(source));
  const perRow = (of: readonly Series[], how: (row: readonly (number | null)[]) => number | null): (number | null)[] =>
    timesSec.map((_, row) => how(of.map(({ values }) => values[row] ?? null)));

  function flow(way: GraphLine['id'], own: RegExp, together: string | undefined): readonly GraphLine[] {
    const sum = together === undefined ? undefined : named(together);
    const devices = sum === undefined ? matching(own) : [sum];
    return devices.length === 0 ? [] : [{ id: way, values: perRow(devices, sumOf) }];
  }

  const processors = matching(/^cpu\d+$/);
  const overall = named('cpu_usage') ?? named('cpu_avg');
  const cpu = processors.length > 0 ? perRow(processors, meanOf) : overall?.values;
  return [
    { id: 'cpu', unit: 'share', lines: cpu === undefined ? [] : [{ id: 'all', values: cpu }], parts: partsOf(processors) },
    { id: 'memory', unit: 'bytes', lines: memoryLines(named, perRow), parts: [] },
    {
      id: 'disk',
      unit: 'rate',
      lines: [...flow('read', /^vbd_[^_]+_read$/, 'vbd_all_read'), ...flow('write', /^vbd_[^_]+_write$/, 'vbd_all_write')],
      parts: partsOf(matching(/^vbd_[^_]+_(?:read|write)$/).filter(({ source }) => !source.startsWith('vbd_all_'))),
    },
    {
      id: 'network',
      unit: 'rate',
      lines: [...flow('in', /^vif_\d+_rx$/, 'pif_aggr_rx'), ...flow('out', /^vif_\d+_tx$/, 'pif_aggr_tx')],
      parts: partsOf(matching(/^(?:vif_\d+|pif_(?:eth|bond)[\w.]*)_[rt]x$/)),
    },
  ];
}

function memoryLines(
  named: (name: string) => Series | undefined,
  perRow: (of: readonly Series[], how: (row: readonly (number | null)[]) => number | null) => (number | null)[],
): readonly GraphLine[] {
  const [memory, guestFree] = [named('memory'), named('memory_internal_free')];
  const [totalKib, freeKib] = [named('memory_total_kib'), named('memory_free_kib')];
  const less = ([all = null, free = null]: readonly (number | null)[], unit: number): number | null =>
    all === null || free === null ? null : Math.max(0, all * unit - free * KIB);
  if (memory !== undefined) {
    const used = guestFree === undefined ? [] : [{ id: 'used', values: perRow([memory, guestFree], (row) => less(row, 1)) } as const];
    return [...used, { id: 'total', values: memory.values }];
  }
  if (totalKib === undefined) return [];
  const used = freeKib === undefined ? [] : [{ id: 'used', values: perRow([totalKib, freeKib], (row) => less(row, KIB)) } as const];
  return [...used, { id: 'total', values: totalKib.values.map((value) => (value === null ? null : value * KIB)) }];
}

function meanOf(row: readonly (number | null)[]): number | null {
  const known = row.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

const byName = new Intl.Collator('en', { numeric: true });

function partsOf(series: readonly Series[]): readonly GraphLine[] {
  return series.toSorted((a, b) => byName.compare(a.source, b.source)).map(({ source, values }) => ({ id: `part:${source}`, values }));
}
