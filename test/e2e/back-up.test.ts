import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transferText } from '#shared/text/transfer-text.ts';
import { launchChromium, openPage } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('the database of the pool that was clicked, and of no other, is saved as a file', async () => {
  await using app = await aServedApp('--demo');
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.demoIsLive().waitFor();
  for (const pool of ['Paris-DC1', 'Lyon-Edge']) {
    await window.row(pool).click({ button: 'right' });
    const arriving = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: transferText.backUpDatabase }).click();
    const download = await arriving;
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${pool}-\\d{4}-\\d\\d-\\d\\d\\.xml$`));
    const text = await readFile(await download.path(), 'utf8');
    // Not the text itself: it is long, and a failure would print it.
    expect([text.includes(`name_label="${pool}"`), text.trimEnd().endsWith('</database>')]).toEqual([true, true]);
    const sha256 = createHash('sha256').update(text).digest('hex');
    await page.getByText(transferText.saved(download.suggestedFilename(), { bytes: Buffer.byteLength(text), sha256 })).waitFor();
  }
  expect(complaints).toEqual([]);
});
