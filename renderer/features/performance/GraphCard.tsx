import { useMemo } from 'react';
import type { Graph, GraphLine } from '#shared/domain/metrics/graphs.ts';
import { clockText, percentText, timeText } from '#shared/text/format.ts';
import { performanceText as say } from '#shared/text/performance-text.ts';
import { rateText, sizeText } from '#shared/text/size-text.ts';
import { Card } from '#renderer/ui/Card.tsx';
import { Chart } from '#renderer/ui/chart/Chart.tsx';
import type { ChartLine } from '#renderer/ui/chart/plot.ts';
import css from './PerformanceTab.module.css';

export interface GraphCardProps {
  readonly graph: Graph;
  readonly times: readonly number[];
  /** The row under the pointer; the last one without. */
  readonly row: number | undefined;
  readonly range: readonly [number, number] | undefined;
  readonly marks: readonly number[];
  readonly isEach: boolean;
  readonly isVm: boolean;
  readonly compared: { readonly name: string; readonly times: readonly number[]; readonly graphs: readonly Graph[] } | undefined;
  readonly onPoint: (row: number | undefined) => void;
  readonly onZoom: (range: readonly [number, number] | undefined) => void;
}

const formats = { share: percentText, bytes: sizeText, rate: rateText } as const;
/** Charts of the page share their cursor. */
const TOGETHER = 'performance';

/** One subject over time: its figures beside its name, its lines below. */
export function GraphCard(props: GraphCardProps) {
  const { graph, times, row, isEach, compared, isVm } = props;
  const format = formats[graph.unit];
  const lines = useMemo(() => chartLines(graph, { isEach, compared, times }), [graph, isEach, compared, times]);
  const at = row ?? lastRow(lines, times.length);
  const figures = lines.map((line) => {
    const value = line.values[at] ?? null;
    return { ...line, text: value === null ? say.notMeasured : format(value) };
  });
  const title = say.graphs[graph.id];
  const spoken = figures.map(({ label, text }) => `${label} ${text}`).join(', ');
  return (
    <Card title={title} fill="padded" mark={row === undefined ? undefined : momentText(times[at])}>
      {lines.length === 0 ? (
        <p className={css['nothing']}>{say.nothing}</p>
      ) : (
        <>
          <ul className={css['figures']}>
            {figures.map(({ id, label, text, colour, look }) => (
              <li key={id} data-series={(colour % 5) + 1} data-look={look}>
                {label} <strong>{text}</strong>
              </li>
            ))}
          </ul>
          <Chart
            label={say.figure(title, spoken)}
            format={format}
            steps={graph.unit === 'share' ? 'decimal' : 'binary'}
            together={TOGETHER}
            times={times}
            lines={lines}
            most={graph.unit === 'share' ? 1 : undefined}
            range={props.range}
            marks={props.marks}
            onPoint={props.onPoint}
            onZoom={props.onZoom}
          />
          {isVm && graph.id === 'memory' && graph.lines.length === 1 && <p className={css['nothing']}>{say.noGuestMemory}</p>}
        </>
      )}
    </Card>
  );
}

function momentText(atSec: number | undefined): string {
  if (atSec === undefined) return '';
  const nowMs = Date.now();
  return nowMs - atSec * 1_000 < 3_600_000 ? clockText(atSec * 1_000) : timeText(atSec * 1_000, nowMs);
}

/** The newest row is not there for every source at once. */
function lastRow(lines: readonly ChartLine[], count: number): number {
  for (let row = count - 1; row > 0; row -= 1) if (lines.some(({ values }) => (values[row] ?? null) !== null)) return row;
  return Math.max(0, count - 1);
}

function chartLines(graph: Graph, how: Pick<GraphCardProps, 'isEach' | 'compared' | 'times'>): readonly ChartLine[] {
  const isOnlyOne = graph.lines.length === 1;
  const own = how.isEach && graph.parts.length > 0 ? graph.parts : graph.lines;
  const lines = own.map((line, index): ChartLine => ({ ...named(line), colour: index, look: isOnlyOne && !how.isEach ? 'area' : 'line' }));
  const { compared } = how;
  if (compared === undefined) return lines;
  const theirs = compared.graphs.find(({ id }) => id === graph.id)?.lines ?? [];
  const rows = new Map(compared.times.map((time, row) => [time, row]));
  return [
    ...lines,
    ...theirs.map(
      (line, index): ChartLine => ({
        id: `other ${line.id}`,
        label: say.ofOther(say.lineName(line.id), compared.name),
        values: how.times.map((time) => line.values[rows.get(time) ?? -1] ?? null),
        colour: index,
        look: 'dashed',
      }),
    ),
  ];
}

function named(line: GraphLine): Pick<ChartLine, 'id' | 'label' | 'values'> {
  return { id: line.id, label: say.lineName(line.id), values: line.values };
}
