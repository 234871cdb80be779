import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consoleText } from '#shared/text/console-text.ts';
import { performanceText as say } from '#shared/text/performance-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('graphs are read over a year, looked at closely, compared and saved, for VMs and hosts alike', async () => {
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.openDemo();
  await window.demoIsLive().waitFor();
  await window.filter().fill('pg-par-02');
  await window.select('pg-par-02');
  await page.getByRole('tab', { name: say.tab }).click();
  const chart = page.getByRole('figure', { name: new RegExp(`^${say.graphs.cpu}: ${say.lines.all} \\d+`) });
  await chart.waitFor();

  await page.getByRole('button', { name: say.spans.year }).click();
  const area = await chart.boundingBox();
  if (area === null) throw new Error('no chart');
  await page.mouse.move(area.x + 100, area.y + 50);
  await page.mouse.down();
  await page.mouse.move(area.x + 200, area.y + 50, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('button', { name: say.zoomOut }).click();
  await page.getByRole('button', { name: say.zoomOut }).waitFor({ state: 'detached' });

  await page.getByLabel(say.compare).selectOption('web-par-03');
  await page.getByText(say.ofOther(say.lines.all, 'web-par-03')).waitFor();
  await page.getByRole('switch', { name: say.each }).check();
  await page.getByText('CPU 0', { exact: false }).first().waitFor();
  expect(await takePictures(page, 'performance')).toEqual([]);

  for (const [button, ending] of [
    [say.csv, 'csv'],
    [say.png, 'png'],
  ] as const) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: button }).click()]);
    expect(file.suggestedFilename()).toBe(`pg-par-02-year.${ending}`);
  }

  // The same beside its screen, where there is room.
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('tab', { name: consoleText.tab }).click();
  const beside = page.getByRole('complementary', { name: say.beside });
  await beside.getByRole('figure', { name: new RegExp(`^${say.graphs.memory}: `) }).waitFor();
  expect(await takePictures(page, 'console-and-load')).toEqual([]);
  await beside.waitFor({ state: 'detached' });

  await window.filter().fill('xs-par-01');
  await window.select('xs-par-01');
  await page.getByRole('tab', { name: say.tab }).click();
  await page.getByRole('figure', { name: new RegExp(`^${say.graphs.network}: ${say.lines.in} `) }).waitFor();
  expect(complaints).toEqual([]);
});
