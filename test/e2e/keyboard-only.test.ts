import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editText } from '#shared/text/commands-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { launchChromium, openPage } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

/** What has the focus, by the name it is read out with. */
async function focused(page: Page): Promise<string> {
  return await page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
}

async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press('Tab');
    const now = await focused(page);
    if (now.startsWith(name)) return;
    passed.push(now);
  }
  throw new Error(`the keyboard does not come to ${name}, only to ${passed.join(' | ')}`);
}

test('without a mouse: the demo is opened, a VM is found, renamed, looked at in its menu, and its task is read', async () => {
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const { keyboard } = page;
  const window = mainWindow(page);
  await window.welcome().waitFor();
  await tabTo(page, windowText.demo.open);
  await keyboard.press('Enter');
  await window.demoIsLive().waitFor();

  // F6 walks the parts of the window until the tree has the focus; letters lead to a row.
  for (let parts = 0; parts < 5 && !(await window.isIn('tree')); parts += 1) await keyboard.press('F6');
  await window.tree().focus();
  await keyboard.type('vpn');
  await window.selectedRow().filter({ hasText: 'vpn-lyo-01' }).waitFor();

  await keyboard.press('F2');
  const dialog = window.dialog(editText.rename('vpn-lyo-01'));
  await dialog.waitFor();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('vpn-renamed');
  await keyboard.press('Enter');
  await window.row('vpn-renamed').waitFor();
  expect(await dialog.count()).toBe(0);
  // The focus is where it was before the dialog.
  await page.locator('[role=tree]:focus').waitFor();

  await keyboard.press('Shift+F10');
  const menu = page.getByRole('menu');
  await menu.waitFor();
  expect(await menu.getByRole('menuitem').first().innerText()).not.toBe('');
  await keyboard.press('Escape');
  expect(await menu.count()).toBe(0);

  const place = (await page.getByRole('tab').allInnerTexts()).indexOf('Search') + 1;
  expect(place).toBeGreaterThan(1);
  await keyboard.press(`Control+${place}`);
  expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('Search');
  await keyboard.press('Control+1');
  await keyboard.press('Control+j');
  for (let parts = 0; parts < 5 && !(await window.isIn('tasks')); parts += 1) await keyboard.press('F6');
  await tabTo(page, 'Rename vpn-lyo-01');
  await keyboard.press('Enter');
  await window.taskDetail('Rename vpn-lyo-01').waitFor();

  await keyboard.press('Control+k');
  await keyboard.type('xs-par-01');
  await keyboard.press('Enter');
  await window.details('xs-par-01').waitFor();
  expect(complaints).toEqual([]);
});
