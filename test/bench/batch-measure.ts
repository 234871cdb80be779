import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { type Child, startChild } from './child.ts';
import { startFleet } from './fleet.ts';
import { openWindow } from './window-page.ts';

/** More VMs than are wanted: those that run or are suspended are left out of a start. */
const FLEET = { hosts: 16, vms: 640, runningOfTen: 1 } as const;
/** Eight at a time, hundreds take minutes in a real pool; the window has the same to do in a quarter of the time. */
const SPEED = 4;
const SELECTED = 600;
const MENUS = 7;
const SETTLE_MS = 2_000;
const LOOK_EVERY_MS = 500;
/** Where others keep this machine busy, the engine may need a moment for the next. */
const CALM_LOOKS = 4;
const DONE_WITHIN_MS = 600_000;

export interface Batch {
  /** From the key to the painted menu, each time. */
  readonly menusMs: readonly number[];
  readonly started: number;
  /** The most that the pool had under way at once. */
  readonly inFlightMost: number;
  /** What held up the window's thread for longer than 50 ms from the key to the last VM that ran. */
  readonly longTasksMs: readonly number[];
}

interface Counted {
  readonly most: number;
  readonly begun: number;
  readonly pending: number;
}

/** Some 500 VMs are started at once from the window, with the list of tasks open. */
export async function measureBatch(browser: Browser, windowFolder: string): Promise<Batch> {
  const fleet = await startFleet({ ...FLEET, speed: SPEED });
  const app: Child = await startChild('window-app.ts', [windowFolder]);
  try {
    const window = await openWindow(browser, String(await app.ask(fleet.address)));
    await sleep(SETTLE_MS);
    const menusMs = await window.menusOf500(MENUS);
    await window.selectVms(SELECTED);
    await window.openTasks();
    await fleet.obey({ is: 'count-tasks' });
    await sleep(SETTLE_MS);
    await window.longTasks();
    await window.press('Control+b');
    const { most, begun } = await allDone(async () => (await fleet.obey({ is: 'counted-tasks' })) as Counted);
    await sleep(SETTLE_MS);
    const longTasksMs = await window.longTasks();
    await window.close();
    return { menusMs, started: begun, inFlightMost: most, longTasksMs };
  } finally {
    await Promise.all([app.stop(), fleet.stop()]);
  }
}

/** Nothing is under way, nor comes anything more. */
async function allDone(look: () => Promise<Counted>): Promise<Counted> {
  const sinceMs = performance.now();
  let before = 0;
  let calm = 0;
  for (;;) {
    await sleep(LOOK_EVERY_MS);
    const now = await look();
    calm = now.pending === 0 && now.begun > 0 && now.begun === before ? calm + 1 : 0;
    if (calm === CALM_LOOKS) return now;
    before = now.begun;
    if (performance.now() - sinceMs > DONE_WITHIN_MS) throw new Error(`${now.begun} were begun and ${now.pending} have not ended`);
  }
}
