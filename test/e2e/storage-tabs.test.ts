import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskDialogText, disksText } from '#shared/text/disks-text.ts';
import { storageLinkText } from '#shared/text/properties-text.ts';
import { srHostsText } from '#shared/text/sr-hosts-text.ts';
import { spaceText } from '#shared/text/space-text.ts';
import { storageOverviewText } from '#shared/text/storage-overview-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a disk is made on its storage, grown, moved with another under their machines, and deleted by name', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 20 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  // A new connection is looked at as soon as it stands.
  await window.selectedRow().filter({ hasText: 'two-hosts' }).waitFor();
  await window.select('shared-lun');
  await page.getByRole('tab', { name: disksText.tab, exact: true }).click();
  const row = (name: string | RegExp) => page.getByRole('treegrid', { name: disksText.list }).getByRole('row', { name });
  const bar = page.getByRole('toolbar', { name: disksText.list });
  const dialog = page.getByRole('dialog');
  await bar.getByRole('button', { name: disksText.newDisk }).click();
  await dialog.getByLabel(diskDialogText.name, { exact: true }).fill('shop data');
  await dialog.getByLabel(diskDialogText.size, { exact: true }).fill('12 GiB');
  await dialog.getByRole('button', { name: diskDialogText.create }).click();
  await row(/shop data/).click();
  expect(await takePictures(page, 'disks')).toEqual([]);
  await bar.getByRole('button', { name: 'Resize disk…' }).click();
  await dialog.getByLabel(diskDialogText.size, { exact: true }).fill('8 GiB');
  await dialog.getByRole('alert').filter({ hasText: 'disks cannot be made smaller' }).waitFor();
  await dialog.getByLabel(diskDialogText.size, { exact: true }).fill('16 GiB');
  await dialog.getByRole('button', { name: diskDialogText.resizeVerb }).click();
  await row(/shop data.*16 GiB/).click();
  await bar.getByRole('button', { name: /^Move disk to/ }).click();
  await dialog.getByRole('button', { name: 'Move disk' }).waitFor();
  expect(await takePictures(page, 'move-disk')).toEqual([]);
  await dialog.getByRole('button', { name: diskDialogText.cancel }).click();
  await bar.getByRole('button', { name: 'Delete disk' }).click();
  await dialog.getByLabel(/^Type shop data/).fill('shop data');
  await dialog.getByRole('button', { name: 'Delete disk' }).click();
  await row(/shop data/).waitFor({ state: 'detached' });
  expect(opened.complaints).toEqual([]);
});

test('the storage of a pool names who does not reach what, and mends it at once', async () => {
  await using served = await aServedWorld('broken-storage', { speed: 20 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.selectedRow().filter({ hasText: 'broken-storage' }).waitFor();
  await page.getByRole('tab', { name: storageOverviewText.tab, exact: true }).click();
  const matrix = page.getByRole('table', { name: storageOverviewText.matrix });
  const line = matrix.getByRole('row', { name: /^nfs-unplugged/ });
  const unplugged = line.getByText(storageLinkText({ state: 'unplugged' }), { exact: true });
  await unplugged.waitFor();
  expect(await takePictures(page, 'storage-tab')).toEqual([]);
  await line.getByRole('button', { name: `${storageOverviewText.repair} nfs-unplugged` }).click();
  await unplugged.waitFor({ state: 'detached' });
  await window.select('san-lost-path');
  await page.getByRole('tab', { name: srHostsText.tab, exact: true }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: srHostsText.degraded(['sto-1']) })
    .waitFor();
  await page
    .getByRole('table', { name: srHostsText.matrix })
    .getByRole('row', { name: /^sto-1.*1 of 4/ })
    .waitFor();
  expect(await takePictures(page, 'storage-hosts')).toEqual([]);
  await page.getByRole('tab', { name: spaceText.tab, exact: true }).click();
  await page
    .getByRole('treegrid', { name: spaceText.list })
    .getByText(/^Merge waits: needs 30 GiB/)
    .waitFor();
  expect(await takePictures(page, 'storage-space')).toEqual([]);
  await window.select('sto-2');
  await page.getByRole('tab', { name: storageOverviewText.tab, exact: true }).click();
  expect(await takePictures(page, 'storage-tab-host')).toEqual([]);
  expect(opened.complaints).toEqual([]);
});
