import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { fieldText } from '#shared/text/storage-wizard-text.ts';
import { befall } from '#test/support/befall.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

const FREE_LUN = '36001405aaaabbbbcccc00010000000a';
const LEFT_LUN = '36001405aaaabbbbcccc00010000000c';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

function wizard(page: Page) {
  const dialog = page.getByRole('dialog', { name: new RegExp(`^${storageWizardText.title}`) });
  const button = (name: string) => dialog.getByRole('button', { name, exact: true });
  return {
    dialog,
    button,
    next: async () => await button(storageWizardText.next).click(),
    field: (name: keyof typeof fieldText) => dialog.getByLabel(fieldText[name].label, { exact: true }),
    lun: (scsiId: string) => dialog.getByRole('radio', { name: new RegExp(scsiId) }),
  };
}

async function withPool() {
  const served = await aServedWorld('new-storage', { speed: 20 });
  const app = await aServedApp();
  const opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.select('new-storage');
  await window.command(storageWizardText.command);
  return {
    served,
    window,
    page: opened.page,
    complaints: opened.complaints,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      await app[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}

async function toLuns(at: ReturnType<typeof wizard>, portals: string): Promise<void> {
  await at.next();
  await at.next();
  await at.field('target').fill(portals);
  await at.button(storageWizardText.look.offers).click();
  await at.dialog.getByLabel(storageWizardText.targets).selectOption('iqn.2010-01.test.array:spare');
  await at.button(storageWizardText.look.devices).click();
}

test('iSCSI storage: targets, LUNs and every host are looked at first; the host that cannot is named before and after', async () => {
  await using pool = await withPool();
  befall(pool.served, 'mask-lun', FREE_LUN, 'new-3');
  const at = wizard(pool.page);
  expect(await takePictures(pool.page, 'new-storage-type')).toEqual([]);
  await toLuns(at, '10.7.1.50, 10.7.1.51');
  await at.lun(FREE_LUN).check();
  await at.dialog.getByText(storageWizardText.contents.empty).waitFor();
  await at.button(storageWizardText.test).click();
  await at.dialog.getByText(storageWizardText.stays('new-3')).waitFor();
  await at.dialog.getByText(storageWizardText.willConnect(2, 3)).waitFor();
  expect(await takePictures(pool.page, 'new-storage-location')).toEqual([]);
  await at.next();
  expect(await takePictures(pool.page, 'new-storage-review')).toEqual([]);
  await at.button(storageWizardText.create).click();
  await pool.window.row('iSCSI storage').waitFor();
  await pool.window.openTasks();
  await pool.window.task('Create storage iSCSI storage').click();
  await pool.window
    .taskDetail('Create storage iSCSI storage')
    .getByText(/new-3 is not connected/)
    .waitFor();
  expect(pool.complaints).toEqual([]);
});

test('what lies on a LUN is kept unless its end is typed, and comes with its disks', async () => {
  await using pool = await withPool();
  const at = wizard(pool.page);
  await toLuns(at, '10.7.1.50');
  await at.lun(LEFT_LUN).check();
  const erase = at.dialog.getByRole('radio', { name: storageWizardText.erase(LEFT_LUN) });
  await erase.check();
  expect(await at.button(storageWizardText.next).getAttribute('aria-disabled')).toBe('true');
  await at.dialog.getByRole('radio', { name: storageWizardText.attach('lab-2023') }).check();
  // A way back loses nothing.
  await at.button(storageWizardText.back).click();
  await at.field('name').fill('lab');
  await at.next();
  expect(await at.field('target').inputValue()).toBe('10.7.1.50');
  await at.next();
  await at.button(storageWizardText.attachVerb).click();
  await pool.window.row('lab').waitFor();
  expect(pool.complaints).toEqual([]);
});

test('a server that does not answer is explained, and a closed wizard is found again as it was', async () => {
  await using pool = await withPool();
  const at = wizard(pool.page);
  await at.dialog.getByRole('radio', { name: 'NFS', exact: true }).check();
  await at.next();
  await at.next();
  await at.field('share').fill('nowhere.example:/vms');
  await at.button(storageWizardText.look.contents).click();
  await at.dialog.getByText('The host cannot find the address of this name.').waitFor();
  await pool.page.keyboard.press('Escape');
  await pool.window.command(storageWizardText.command);
  expect(await at.field('share').inputValue()).toBe('nowhere.example:/vms');
  await at.field('share').fill('10.7.1.60');
  await at.button(storageWizardText.look.exports).click();
  await at.button('/export/fast').click();
  await at.button(storageWizardText.look.contents).click();
  await at.next();
  await at.button(storageWizardText.create).click();
  await pool.window.row('NFS storage').waitFor();
  expect(pool.complaints).toEqual([]);
});
