import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchText } from '#shared/text/search-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a pool is searched: live bars, a quick filter, the busiest first, a row opened by keyboard', async () => {
  await using app = await aServedApp('--demo');
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.demoIsLive().waitFor();
  await window.select('Lyon-Edge');
  await page.getByRole('tab', { name: searchText.tab }).click();
  const grid = page.getByRole('treegrid', { name: searchText.results });
  const rowOf = (name: string) => grid.getByRole('row', { name: new RegExp(`^${name}`) });
  await rowOf('xs-lyo-01').getByRole('meter').first().waitFor();
  expect(await rowOf('Lyon-Edge').innerText()).toContain(/10\.[\d.]+/.exec(await rowOf('xs-lyo-01').innerText())?.[0]);
  expect(await takePictures(page, 'search')).toEqual([]);

  await page.getByRole('searchbox', { name: searchText.quick }).fill('cache');
  await rowOf('vpn-lyo-01').waitFor({ state: 'detached' });
  expect(await rowOf('cache-lyo').count()).toBe(2);

  await grid.getByRole('button', { name: 'CPU' }).click();
  await grid.getByRole('columnheader', { name: 'CPU' }).and(page.locator('[aria-sort="ascending"]')).waitFor();

  await grid.focus();
  await page.keyboard.press('End');
  expect(await grid.getByRole('row', { selected: true }).innerText()).toContain('cache-lyo');
  await page.keyboard.press('Enter');
  await window.selectedRow().filter({ hasText: 'cache-lyo' }).waitFor();
  expect(complaints).toEqual([]);
});
