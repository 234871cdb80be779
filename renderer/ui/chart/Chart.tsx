import { useEffect, useRef } from 'react';
import css from './Chart.module.css';
import { type ChartData, createPlot, type Plot, type PlotSetup } from './plot.ts';

export interface ChartProps extends Pick<PlotSetup, 'format' | 'steps' | 'together'>, ChartData {
  /** What it shows, in words with the present figures. */
  readonly label: string;
  /** The row under the pointer, in this chart or one that belongs to it; undefined when it is nowhere. */
  readonly onPoint: (row: number | undefined) => void;
  /** A part of the time was chosen; undefined for all of it. */
  readonly onZoom: (range: readonly [number, number] | undefined) => void;
}

/** Lines over time. Drag to look closer, double-click to see all again. */
export function Chart({ label, format, steps, together, onPoint, onZoom, ...data }: ChartProps) {
  const place = useRef<HTMLElement>(null);
  const plot = useRef<Plot>(undefined);
  const latest = useRef({ data, onPoint, onZoom });
  useEffect(() => {
    latest.current = { data, onPoint, onZoom };
  });
  useEffect(() => {
    const box = place.current;
    if (box === null) return undefined;
    const made = createPlot(box, {
      format,
      steps,
      together,
      onPoint: (row) => latest.current.onPoint(row),
      onZoom: (range) => latest.current.onZoom(range),
    });
    plot.current = made;
    made.show(latest.current.data);
    const sizes = new ResizeObserver(() => made.fit());
    const themes = new MutationObserver(() => made.recolour());
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const recolour = (): void => made.recolour();
    sizes.observe(box);
    themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    scheme.addEventListener('change', recolour);
    return () => {
      sizes.disconnect();
      themes.disconnect();
      scheme.removeEventListener('change', recolour);
      made.close();
    };
  }, [format, steps, together]);
  useEffect(() => {
    plot.current?.show(data);
  });
  return <figure className={css['chart']} ref={place} aria-label={label} />;
}
