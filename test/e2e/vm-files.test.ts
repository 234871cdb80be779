import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exportedManyText, vmFilesText as say } from '#shared/text/vm-files-text.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a VM leaves as a file, and comes back from it as another one that runs', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 20, handlers });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  // What asks where to is the system's own, which no test can answer; without it the browser downloads.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.select('spare');
  const menu = async (row: string, entry: string): Promise<void> => {
    await window.row(row).click({ button: 'right' });
    await page.getByRole('menuitem', { name: entry }).click();
  };
  await menu('spare', say.exportCommand);
  const wrong = await takePictures(page, 'vm-export');
  // No browser unpacks this by itself.
  await page.getByLabel(say.export.compression, { exact: true }).selectOption('zstd');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: say.export.verb }).click()]);
  expect(download.suggestedFilename()).toBe('spare.xva');
  await page.getByText(/SHA-256: [\da-f]{64}/).waitFor();

  // A folder of the page's own stands for the one a person picks: it is the browser's as well.
  await page.evaluate(() => Object.assign(window, { showDirectoryPicker: async () => await navigator.storage.getDirectory() }));
  await window.row('paused-work').click({ modifiers: ['Control'] });
  await window.row('web').click({ modifiers: ['Control'] });
  await menu('paused-work', say.exportCommand);
  await page.getByText(/^web is left out/).waitFor();
  wrong.push(...(await takePictures(page, 'vm-export-many')));
  await page.getByRole('button', { name: say.export.verbMany }).click();
  await page.getByText(exportedManyText(2, [])).waitFor();
  const kept = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const names = ['SHA256SUMS', 'paused-work.xva', 'spare.xva'];
    const files = await Promise.all(names.map(async (name) => await (await folder.getFileHandle(name)).getFile()));
    return { sizes: files.map(({ size }) => size > 0), sums: await files[0]?.text() };
  });
  expect(kept).toEqual({ sizes: [true, true, true], sums: expect.stringMatching(/^([\da-f]{64} {2}(spare|paused-work)\.xva\n){2}$/) });

  await window.select('two-hosts');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').last().fill(say.importCommand.replace('…', ''));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(say.import.file).setInputFiles(await download.path());
  await dialog.getByLabel(say.import.startsAfter).check();
  // What is in the file is known before it is sent: its name, and where its cards were.
  await dialog.getByText(/^spare, with disks of/).waitFor();
  await dialog.getByLabel(say.import.networkOf('0')).waitFor();
  wrong.push(...(await takePictures(page, 'vm-import')));
  expect(wrong).toEqual([]);
  await dialog.getByRole('button', { name: say.import.verb, exact: true }).click();
  const { database } = firstPool(served.world);
  const called = () =>
    database.refs('VM').flatMap((ref) => (database.get('VM', ref)['name_label'] === 'spare' ? [database.get('VM', ref)['power_state']] : []));
  await expect.poll(() => called().toSorted((a, b) => String(a).localeCompare(String(b))), { timeout: 60_000 }).toEqual(['Halted', 'Running']);
  expect(complaints).toEqual([]);
});
