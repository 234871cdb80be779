import type { Summary } from './statistics.ts';

/** One number the benchmark is for. `value` is null when it could not be taken, and then `reason` says why. */
export type Figure =
  | { readonly id: string; readonly value: number; readonly unit: string }
  | { readonly id: string; readonly value: null; readonly unit: string; readonly reason: string };

/** One thing that was measured: ours, a peer's, or the floor nothing can go under. */
export type Row =
  | { readonly name: string; readonly unit: string; readonly summary: Summary }
  | { readonly name: string; readonly unit: string; readonly unmeasured: string };

export interface Report {
  readonly bench: string;
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
}

/** The report for a person; it states and does not judge. */
export function tableOf(report: Report): string {
  const measured = [['', 'median', 'p95', 'least', 'most', 'runs'], ...report.rows.map(cellsOf)];
  const figures = report.figures.map((figure) => [
    figure.id,
    figure.value === null ? `not measured: ${figure.reason}` : `${short(figure.value)} ${figure.unit}`,
  ]);
  return [`bench ${report.bench}`, '', ...aligned(measured), '', ...aligned(figures)].join('\n');
}

/** The report for a program, on one line. */
export function jsonOf({ bench, figures }: Report): string {
  return JSON.stringify({ bench, figures });
}

function cellsOf(row: Row): string[] {
  if ('unmeasured' in row) return [row.name, `not measured: ${row.unmeasured}`];
  const { median, p95, least, most, runs } = row.summary;
  return [row.name, ...[median, p95, least, most].map((value) => `${short(value)} ${row.unit}`), String(runs)];
}

/** Four digits are as many as a repeated measurement deserves. */
function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A line of two cells is a name and a remark, and the remark may run over the columns. */
function aligned(lines: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number): number =>
    Math.max(...lines.filter((cells) => column === 0 || cells.length > 2).map((cells) => cells[column]?.length ?? 0));
  return lines.map(([name = '', ...rest]) => {
    const cells = rest.length === 1 ? rest : rest.map((cell, index) => cell.padStart(widthOf(index + 1)));
    return [name.padEnd(widthOf(0)), ...cells].join('  ');
  });
}
