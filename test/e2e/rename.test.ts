import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editText } from '#shared/text/commands-text.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a VM is renamed by F2, and the task takes it back', async () => {
  await using app = await aServedApp('--demo');
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.demoIsLive().waitFor();
  await window.select('gitlab-01');
  await page.keyboard.press('F2');
  const dialog = window.dialog(editText.rename('gitlab-01'));
  await dialog.getByLabel(editText.name).fill('forge-01');
  expect(await takePictures(page, 'rename')).toEqual([]);
  await page.keyboard.press('Enter');
  await window.row('forge-01').waitFor();
  expect(await window.row('gitlab-01').count()).toBe(0);

  await window.openTasks();
  await window.task('Rename gitlab-01').click();
  await window.taskDetail('Rename gitlab-01').getByRole('button', { name: tasksText.undo }).click();
  await window.details('gitlab-01').waitFor();
  // The drawer has taken the lower part of the tree, perhaps with this row in it.
  await window.filter().fill('-01');
  await window.row('gitlab-01').waitFor();
  expect(await window.row('forge-01').count()).toBe(0);
  expect(complaints).toEqual([]);
});
