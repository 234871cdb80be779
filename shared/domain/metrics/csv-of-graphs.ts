import type { Graph } from './graphs.ts';

/** One row for each moment, one column for each line; what was not measured is empty. */
export function csvOfGraphs(timesSec: readonly number[], graphs: readonly Graph[]): string {
  const columns = graphs.flatMap(({ id, lines, parts }) =>
    [...lines, ...parts].map((line) => ({ name: `${id} ${line.id.replace('part:', '')}`, values: line.values })),
  );
  const head = ['time', ...columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`)].join(',');
  const rows = timesSec.map((atSec, row) => [new Date(atSec * 1_000).toISOString(), ...columns.map(({ values }) => values[row] ?? '')].join(','));
  return `${[head, ...rows].join('\r\n')}\r\n`;
}
