import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { networkText } from '#shared/text/network-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

const SPEED = 30;

test('a tagged network is made on every host, seen in the map, and deleted; cards are bonded with a word about what they carry', async () => {
  await using served = await aServedWorld('new-storage', { speed: SPEED });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  const { master } = firstPool(served.world);
  await window.addPool(served.addressOf(master), served.login.password);
  await window.select('new-storage');
  await page.getByRole('tab', { name: networkText.tab }).click();
  await page.getByRole('table', { name: networkText.map }).waitFor();
  expect(await takePictures(page, 'networks')).toEqual([]);

  const open = async () => {
    await window.command(networkText.command);
    const dialog = window.dialog(networkText.title('new-storage'));
    await dialog.waitFor();
    return dialog;
  };
  const dialog = await open();
  await dialog.getByLabel(networkText.name).fill('backup');
  await dialog.getByLabel(networkText.tag).fill('5000');
  await dialog.getByRole('alert').getByText('A VLAN is a number from 1 to 4094.').waitFor();
  await dialog.getByLabel(networkText.tag).fill('77');
  await dialog.getByLabel(networkText.onCard).selectOption('eth1');
  await page.keyboard.press('Escape');
  const again = await open();
  expect(await again.getByLabel(networkText.tag).inputValue()).toBe('77');
  expect(await takePictures(page, 'new-network')).toEqual([]);
  await again.getByRole('button', { name: networkText.create }).click();
  const row = page.getByRole('row', { name: /^backup/ });
  await row.waitFor();
  await expect.poll(() => row.getByText(networkText.vlan(77)).count(), { timeout: 30_000 }).toBe(3);

  const bonding = await open();
  await bonding.getByRole('radio', { name: networkText.uplink.bond.label }).check();
  await bonding.getByRole('checkbox', { name: 'eth0' }).check();
  await bonding.getByText(networkText.cutsManagement('eth0')).waitFor();
  expect(await takePictures(page, 'new-bond')).toEqual([]);
  await page.keyboard.press('Escape');

  await row.getByRole('button', { name: 'backup' }).click();
  await window.details('backup').waitFor();
  await window.command('Delete network');
  await window.dialog('Delete backup?').getByRole('button', { name: 'Delete network' }).click();
  await window.details('backup').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
