import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { haText } from '#shared/text/ha-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, cutPower, firstPool, memberOf } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

/** A minute until the pool gives a host up, and two until it has booted, pass in seconds. */
const SPEED = 30;

async function setAll(page: Page, priority: string): Promise<void> {
  await page.getByRole('button', { name: /^Edit all/ }).click();
  const dialog = mainWindow(page).dialog(haText.settings);
  await dialog.getByRole('checkbox', { name: haText.selectAll }).check();
  await dialog.getByLabel(haText.priority).selectOption({ label: priority });
  await dialog.getByLabel(haText.order).fill('3');
  expect(await takePictures(page, 'ha-settings')).toEqual([]);
  await dialog.getByRole('button', { name: haText.apply }).click();
  await dialog.getByRole('button', { name: haText.close, exact: true }).last().click();
}

test('HA is turned on with a plan, a host dies, and its VMs restart where there is room', async () => {
  await using served = await aServedWorld('ha-three-hosts', { speed: SPEED });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  const { master, database } = firstPool(served.world);
  await window.addPool(served.addressOf(master), served.login.password);
  await window.select('ha-pool');
  await page.getByRole('tab', { name: haText.tab }).click();
  await page.getByText(haText.on).waitFor();
  await page.getByText(haText.planExists(1)).waitFor();
  expect(await takePictures(page, 'ha-on')).toEqual([]);

  await page.getByRole('button', { name: haText.turnOff }).click();
  await window.dialog('Turn off HA?').getByRole('button', { name: 'Turn off HA' }).click();
  await page.getByText(haText.off).waitFor();

  await setAll(page, 'Restart');
  await page.getByText(haText.unsaved).waitFor();
  expect(await takePictures(page, 'ha-plan')).toEqual([]);
  await page.getByRole('button', { name: haText.turnOn }).click();
  const wizard = window.dialog(haText.enableTitle);
  await wizard.getByRole('radio', { checked: true }).waitFor();
  expect(await takePictures(page, 'ha-wizard')).toEqual([]);
  await wizard.getByRole('button', { name: haText.next }).click();
  await wizard.getByRole('button', { name: haText.next }).click();
  expect(await takePictures(page, 'ha-finish')).toEqual([]);
  await wizard.getByRole('button', { name: haText.finish }).click();
  await page.getByText(haText.on).waitFor();
  expect(await page.getByText(haText.unsaved).count()).toBe(0);

  const dead = memberOf(served.world);
  const lost = database.refs('VM').filter((vm) => {
    const row = database.get('VM', vm);
    return row['resident_on'] === dead.ref && row['is_control_domain'] === false;
  });
  expect(lost.map((vm) => database.get('VM', vm)['ha_restart_priority'])).toEqual(lost.map(() => 'restart'));
  cutPower(served, dead);
  await expect
    .poll(() => lost.map((vm) => [database.get('VM', vm)['power_state'], database.get('VM', vm)['resident_on'] === dead.ref]), { timeout: 60_000 })
    .toEqual(lost.map(() => ['Running', false]));
  await page.getByText(haText.notReady).waitFor();
  expect(await takePictures(page, 'ha-after-failure')).toEqual([]);
  expect(complaints).toEqual([]);
});
