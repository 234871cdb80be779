import { join } from 'node:path';
import { buildChanged } from '#build/bundle/parts.ts';
import { measureBatch } from './batch-measure.ts';
import { measureConsole } from './console-measure.ts';
import { measureExport } from './export-measure.ts';
import { measureGraphs } from './graph-measure.ts';
import { printReport } from './harness.ts';
import type { Figure, Row } from './report.ts';
import { summarise } from './statistics.ts';
import { launchBrowser } from './window-page.ts';

// What virtual machines cost whoever looks at them: a moving screen, keys and their echo, graphs, hundreds at once. Measured in a real
// Chromium against the built window; all of it, the data centre too, on this machine.
const windowFolder = join(import.meta.dirname, '..', '..', 'dist', 'renderer');

await buildChanged();
const browser = await launchBrowser();
try {
  const graphs = await measureGraphs(browser);
  const { framesPerSecond, cpuPercent, echoesMs } = await measureConsole(browser, windowFolder);
  const exported = await measureExport();
  const batch = await measureBatch(browser, windowFolder);
  const menus = summarise(batch.menusMs);
  const draws = summarise(graphs.drawsMs);
  const updates = summarise(graphs.updatesMs);
  const echoes = summarise(echoesMs);
  const rows: readonly Row[] = [
    { name: 'export of 4 GiB, a second', unit: 'MiB', summary: summarise(exported.ours) },
    { name: 'plain download of the same, a second', unit: 'MiB', summary: summarise(exported.plain) },
    { name: 'key to its echo on the screen', unit: 'ms', summary: echoes },
    { name: 'key to context menu, 500 VMs selected', unit: 'ms', summary: menus },
    { name: 'graph of 32 lines, 366 points, drawn', unit: 'ms', summary: draws },
    { name: 'the same a moment later', unit: 'ms', summary: updates },
  ];
  const figures: readonly Figure[] = [
    { id: 'menu-500-ms', value: menus.p95, unit: 'ms' },
    { id: 'in-flight-max', value: batch.inFlightMost, unit: '' },
    { id: 'batch-long-task-ms', value: Math.max(0, ...batch.longTasksMs), unit: 'ms' },
    { id: 'console-fps', value: framesPerSecond, unit: 'fps' },
    { id: 'console-cpu-percent', value: cpuPercent, unit: '%' },
    { id: 'echo-p95-ms', value: echoes.p95, unit: 'ms' },
    { id: 'export-growth-mb', value: exported.growthMb, unit: 'MB' },
    { id: 'export-throughput/plain', value: summarise(exported.ours).median / summarise(exported.plain).median, unit: '' },
    { id: 'graph-draw-ms', value: draws.median, unit: 'ms' },
    { id: 'graph-update-ms', value: updates.median, unit: 'ms' },
  ];
  printReport({ bench: 'vms', rows, figures }, process.argv.slice(2));
} finally {
  await browser.close();
}
