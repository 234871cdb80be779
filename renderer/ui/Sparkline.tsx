import css from './Sparkline.module.css';

export interface SparkPoint {
  readonly atMs: number;
  /** Undefined where nothing was measured: the line has a gap there. */
  readonly value: number | undefined;
}

export interface SparklineProps {
  readonly points: readonly SparkPoint[];
  readonly fromMs: number;
  readonly toMs: number;
  /** The value at the upper edge. */
  readonly most: number;
  readonly series: 1 | 2 | 3;
  /** What it shows, in words with the figure. */
  readonly label: string;
  readonly isLastKnown?: boolean;
}

const WIDTH = 600;
const HEIGHT = 100;

/** How something went lately; the figure itself stands beside it. */
export function Sparkline({ points, fromMs, toMs, most, series, label, isLastKnown = false }: SparklineProps) {
  const runs = runsOf(points.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)).map((run) =>
    run.map(({ atMs, value }) => ({
      x: ((atMs - fromMs) / Math.max(1, toMs - fromMs)) * WIDTH,
      y: HEIGHT - (Math.min(value, most) / Math.max(most, Number.MIN_VALUE)) * HEIGHT,
    })),
  );
  return (
    <svg
      className={css['spark']}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      data-series={series}
      data-truth={isLastKnown ? 'last-known' : 'live'}
    >
      <path data-part="area" d={runs.map(areaOf).join('')} />
      <path data-part="line" d={runs.map(lineOf).join('')} />
    </svg>
  );
}

interface Measured {
  readonly atMs: number;
  readonly value: number;
}

function runsOf(points: readonly SparkPoint[]): readonly (readonly Measured[])[] {
  const runs: Measured[][] = [[]];
  for (const { atMs, value } of points) {
    if (value === undefined) runs.push([]);
    else runs.at(-1)?.push({ atMs, value });
  }
  return runs.filter(({ length }) => length > 0);
}

interface At {
  readonly x: number;
  readonly y: number;
}

function lineOf(run: readonly At[]): string {
  return run.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}

function areaOf(run: readonly At[]): string {
  const [first, last] = [run[0], run.at(-1)];
  return first === undefined || last === undefined ? '' : `${lineOf(run)}L${last.x.toFixed(1)} ${HEIGHT}L${first.x.toFixed(1)} ${HEIGHT}Z`;
}
