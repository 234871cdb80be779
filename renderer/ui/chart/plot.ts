import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

export interface ChartLine {
  readonly id: string;
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Which of the colours for data. */
  readonly colour: number;
  readonly look: 'line' | 'area' | 'dashed';
}

export interface ChartData {
  /** Seconds, the oldest first. */
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  /** The value at the upper edge; undefined for what the lines need. */
  readonly most: number | undefined;
  /** The part that is looked at; undefined for all. */
  readonly range: readonly [number, number] | undefined;
  /** Moments at which something happened, in seconds. */
  readonly marks: readonly number[];
}

export interface PlotSetup {
  readonly format: (value: number) => string;
  readonly steps: 'decimal' | 'binary';
  /** Charts of one name have one cursor. */
  readonly together: string;
  readonly onPoint: (row: number | undefined) => void;
  readonly onZoom: (range: readonly [number, number] | undefined) => void;
}

export interface Plot {
  show(data: ChartData): void;
  fit(): void;
  recolour(): void;
  close(): void;
}

/** The design's colours for data, in their order. */
const COLOURS = 5;
const AXIS = 64;
const HEADROOM = 1.1;
/** The library's own name for it exists only in its types. */
const RIGHT: Pick<uPlot.Axis, 'side'> = Object.fromEntries([['side', 1]]);
/** Half a word of the time axis. */
const EDGE = 20;
/** Steps of an axis of bytes, so that its words are round. */
const BINARY = Array.from({ length: 50 }, (_, power) => 2 ** power);
const DAY_SEC = 86_400;
const hours = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

function timeOf(atSec: number, stepSec: number): string {
  return (stepSec < DAY_SEC ? hours : days).format(atSec * 1_000);
}

/** A canvas with lines over time. What changes often, the values, is handed over without making anything anew. */
export function createPlot(place: HTMLElement, setup: PlotSetup): Plot {
  let plot: uPlot | undefined;
  let shown: ChartData | undefined;
  /** The lines it was made for. */
  let made = '';

  function make(data: ChartData): void {
    plot?.destroy();
    made = shapeOf(data);
    plot = new uPlot(optionsOf(place, setup, { data: () => shown ?? data }), columnsOf(data), place);
  }

  return {
    show(data) {
      const before = shown;
      shown = data;
      if (plot === undefined || made !== shapeOf(data)) return make(data);
      if (before?.times === data.times && before.lines === data.lines && before.range === data.range && before.marks === data.marks) return;
      plot.batch(() => {
        plot?.setData(columnsOf(data), false);
        const [min, max] = rangeOf(data);
        plot?.setScale('x', { min, max });
      });
    },
    fit() {
      const { clientWidth: width, clientHeight: height } = place;
      if (plot !== undefined && width > 0 && (plot.width !== width || plot.height !== height)) plot.setSize({ width, height });
    },
    recolour() {
      if (shown !== undefined) make(shown);
    },
    close() {
      plot?.destroy();
      plot = undefined;
    },
  };
}

function shapeOf({ lines }: ChartData): string {
  return lines.map(({ id, colour, look }) => `${id} ${colour} ${look}`).join('|');
}

function columnsOf({ times, lines }: ChartData): uPlot.AlignedData {
  // It reads them and changes none.
  return [times as number[], ...lines.map(({ values }) => values as (number | null)[])];
}

function rangeOf({ times, range }: ChartData): readonly [number, number] {
  return range ?? [times[0] ?? 0, times.at(-1) ?? 1];
}

interface Reading {
  /** As it is now. */
  readonly data: () => ChartData;
}

function optionsOf(place: HTMLElement, setup: PlotSetup, { data }: Reading): uPlot.Options {
  const style = getComputedStyle(place);
  const colour = (role: string): string => resolved(place, role);
  const axis = {
    stroke: colour('--text-3'),
    grid: { stroke: colour('--rule-faint'), width: 1 },
    ticks: { show: false },
    font: `12px ${style.fontFamily}`,
  };
  return {
    width: Math.max(1, place.clientWidth),
    height: Math.max(1, place.clientHeight),
    legend: { show: false },
    // The first of the times below reaches past the start of the lines.
    padding: [8, 8, 0, 2 * EDGE],
    cursor: {
      sync: { key: setup.together, setSeries: false },
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
      bind: {
        dblclick: () => () => {
          setup.onZoom(undefined);
          return null;
        },
      },
    },
    scales: { x: { time: true }, y: { range: (_plot, _least, most) => [0, edgeOf(data(), most)] } },
    axes: [
      { ...axis, size: AXIS / 2, values: (_plot, ticks, _axis, _space, stepSec) => ticks.map((atSec) => timeOf(atSec, stepSec)) },
      { ...axis, ...RIGHT, size: AXIS, ...(setup.steps === 'binary' && { incrs: BINARY }), values: (_plot, ticks) => ticks.map(setup.format) },
    ],
    series: [
      {},
      ...data().lines.map(({ label, colour: index, look }): uPlot.Series => {
        const stroke = colour(`--series-${(index % COLOURS) + 1}`);
        return {
          label,
          stroke,
          width: 1.5,
          spanGaps: false,
          points: { show: false },
          ...(look === 'area' && { fill: `color-mix(in srgb, ${stroke} 14%, transparent)` }),
          ...(look === 'dashed' && { dash: [5, 4] }),
        };
      }),
    ],
    hooks: {
      draw: [(plot) => drawMarks(plot, data().marks, colour('--warn'))],
      setCursor: [(plot) => setup.onPoint(plot.cursor.idx ?? undefined)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < 4) return;
          setup.onZoom([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** A canvas knows no roles, so the browser works them out. */
function resolved(place: HTMLElement, role: string): string {
  const before = place.style.color;
  place.style.color = `var(${role})`;
  const { color } = getComputedStyle(place);
  place.style.color = before;
  return color;
}

function edgeOf({ most }: ChartData, measured: number | null): number {
  return most ?? Math.max(1, (measured ?? 0) * HEADROOM);
}

function drawMarks(plot: uPlot, marks: readonly number[], colour: string): void {
  const { ctx: context, bbox } = plot;
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = devicePixelRatio;
  context.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
  for (const mark of marks) {
    const x = Math.round(plot.valToPos(mark, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    context.beginPath();
    context.moveTo(x, bbox.top);
    context.lineTo(x, bbox.top + bbox.height);
    context.stroke();
  }
  context.restore();
}
