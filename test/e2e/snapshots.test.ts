import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { editText } from '#shared/text/commands-text.ts';
import { snapshotsText as say } from '#shared/text/snapshots-text.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { vmFilesText } from '#shared/text/vm-files-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a snapshot is taken, gone back to with what there was kept, and both are deleted', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 20 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.select('spare');
  await page.getByRole('tab', { name: say.tab }).click();
  await page.getByText(say.none).waitFor();
  await page.getByRole('button', { name: say.take }).click();
  await page.getByRole('dialog').getByLabel(say.name, { exact: true }).fill('clean');
  await page.getByRole('button', { name: say.takeVerb }).click();
  const table = page.getByRole('table', { name: say.list('spare') });
  await table.getByText(say.here).waitFor();

  await table.getByLabel(say.choose('clean')).check();
  await page.getByRole('button', { name: say.revert }).click();
  await page.getByRole('dialog').getByRole('button', { name: say.revertVerb, exact: true }).click();
  await table.getByText(say.keepName('clean')).waitFor();
  // It goes on from the older one again.
  await table.getByRole('row').filter({ hasText: say.here }).getByText('clean', { exact: true }).waitFor();
  expect(await takePictures(page, 'snapshots')).toEqual([]);

  await table.getByLabel(say.choose('clean')).check();
  await page.getByRole('button', { name: say.describe }).click();
  const describing = window.dialog(editText.describe('clean'));
  await describing.getByLabel(editText.description).fill('Before the upgrade');
  await describing.getByRole('button', { name: editText.save }).click();
  await table.getByText('Before the upgrade').waitFor();
  // The key names what has the focus, not the VM whose page it is.
  await table.getByLabel(say.choose('clean')).press('F2');
  const renaming = window.dialog(editText.rename('clean'));
  await renaming.getByLabel(editText.name).fill('first');
  await page.keyboard.press('Enter');
  await table.getByText('first', { exact: true }).waitFor();
  await window.openTasks();
  await window.task('Rename clean').click();
  await window.taskDetail('Rename clean').getByRole('button', { name: tasksText.undo }).click();
  await table.getByText('clean', { exact: true }).waitFor();

  await page.getByRole('button', { name: vmFilesText.exportCommand }).click();
  await window.dialog(vmFilesText.export.title('clean')).getByRole('button', { name: vmFilesText.cancel }).click();
  await table.getByLabel(say.choose('clean')).uncheck();

  await table.getByLabel(say.choose('clean')).check();
  await table.getByLabel(say.choose(say.keepName('clean'))).check();
  await page.getByRole('button', { name: say.remove(2) }).click();
  await page.getByRole('dialog').getByRole('button', { name: say.deleteVerb, exact: true }).click();
  await page.getByText(say.none).waitFor();
  expect(complaints).toEqual([]);
});
