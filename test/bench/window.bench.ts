import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { buildChanged } from '#build/bundle/parts.ts';
import { type Child, startChild } from './child.ts';
import { type Fleet, type FleetSize, startFleet } from './fleet.ts';
import { printReport } from './harness.ts';
import type { Figure, Row } from './report.ts';
import { summarise } from './statistics.ts';
import { launchBrowser, type MeasuredWindow, openWindow } from './window-page.ts';

// What a person notices of the window: how soon it shows something, whether it scrolls and filters smoothly, how late and
// at what cost it shows what changes. Measured in a real Chromium against the built window.
const root = join(import.meta.dirname, '..', '..');
const windowFolder = join(root, 'dist', 'renderer');
const LARGE: FleetSize = { hosts: 64, vms: 5_000 };
const SIZES: readonly FleetSize[] = [{ hosts: 16, vms: 1_000 }, LARGE, { hosts: 64, vms: 20_000 }];
const NAVIGATIONS = 7;
const MENUS = 7;
const WIZARDS = 7;
const SCROLL_MS = 5_000;
const WATCH_MS = 15_000;
const WORDS = ['vm-01', 'vm-2', 'vm-0499', 'vm-3 ', 'vm-04'];
const FAST_CHANGES = 500;
const CALM_CHANGES = 100;
const COST_MS = 10_000;
const SETTLE_MS = 2_000;

interface Opened {
  readonly fleet: Fleet;
  readonly window: MeasuredWindow;
}

async function withWindow<T>(browser: Browser, size: FleetSize, measure: (opened: Opened) => Promise<T>): Promise<T> {
  const fleet = await startFleet(size);
  const app: Child = await startChild('window-app.ts', [windowFolder]);
  try {
    const window = await openWindow(browser, String(await app.ask(fleet.address)));
    await sleep(SETTLE_MS);
    return await measure({ fleet, window });
  } finally {
    await Promise.all([app.stop(), fleet.stop()]);
  }
}

interface Large {
  readonly navigations: readonly number[];
  readonly wholes: readonly number[];
  readonly framesPerSecond: number;
  readonly keystrokes: readonly number[];
  readonly changes: readonly number[];
  readonly longTasks: readonly number[];
  readonly heapBytes: number;
  readonly menus: readonly number[];
  readonly wizards: readonly number[];
}

async function measureLarge({ fleet, window }: Opened): Promise<Large> {
  const navigations: number[] = [];
  const wholes: number[] = [];
  for (let run = 0; run < NAVIGATIONS; run += 1) {
    navigations.push(await window.firstRows());
    wholes.push(await window.whole());
  }
  await sleep(SETTLE_MS);
  const framesPerSecond = await window.framesPerSecond(SCROLL_MS);
  const keystrokes = await window.keystrokes(WORDS);
  const wizards = await window.storageWizards(WIZARDS);
  const heapBytes = await window.heapBytes();
  await fleet.obey({ is: 'stamp', perSecond: FAST_CHANGES });
  await sleep(SETTLE_MS);
  await window.longTasks();
  const changes = await window.changes(WATCH_MS);
  const longTasks = await window.longTasks();
  await fleet.obey({ is: 'stop-stamping' });
  const menus = await window.menusOf500(MENUS);
  return { navigations, wholes, framesPerSecond, keystrokes, changes, longTasks, heapBytes, menus, wizards };
}

/** Milliseconds of the page's thread per change, above what it does at rest. */
async function measureCost({ fleet, window }: Opened): Promise<number> {
  const workOf = async (): Promise<number> => {
    const before = await window.workedMs();
    await sleep(COST_MS);
    return (await window.workedMs()) - before;
  };
  const atRest = await workOf();
  await fleet.obey({ is: 'stamp', perSecond: CALM_CHANGES });
  await sleep(SETTLE_MS);
  const changing = await workOf();
  await fleet.obey({ is: 'stop-stamping' });
  return (changing - atRest) / ((COST_MS / 1000) * CALM_CHANGES);
}

/** What the page must have before it draws anything, as it travels. */
function initialScriptBytes(): number {
  const page = readFileSync(join(windowFolder, 'index.html'), 'utf8');
  const wanted = globSync('assets/*.js', { cwd: windowFolder }).filter((file) => page.includes(file.replaceAll('\\', '/')));
  return wanted.reduce((sum, file) => sum + gzipSync(readFileSync(join(windowFolder, file))).length, 0);
}

await buildChanged();
const browser = await launchBrowser();
const rows: Row[] = [];
const costs = new Map<number, number>();
let large: Large | undefined;
try {
  large = await withWindow(browser, LARGE, measureLarge);
  for (const size of SIZES) {
    const cost = await withWindow(browser, size, measureCost);
    costs.set(size.vms, cost);
    rows.push({ name: `cost of a change, ${size.vms} VMs`, unit: 'ms', summary: summarise([cost]) });
  }
} finally {
  await browser.close();
}

const { navigations, wholes, framesPerSecond, keystrokes, changes, longTasks, heapBytes, menus, wizards } = large;
rows.unshift(
  { name: 'navigation to first rows', unit: 'ms', summary: summarise(navigations) },
  { name: 'navigation to the whole tree', unit: 'ms', summary: summarise(wholes) },
  { name: 'keystroke to filtered rows', unit: 'ms', summary: summarise(keystrokes) },
  { name: 'key to context menu, 500 VMs selected', unit: 'ms', summary: summarise(menus) },
  { name: 'click to first page of the storage wizard', unit: 'ms', summary: summarise(wizards) },
  { name: `change to painted row, ${FAST_CHANGES}/s`, unit: 'ms', summary: summarise(changes) },
);
const figures: readonly Figure[] = [
  { id: 'first-rows-ms', value: summarise(navigations).median, unit: 'ms' },
  { id: 'scroll-fps', value: framesPerSecond, unit: 'fps' },
  { id: 'filter-p95-ms', value: summarise(keystrokes).p95, unit: 'ms' },
  { id: 'row-p95-ms', value: summarise(changes).p95, unit: 'ms' },
  { id: 'long-task-ms', value: Math.max(0, ...longTasks), unit: 'ms' },
  { id: 'menu-500-ms', value: summarise(menus).p95, unit: 'ms' },
  { id: 'storage-wizard-ms', value: summarise(wizards).p95, unit: 'ms' },
  { id: 'heap-mb', value: heapBytes / 1e6, unit: 'MB' },
  { id: 'script-gzip-kb', value: initialScriptBytes() / 1e3, unit: 'kB' },
  { id: 'event-cost-20000/1000', value: (costs.get(20_000) ?? Number.NaN) / (costs.get(1_000) ?? Number.NaN), unit: 'ratio' },
];
printReport({ bench: 'window', rows, figures }, process.argv.slice(2));
