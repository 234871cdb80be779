import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aDataFolder, aServedApp, aServedAppIn } from '#test/support/served-app.ts';
import { aServedWorld, firstPool, memberOf } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a pool is added by one of its members: both certificates are shown and confirmed, and its VMs appear', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  const member = memberOf(served.world);
  const { master } = firstPool(served.world);
  await window.form.address().fill(served.addressOf(member));
  await window.form.password().fill(served.login.password);
  await window.form.connect();

  await window.trustQuestion().waitFor();
  expect(await window.trustQuestion().innerText()).toContain(served.fingerprintOf(member));
  expect(await window.trustQuestion().evaluate((question) => question === document.activeElement)).toBe(true);
  expect(await takePictures(opened.page, 'trust')).toEqual([]);
  await window.trust();
  await window.trustQuestion().getByText(served.fingerprintOf(master)).waitFor();
  await window.trust();

  await window.live(1).waitFor();
  await window.row('two-hosts').waitFor();
  expect(await window.row(master.name).count()).toBe(1);
  expect(opened.complaints).toEqual([]);
});

test('saying no to a certificate leads back to the form as it was', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  const { master } = firstPool(served.world);
  await window.form.address().fill(served.addressOf(master));
  await window.form.password().fill('typed');
  await window.form.connect();
  await window.trustQuestion().waitFor();
  await window.refuse();
  expect([await window.form.address().inputValue(), await window.form.password().inputValue()]).toEqual([served.addressOf(master), 'typed']);
  expect(firstPool(served.world).sessions.size).toBe(0);
});

test('a server that shows another certificate than before is a full stop: both fingerprints are shown, nothing is sent', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using data = await aDataFolder();
  const { master, sessions } = firstPool(served.world);
  const before = served.fingerprintOf(master);
  {
    await using app = await aServedAppIn(data);
    await using opened = await openPage(browser, app.address);
    const window = mainWindow(opened.page);
    await window.remember();
    await window.addPool(served.addressOf(master), served.login.password);
  }
  master.certificateGeneration += 1;
  served.refresh();
  const known = sessions.size;
  await using app = await aServedAppIn(data);
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  await window.row(master.name).waitFor();
  await window.addServer();
  await window.form.address().fill(served.addressOf(master));
  await window.form.password().fill(served.login.password);
  await window.form.connect();

  await window.changedCertificate().waitFor();
  const question = await window.changedCertificate().innerText();
  expect(question).toContain(before);
  expect(question).toContain(served.fingerprintOf(master));
  expect(await takePictures(opened.page, 'changed-certificate')).toEqual([]);
  await window.refuse();
  expect(await window.form.password().inputValue()).toBe(served.login.password);
  expect(sessions.size).toBe(known);
});

test('a pool that stops answering stays on screen with its age, and comes back', async () => {
  await using served = await aServedWorld('two-hosts-iscsi');
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  const { master, database } = firstPool(served.world);
  await window.form.address().fill(served.addressOf(master));
  await window.form.password().fill(served.login.password);
  await window.form.connect();
  await window.trustQuestion().waitFor();
  await window.trust();
  await window.live(1).waitFor();
  await window.row('two-hosts').waitFor();

  master.link.mode = 'reset';
  served.refresh();
  await window.notice().waitFor();
  expect(await window.row(master.name).count()).toBe(1);
  expect(await takePictures(opened.page, 'lost')).toEqual([]);

  database.set('host', master.ref, { name_label: 'renamed-meanwhile' });
  master.link.mode = 'ok';
  served.refresh();
  await window.tryNow();
  await window.row('renamed-meanwhile').waitFor();
  await window.live(1).waitFor();
  expect(await window.notice().count()).toBe(0);
});
