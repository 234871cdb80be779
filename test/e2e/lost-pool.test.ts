import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editText } from '#shared/text/commands-text.ts';
import { vaultText } from '#shared/text/connect-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aDataFolder, aServedApp, aServedAppIn } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('the master dies while somebody types: picture, selection and words stay, and it comes back', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page } = opened;
  const window = mainWindow(page);
  const { master } = firstPool(served.world);
  await window.addPool(served.addressOf(master), served.login.password);
  await window.select(master.name);
  await page.keyboard.press('F2');
  const name = window.dialog(editText.rename(master.name)).getByLabel(editText.name);
  await name.fill('half-typed');

  master.link.mode = 'reset';
  served.refresh();
  await window.lost().waitFor();
  expect(await name.inputValue()).toBe('half-typed');
  expect(await takePictures(page, 'lost-while-typing')).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await window.selectedRow().innerText()).toContain(master.name);
  expect(await takePictures(page, 'lost-host')).toEqual([]);

  master.link.mode = 'ok';
  served.refresh();
  await window.tryNow();
  await window.live(1).waitFor();
  expect(await window.selectedRow().innerText()).toContain(master.name);
  expect(await window.lost().count()).toBe(0);
});

test('started again without the password, the app shows the last known picture and how old it is', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using data = await aDataFolder();
  const { master } = firstPool(served.world);
  {
    await using app = await aServedAppIn(data);
    await using opened = await openPage(browser, app.address);
    await mainWindow(opened.page).addPool(served.addressOf(master), served.login.password);
  }
  await using app = await aServedAppIn(data);
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  await window.select(master.name);
  await window.lost().waitFor();
  expect(await takePictures(opened.page, 'unlocked-by-nobody')).toEqual([]);
});

test('the master is dead at start-up: with the kept password it is tried, and the last known picture is shown until it is back', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using data = await aDataFolder();
  const { master } = firstPool(served.world);
  {
    await using app = await aServedAppIn(data);
    await using opened = await openPage(browser, app.address);
    const window = mainWindow(opened.page);
    await window.remember();
    await window.rememberPassword();
    await window.form.address().fill(served.addressOf(master));
    await window.form.password().fill(served.login.password);
    await window.form.connect();
    await window.passphrase('correct horse', vaultText.go['no-passphrase']);
    await window.trust();
    await window.live(1).waitFor();
  }
  master.link.mode = 'reset';
  served.refresh();
  await using app = await aServedAppIn(data);
  await using opened = await openPage(browser, app.address);
  const { page } = opened;
  const window = mainWindow(page);
  await window.passphrase('correct horse', vaultText.go.locked);
  await window.select(master.name);
  await window.lost().waitFor();
  await page
    .getByRole('contentinfo')
    .getByText(/connection lost/)
    .waitFor();
  expect(await takePictures(page, 'dead-at-start')).toEqual([]);

  master.link.mode = 'ok';
  served.refresh();
  await window.tryNow();
  await window.live(1).waitFor();
  expect(await window.lost().count()).toBe(0);
});
