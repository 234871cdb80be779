import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmText } from '#shared/text/commands-text.ts';
import { treeText } from '#shared/text/tree-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a VM is found by its address, powered off, started again, and its row and its task are watched', async () => {
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.openDemo();
  await window.demoIsLive().waitFor();
  await window.filter().fill('10.50.4.28');
  await window.select('dns-lyo-01');
  expect(await window.rows()).toHaveLength(3);

  await window.command('force shutdown');
  await window
    .dialog(confirmText.title('Force shutdown', 1, 'dns-lyo-01'))
    .getByRole('button', { name: 'Force shutdown' })
    .click();
  // It has no address any more by which it could be found, and stays found while it is selected.
  await window.filter().fill('dns-lyo');
  await window.rowThatIs('dns-lyo-01', treeText.shutDown).waitFor();

  await window.select('dns-lyo-01');
  await page.keyboard.press('Control+b');
  await window.openTasks();
  await window.task('Start dns-lyo-01').click();
  expect(await takePictures(page, 'starting')).toEqual([]);
  await window.rowThatIs('dns-lyo-01', treeText.running).waitFor();
  await window
    .taskDetail('Start dns-lyo-01')
    .getByText(/^Done in/)
    .waitFor();
  expect(await takePictures(page, 'started')).toEqual([]);
  expect(complaints).toEqual([]);
});
