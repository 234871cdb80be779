import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchText } from '#shared/text/search-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

// The data centre itself takes most of the time, on a machine that does other things besides.
test('a pool of 5,000 VMs is added, walked to its end, filtered by a UUID, and searched', { timeout: 180_000 }, async () => {
  await using served = await aServedWorld('five-thousand-vms');
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  const { master, database } = firstPool(served.world);
  await window.addPool(served.addressOf(master), served.login.password);
  await window.row('five-thousand').waitFor();

  await window.select('big-01');
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('End');
  const last = await window.selectedRow().innerText();
  expect(last).not.toContain('big-01');
  // However many there are, only those in sight are drawn.
  expect(await page.getByRole('treeitem').count()).toBeLessThan(120);
  expect(await takePictures(page, 'five-thousand')).toEqual([]);

  const vm = [...(database.tables.get('VM')?.rows.values() ?? [])].map(({ row }) => row).find((row) => row['name_label'] === 'vm-4321');
  await window.filter().fill(String(vm?.['uuid']));
  await window.select('vm-4321');
  await window.details('vm-4321').getByText(String(vm?.['uuid'])).waitFor();
  await window.filter().press('Escape');
  await window.selectedRow().filter({ hasText: 'vm-4321' }).waitFor();

  await window.command('five-thousand');
  await page.getByRole('tab', { name: searchText.tab }).click();
  await page.getByRole('searchbox', { name: searchText.quick }).fill('vm-499');
  const grid = page.getByRole('treegrid', { name: searchText.results });
  await grid.getByRole('row', { name: /^vm-4990/ }).waitFor();
  expect(complaints).toEqual([]);
});
