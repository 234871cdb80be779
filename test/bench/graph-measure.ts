import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { build } from 'vite';

export interface GraphFigures {
  readonly drawsMs: readonly number[];
  readonly updatesMs: readonly number[];
}

const LINES = 32;
/** A year of days. */
const POINTS = 366;
const RUNS = 30;
const root = join(import.meta.dirname, '..', '..');

/** The chart of the Performance tab alone in a page: made and drawn anew, and given values one moment later. */
export async function measureGraphs(browser: Browser): Promise<GraphFigures> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.setContent('<!doctype html><div id="place" style="inline-size:1000px;block-size:300px"></div>');
  await page.addScriptTag({ type: 'module', content: await plotScript() });
  await page.waitForFunction(() => Reflect.has(window, 'plotOfBench'));
  const measured = await page.evaluate(
    async ([lines, points, runs]) => {
      const place = document.getElementById('place');
      const { createPlot } = Reflect.get(window, 'plotOfBench');
      const setup = { format: String, steps: 'decimal', together: 'bench', onPoint: () => undefined, onZoom: () => undefined };
      const dataAt = (shift: number) => ({
        times: Array.from({ length: points }, (_, row) => (row + shift) * 86_400),
        lines: Array.from({ length: lines }, (_, line) => ({
          id: `l${line}`,
          label: `l${line}`,
          values: Array.from({ length: points }, (_, row) => (row % 61 === 60 ? null : Math.sin((row + shift) / 9 + line) + line)),
          colour: line,
          look: 'line',
        })),
        most: undefined,
        range: undefined,
        marks: [],
      });
      /** It draws when the present task is over; the browser puts it on the screen beside the page's thread. */
      async function drawn(): Promise<void> {
        await Promise.resolve();
        const { promise, resolve } = Promise.withResolvers<void>();
        queueMicrotask(resolve);
        await promise;
      }
      const [drawsMs, updatesMs]: [number[], number[]] = [[], []];
      for (let run = 0; run < runs; run += 1) {
        const [first, second] = [dataAt(run), dataAt(run + 1)];
        const startMs = performance.now();
        const plot = createPlot(place, setup);
        plot.show(first);
        await drawn();
        const drawnMs = performance.now();
        plot.show(second);
        await drawn();
        drawsMs.push(drawnMs - startMs);
        updatesMs.push(performance.now() - drawnMs);
        plot.close();
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      return { drawsMs, updatesMs };
    },
    [LINES, POINTS, RUNS] as const,
  );
  await page.close();
  return measured;
}

/** The very file the tab draws with, as one script. */
async function plotScript(): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'poolkeeper-bench-plot-'));
  try {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: { outDir, lib: { entry: 'renderer/ui/chart/plot.ts', formats: ['es'], fileName: 'plot' } },
    });
    const script = readFileSync(join(outDir, 'plot.js'), 'utf8');
    return script
      .replace(/export\s*\{\s*(\w+) as createPlot\s*\}/, 'window.plotOfBench = { createPlot: $1 }')
      .replace(/export\s*\{\s*createPlot\s*\}/, 'window.plotOfBench = { createPlot }');
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}
