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

const FREE = 'Pool-wide network associated with eth1';

test('hosts get addresses from a range, the network its MTU, and where management would go is seen beforehand', async () => {
  await using served = await aServedWorld('new-storage', { speed: 30 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.row('new-storage').click();
  await page.getByRole('tab', { name: networkText.tab }).click();
  await page
    .getByRole('row', { name: new RegExp(`^${FREE}`) })
    .getByRole('button', { name: FREE })
    .click();
  await window.details(FREE).waitFor();

  await window.command(networkText.settingsCommand);
  const settings = window.dialog(networkText.settingsTitle(FREE));
  await settings.getByLabel(networkText.mtu).fill('9000');
  expect(await takePictures(page, 'network-settings')).toEqual([]);
  await settings.getByRole('button', { name: networkText.save }).click();
  await settings.waitFor({ state: 'detached' });

  await window.command(networkText.addressesCommand);
  const addresses = window.dialog(networkText.addressesTitle(FREE));
  await addresses.getByLabel(networkText.firstAddress).fill('10.7.0.11');
  await addresses
    .getByText(/has an address of the same subnet/)
    .first()
    .waitFor();
  await addresses.getByLabel(networkText.firstAddress).fill('10.50.0.254');
  await addresses.getByLabel(networkText.firstAddress).fill('10.50.0.21');
  expect(await addresses.getByLabel(networkText.addressOf('new-1')).inputValue()).toBe('10.50.0.21');
  expect(await addresses.getByLabel(networkText.addressOf('new-3')).inputValue()).toBe('10.50.0.23');
  expect(await takePictures(page, 'host-addresses')).toEqual([]);
  await addresses.getByRole('button', { name: networkText.setAddresses }).click();
  await page.getByRole('cell', { name: '10.50.0.23' }).waitFor({ timeout: 40_000 });

  await window.row('new-storage').click();
  await window.command(networkText.moveCommand);
  const move = window.dialog(networkText.moveTitle('new-storage'));
  await move.getByLabel(networkText.moveTo).selectOption(FREE);
  await move.getByRole('cell', { name: '10.50.0.22' }).waitFor();
  expect(await takePictures(page, 'move-management')).toEqual([]);
  expect(complaints).toEqual([]);
});

test('a storage network is built in one go, and New storage is next', async () => {
  await using served = await aServedWorld('new-storage', { speed: 60 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.row('new-storage').click();
  await window.command(networkText.storageCommand);
  const dialog = window.dialog(networkText.storageTitle('new-storage'));
  await dialog.getByLabel(networkText.storageTag).fill('70');
  await dialog.getByLabel(networkText.firstAddress).fill('10.50.0.11');
  await dialog.getByRole('cell', { name: '10.50.0.13' }).waitFor();
  expect(await takePictures(page, 'storage-network')).toEqual([]);
  await dialog.getByRole('button', { name: networkText.storageBuild }).click();
  await dialog.getByText(networkText.storageDone).waitFor({ timeout: 45_000 });
  expect(await takePictures(page, 'storage-network-done')).toEqual([]);
  await dialog.getByRole('button', { name: networkText.storageNext }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('dialog').waitFor();
  expect(complaints).toEqual([]);
});
