import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinText } from '#shared/text/join-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { launchChromium, openPage } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('three fresh hosts become a pool', async () => {
  await using served = await aServedWorld('fresh-hosts', { speed: 30 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(hostNamed(served.world, 'rack-a-1')), served.login.password);
  for (const [index, name] of ['rack-b-1', 'rack-c-1'].entries()) {
    // Whoever has been added is shown, and the form is put away, once the answer is there; rows may come before it.
    await page.getByRole('heading', { name: ['rack-a-1', 'rack-b-1'][index] ?? '', exact: true }).waitFor();
    await window.addServer();
    await page.getByLabel(windowText.connect.address).fill(served.addressOf(hostNamed(served.world, name)));
    await page.getByLabel(windowText.connect.password, { exact: true }).fill(served.login.password);
    await window.form.connect();
    await window.trust();
    await window.live(index + 2).waitFor();
  }
  await window.row('rack-a-1').click();
  await window.command(joinText.createCommand);
  const dialog = window.dialog(joinText.createTitle);
  await dialog.getByLabel(joinText.name).fill('Cellar');
  await dialog
    .getByText(/^Can join/)
    .nth(1)
    .waitFor();
  await dialog.getByRole('button', { name: joinText.create(['rack-b-1', 'rack-c-1']) }).click();
  await window.row('Cellar').waitFor();
  await window.live(1).waitFor();
  const { pool } = hostNamed(served.world, 'rack-a-1');
  await expect
    .poll(() => pool.database.refs('host').map((host) => pool.database.get('host', host)['enabled']), { timeout: 30_000 })
    .toEqual([true, true, true]);
  // For a moment a host that has joined stands in its pool and beside it.
  for (const name of ['rack-a-1', 'rack-b-1', 'rack-c-1']) await expect.poll(async () => await window.row(name).count()).toBe(1);
  expect(opened.complaints).toEqual([]);
});
