import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { consoleText } from '#shared/text/console-text.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { type Child, startChild } from './child.ts';
import { watchTheConsole } from './console-watch.ts';

export interface ConsoleFigures {
  readonly framesPerSecond: number;
  /** Of one core, in the process that draws. */
  readonly cpuPercent: number;
  readonly echoesMs: readonly number[];
}

const FILM = { width: 1280, height: 800 };
const SETTLE_MS = 2_000;
const WATCH_MS = 10_000;
const KEYS = 80;
const BETWEEN_KEYS_MS = 110;

/** Watches a film of 30 pictures a second on a guest's screen, and types on it, over loopback. */
export async function measureConsole(browser: Browser, windowFolder: string): Promise<ConsoleFigures> {
  const world: Child = await startChild('console-server.ts');
  const app: Child = await startChild('window-app.ts', [windowFolder]);
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    const page = await context.newPage();
    await page.goto(String(await app.ask(world.greeting)));
    await mainWindow(page).row('web').click();
    await page.getByRole('tab', { name: consoleText.tab }).click();
    await page.getByText(consoleText.liveScreen(640, 400)).waitFor();
    await page.evaluate(watchTheConsole);
    const screen = page.getByRole('application', { name: consoleText.screenOf('web') });
    await screen.focus();
    const echoesMs = await echoes(page);
    await page.keyboard.press('F12');
    await page.getByText(consoleText.liveScreen(FILM.width, FILM.height)).waitFor();
    await sleep(SETTLE_MS);
    const before = await rendererSeconds(browser);
    await sleep(WATCH_MS);
    const cpuPercent = ((await rendererSeconds(browser)) - before) * (100_000 / WATCH_MS);
    const framesPerSecond = await ask<number>(page, 'pictures', WATCH_MS);
    await context.close();
    return { framesPerSecond, cpuPercent, echoesMs };
  } finally {
    await Promise.all([app.stop(), world.stop()]);
  }
}

/** A letter and its way back in turn, so that the line stays short. */
async function echoes(page: Page): Promise<readonly number[]> {
  await ask(page, 'echo', true);
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press(key % 2 === 0 ? 'm' : 'Backspace');
    await sleep(BETWEEN_KEYS_MS);
  }
  return await ask<readonly number[]>(page, 'echo', false);
}

/** What all processes that draw pages have used of processors so far; there is one page. */
async function rendererSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

async function ask<T>(page: Page, what: string, value: unknown): Promise<T> {
  return await page.evaluate(([name, given]) => Reflect.get(window, 'consoleOfBench')[name](given), [what, value] as const);
}
