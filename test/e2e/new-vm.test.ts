import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newVmText as say } from '#shared/text/new-vm-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { rowOf } from '#test/support/ask.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a machine is made page by page, with what its template says on each', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 20 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await page.keyboard.press('Control+n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say.find).fill('bookworm');
  await dialog.getByLabel('Debian Bookworm 12').check();
  const wrong: string[] = [];
  for (const step of ['template', 'name', 'hardware', 'boot', 'storage', 'networks']) {
    wrong.push(...(await takePictures(page, `new-vm-${step}`)));
    if (step === 'name') await dialog.getByLabel(say.name, { exact: true }).fill('fresh');
    await dialog.getByRole('button', { name: say.next, exact: true }).click();
  }
  wrong.push(...(await takePictures(page, 'new-vm-review')));
  expect(wrong).toEqual([]);
  await dialog.getByRole('button', { name: say.create, exact: true }).press('Enter');
  await window.row('fresh').waitFor();
  await expect.poll(() => rowOf(served.world, 'VM', 'fresh')['power_state']).toBe('Running');
  expect(complaints).toEqual([]);
});
