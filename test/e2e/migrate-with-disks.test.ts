import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { relocationText } from '#shared/text/relocation-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a running VM goes to another pool with its disk and its network card, and is found there', async () => {
  await using served = await aServedWorld('two-pools', { speed: 100 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  const [north, south] = served.world.pools;
  if (north === undefined || south === undefined) throw new RangeError('the world has no two pools');
  await window.addPool(served.addressOf(north.master), served.login.password);
  await window.addServer();
  await window.form.address().fill(served.addressOf(south.master));
  await window.form.password().fill(served.login.password);
  await window.form.connect();
  await page.getByRole('button', { name: windowText.trust.accept }).click();
  await window.live(2).waitFor();

  const dialog = window.dialog(relocationText.title(1, 'nor-vm-1'));
  await window.row('nor-vm-1').dragTo(window.row('sou-2'));
  await expect.poll(async () => await dialog.getByLabel(relocationText.pool).locator('option:checked').textContent()).toBe('south');
  expect(await dialog.getByRole('radio', { name: 'sou-2' }).isChecked()).toBe(true);
  await dialog.getByRole('button', { name: relocationText.cancel, exact: true }).click();

  await window.select('nor-vm-1');
  await window.command(relocationText.command);
  await dialog.getByLabel(relocationText.pool).selectOption({ label: 'south' });
  await dialog.getByRole('radio', { name: 'sou-2' }).check();
  expect(await takePictures(page, 'migrate-with-disks')).toEqual([]);
  await dialog.getByRole('button', { name: relocationText.verb, exact: true }).click();
  await expect
    .poll(() => south.database.refs('VM').find((vm) => south.database.get('VM', vm)['name_label'] === 'nor-vm-1') !== undefined, { timeout: 60_000 })
    .toBe(true);
  await expect
    .poll(() => north.database.refs('VM').some((vm) => north.database.get('VM', vm)['name_label'] === 'nor-vm-1'), { timeout: 60_000 })
    .toBe(false);
  expect(complaints).toEqual([]);
});
