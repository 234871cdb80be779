import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinCheckText, joinText } from '#shared/text/join-text.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld } from '#test/support/served-world.ts';
import { windowText } from '#shared/text/window-text.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

const SPEED = 30;

test('hosts are added to a pool: two kinds of trouble are told and mended, and who can join does', async () => {
  await using served = await aServedWorld('lone-hosts', { speed: SPEED });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(hostNamed(served.world, 'off-1')), served.login.password);
  const also = async (name: string, count: number): Promise<void> => {
    await page.getByLabel(windowText.connect.address).fill(served.addressOf(hostNamed(served.world, name)));
    await page.getByLabel(windowText.connect.password, { exact: true }).fill(served.login.password);
    await window.form.connect();
    await window.trust();
    await window.live(count).waitFor();
  };
  await window.addServer();
  await also('other-1', 2);
  await window.select('office');
  await window.command(joinText.command);
  const dialog = window.dialog(joinText.title('office'));
  await dialog.getByText(joinText.cannot(3)).waitFor();
  await dialog.getByRole('button', { name: joinText.another }).click();
  await also('older-1', 3);
  // How many depends on how far the hurried clocks have come apart.
  await dialog.getByText(/^Can join, \d notes$/).waitFor();
  expect(await takePictures(page, 'join-pool')).toEqual([]);

  await dialog.getByRole('checkbox', { name: joinText.onlyProblems }).check();
  expect(await dialog.getByRole('rowheader', { name: joinCheckText.tls }).count()).toBe(0);
  await dialog.getByRole('button', { name: 'Shut down 3' }).click();
  await dialog.getByText(joinText.cannot(2)).waitFor();

  await dialog.getByRole('button', { name: joinText.add(['older-1']) }).click();
  await window.row('off-1').waitFor();
  await window.row('older-1').waitFor();
  await window.openTasks();
  await window.task('Add older-1 to office').click();
  await window
    .taskDetail('Add older-1 to office')
    .getByText(/^Done in/)
    .first()
    .waitFor();
  expect(await takePictures(page, 'joined')).toEqual([]);
});
