import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { barriersOn, lendChecker } from './accessible.ts';

/** Nothing of the browser's own may reach the network while a test runs, and no profile outlives it. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PICTURES = join(import.meta.dirname, '..', '..', 'test-results', 'pictures');

export function chromiumPath(): string {
  const path = process.env['CHROMIUM_PATH'];
  if (path === undefined) throw new Error('CHROMIUM_PATH is not set; run the suite with npm test, which finds or installs a Chromium');
  return path;
}

export async function launchChromium(executablePath = chromiumPath()): Promise<Browser> {
  // Chromium's own sandbox refuses to run as root, as in containers.
  const isRoot = process.getuid?.() === 0;
  return await chromium.launch({ executablePath, args: isRoot ? [...QUIET, '--no-sandbox'] : QUIET });
}

/** The sizes and themes every screen is designed for. */
const looks = [
  { name: 'light-1440', colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  { name: 'dark-1440', colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  { name: 'light-1024', colorScheme: 'light', viewport: { width: 1024, height: 720 } },
  { name: 'dark-1024', colorScheme: 'dark', viewport: { width: 1024, height: 720 } },
] as const;

/**
 * Keeps the page in every look, for people to look at, and answers what is wrong with it: where it would have to be
 * scrolled sideways, and what would shut somebody out.
 */
export async function takePictures(page: Page, name: string): Promise<string[]> {
  await mkdir(PICTURES, { recursive: true });
  const wrong: string[] = [];
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.setViewportSize(look.viewport);
    await page.screenshot({ path: join(PICTURES, `${name}-${look.name}.png`), animations: 'disabled' });
    const overflows = await overflowing(page);
    wrong.push(...[...overflows, ...(await barriersOn(page))].map((what) => `${look.name}: ${what}`));
  }
  return wrong;
}

/** What still has to be scrolled sideways a moment later: a window that was given another size may be between two layouts. */
async function overflowing(page: Page): Promise<string[]> {
  const look = async (): Promise<string[]> =>
    await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX === 'auto')
        .map((element) => `${element.tagName} ${element.className} is ${element.scrollWidth} wide in ${element.clientWidth}`),
    );
  if ((await look()).length === 0) return [];
  await page.waitForTimeout(SETTLES_MS);
  return await look();
}

const SETTLES_MS = 500;

/** When the machine's networks change, as a lab changes them, Chromium breaks off what it is just loading. */
async function isStyled(page: Page): Promise<boolean> {
  return await page.evaluate(() => [...document.querySelectorAll('link')].every(({ rel, sheet }) => rel !== 'stylesheet' || sheet !== null));
}

export interface OpenPage extends AsyncDisposable {
  readonly page: Page;
  /** Everything in it that went wrong by itself. */
  readonly complaints: readonly string[];
}

/** A page of its own, without anything remembered. */
export async function openPage(browser: Browser, address: string, prepare: (page: Page) => Promise<void> = async () => undefined): Promise<OpenPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => void complaints.push(error.message));
  await lendChecker(page);
  await prepare(page);
  await page.goto(address);
  if (!(await isStyled(page))) {
    complaints.length = 0;
    await page.reload();
  }
  return { page, complaints, [Symbol.asyncDispose]: async () => await context.close() };
}
