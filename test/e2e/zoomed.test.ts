import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editText } from '#shared/text/commands-text.ts';
import { launchChromium, openPage } from '#test/support/chromium.ts';
import { barriersOn } from '#test/support/accessible.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

/** What a screen of 1440 by 900 has room for at 200 %. */
const ZOOMED = { width: 720, height: 450 };

test('at 200 % everything can be read and reached: the demo, a VM, its renaming, the palette and the tasks', async () => {
  await using app = await aServedApp('--demo');
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await page.setViewportSize(ZOOMED);
  /** Buttons and fields of these parts that are not wholly in sight. */
  const cutOff = async (parts: string): Promise<string[]> =>
    await page.evaluate(
      ([selector = '', width = 0, height = 0]: readonly (string | number)[]) =>
        [...document.querySelectorAll(`${selector} :is(button, input, select, [role=tab])`)].flatMap((element) => {
          const { left, right, top, bottom } = element.getBoundingClientRect();
          const isShown = right > left && bottom > top;
          return isShown && (left < 0 || top < 0 || right > Number(width) || bottom > Number(height)) ? [element.outerHTML.slice(0, 80)] : [];
        }),
      [parts, ZOOMED.width, ZOOMED.height],
    );
  const sideways = async (): Promise<boolean> => await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

  await window.demoIsLive().waitFor();
  await window.filter().fill('10.50.4.27');
  await window.select('vpn-lyo-01');
  await window.details('vpn-lyo-01').waitFor();
  expect([await cutOff('[data-region=title]'), await cutOff('footer'), await sideways(), await barriersOn(page)]).toEqual([[], [], false, []]);
  // Parts of the title bar do not lie upon each other.
  const [forward, search] = await Promise.all(
    ['Forward', 'Search objects'].map(async (name) => await page.getByRole('button', { name }).boundingBox()),
  );
  expect((forward?.x ?? 0) + (forward?.width ?? 0)).toBeLessThanOrEqual(search?.x ?? 0);

  await page.keyboard.press('F2');
  await window.dialog(editText.rename('vpn-lyo-01')).waitFor();
  expect(await cutOff('dialog[open]')).toEqual([]);
  await page.keyboard.press('Escape');

  await window.openTasks();
  expect([await cutOff('[data-region=tasks]'), await sideways(), await barriersOn(page)]).toEqual([[], false, []]);
  await page.keyboard.press('Control+k');
  expect(await cutOff('dialog[open] input')).toEqual([]);
  expect(complaints).toEqual([]);
});
