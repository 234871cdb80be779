import { type Browser, chromium, type Page } from 'playwright-core';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { treeText, viewNames } from '#shared/text/tree-text.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { watchThePage } from './window-watch.ts';

/** The window in a browser of its own, with everything a person would notice written down. */
export interface MeasuredWindow {
  /** Milliseconds from the start of a navigation to the first painted rows of VMs. */
  firstRows(): Promise<number>;
  /** Until the tree says that it is whole. */
  whole(): Promise<number>;
  framesPerSecond(forMs: number): Promise<number>;
  keystrokes(words: readonly string[]): Promise<readonly number[]>;
  /** The first so many VMs, or a few more. */
  selectVms(count: number): Promise<void>;
  openTasks(): Promise<void>;
  press(key: string): Promise<void>;
  /** From the key to the painted context menu of 500 selected VMs. */
  menusOf500(times: number): Promise<readonly number[]>;
  /** From the click in the pool's menu to the painted first page of the storage wizard. */
  storageWizards(times: number): Promise<readonly number[]>;
  changes(forMs: number): Promise<readonly number[]>;
  /** Those since it was asked last. */
  longTasks(): Promise<readonly number[]>;
  /** Milliseconds the page's thread has worked since it was opened. */
  workedMs(): Promise<number>;
  heapBytes(): Promise<number>;
  close(): Promise<void>;
}

const BROWSER_FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const BETWEEN_KEYS_MS = 120;
/** As the tree goes by one page. */
const TREE_PAGE_ROWS = 20;
const SETTLE_MS = 500;

export async function launchBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  return await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: isRoot ? [...BROWSER_FLAGS, '--no-sandbox'] : BROWSER_FLAGS,
  });
}

export async function openWindow(browser: Browser, address: string): Promise<MeasuredWindow> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watchThePage);
  await page.goto(address);
  // Whatever is measured next is not to be mixed with the rest of the pool arriving.
  await moment(page, 'whole');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  const filter = mainWindow(page).filter();

  async function metric(name: string): Promise<number> {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  }

  return {
    async firstRows() {
      await page.reload();
      return await firstRowsOf(page);
    },
    whole: async () => await moment(page, 'whole'),
    framesPerSecond: async (forMs) => await ask(page, 'scroll', forMs),
    async keystrokes(words) {
      await ask(page, 'keystrokes');
      await filter.focus();
      for (const word of words) {
        await page.keyboard.type(word, { delay: BETWEEN_KEYS_MS });
        await filter.fill('');
      }
      return await ask(page, 'keystrokes');
    },
    selectVms: async (count) => await select(page, count),
    openTasks: async () => await page.getByRole('button', { name: tasksText.open }).click(),
    press: async (key) => await page.keyboard.press(key),
    async menusOf500(times) {
      await page.getByRole('button', { name: treeText.switchView }).click();
      await page.getByRole('menuitemcheckbox', { name: viewNames.types }).click();
      await select(page, 500);
      for (let run = 0; run < times; run += 1) {
        await page.waitForTimeout(SETTLE_MS);
        await page.keyboard.press('ContextMenu');
        await page.getByRole('menu').first().waitFor();
        await page.keyboard.press('Escape');
      }
      return await ask(page, 'menus');
    },
    async storageWizards(times) {
      for (let run = 0; run < times; run += 1) {
        await page.waitForTimeout(SETTLE_MS);
        await mainWindow(page).tree().focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('ContextMenu');
        await page.getByRole('menuitem', { name: storageWizardText.command }).click();
        await page.getByRole('dialog').waitFor();
        await page.waitForTimeout(SETTLE_MS);
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      }
      return await ask(page, 'dialogs');
    },
    changes: async (forMs) => await ask(page, 'stamps', forMs),
    longTasks: async () => await ask(page, 'longTasks'),
    workedMs: async () => (await metric('TaskDuration')) * 1000,
    async heapBytes() {
      await devtools.send('HeapProfiler.collectGarbage');
      const { usedSize } = await devtools.send('Runtime.getHeapUsage');
      return usedSize;
    },
    close: async () => await context.close(),
  };
}

async function select(page: Page, count: number): Promise<void> {
  const tree = mainWindow(page).tree();
  await tree.focus();
  await page.keyboard.press('Home');
  // By its name; then as many pages of the tree as hold that many.
  await page.keyboard.type('vm-');
  for (let rows = 1; rows < count; rows += TREE_PAGE_ROWS) await page.keyboard.press('Shift+PageDown');
  await page.getByRole('article', { name: new RegExp(`^${Math.floor(count / 10)}\\d VMs`) }).waitFor();
}

async function firstRowsOf(page: Page): Promise<number> {
  return await moment(page, 'firstRows');
}

/** Waits for it. */
async function moment(page: Page, what: 'firstRows' | 'whole'): Promise<number> {
  const handle = await page.waitForFunction((name) => Reflect.get(window, 'watchOfBench')[name](), what);
  return await handle.jsonValue();
}

async function ask<T>(page: Page, what: string, value?: number): Promise<T> {
  return await page.evaluate(([name, given]) => Reflect.get(window, 'watchOfBench')[name](given), [what, value] as const);
}
