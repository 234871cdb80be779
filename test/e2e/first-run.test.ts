import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('first run: open the demo pool, find a VM by its address, look at it', async () => {
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.welcome().waitFor();
  expect(await takePictures(page, 'welcome')).toEqual([]);

  await window.openDemo();
  await window.demoIsLive().waitFor();
  await window.row('Paris-DC1').waitFor();
  expect(await takePictures(page, 'demo')).toEqual([]);

  await window.select('gitlab-01');
  const details = window.details('gitlab-01');
  const address = /10\.[\d.]+/.exec(await details.innerText())?.[0] ?? '';
  expect(address).not.toBe('');
  expect(await takePictures(page, 'vm')).toEqual([]);

  await window.filter().fill(address);
  expect(await window.rows()).toHaveLength(3);
  expect(await window.selectedRow().innerText()).toContain('gitlab-01');
  await window.filter().press('Escape');
  expect((await window.rows()).length).toBeGreaterThan(10);

  await window.select('xs-par-01');
  expect(await window.details('xs-par-01').innerText()).toContain('Master of Paris-DC1');
  expect(await takePictures(page, 'host')).toEqual([]);
  expect(complaints).toEqual([]);
});

test('started with --demo the window opens on the connected demo pool', async () => {
  await using app = await aServedApp('--demo');
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  await window.row('Paris-DC1').waitFor();
  expect((await window.details('Paris-DC1').isVisible()) || (await window.selectedRow().count()) === 1).toBe(true);
  expect(opened.complaints).toEqual([]);
});

test('the tree is walked with the keyboard alone', async () => {
  await using app = await aServedApp('--demo');
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  await window.row('Paris-DC1').waitFor();
  await window.tree().focus();
  await opened.page.keyboard.press('Home');
  // What stands beside a name may change while the pools are being connected.
  const nameOfSelected = async () => (await window.selectedRow().innerText()).split('\n')[0];
  const top = await nameOfSelected();
  await opened.page.keyboard.press('ArrowLeft');
  expect(await window.selectedRow().getAttribute('aria-expanded')).toBe('false');
  await opened.page.keyboard.press('ArrowRight');
  await opened.page.keyboard.press('ArrowRight');
  expect(await window.selectedRow().getAttribute('aria-level')).toBe('2');
  await opened.page.keyboard.press('ArrowLeft');
  await opened.page.keyboard.press('ArrowLeft');
  expect(await nameOfSelected()).toBe(top);
});

test('a server that refuses is explained, and nothing typed is lost', async () => {
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const window = mainWindow(opened.page);
  await window.form.address().fill('127.0.0.1:1');
  await window.form.password().fill('half-typed');
  await window.form.connect();
  await window.alert().waitFor();
  expect(await window.alert().innerText()).toContain('127.0.0.1:1 refuses the connection.');
  expect(await takePictures(opened.page, 'refused')).toEqual([]);
  await window.openDemo();
  await window.row('Paris-DC1').waitFor();
  await window.addServer();
  expect([await window.form.address().inputValue(), await window.form.password().inputValue()]).toEqual(['127.0.0.1:1', 'half-typed']);
});
