import { describe, expect, test } from 'vitest';
import { anElectronApp, electronProgram } from '#test/support/electron-app.ts';
import { mainWindow } from '#test/support/main-window.ts';

describe.skipIf(electronProgram === undefined)('under Electron', () => {
  test('first run: open the demo pool and look at a VM', async () => {
    await using app = await anElectronApp();
    const window = mainWindow(app.page);
    await window.welcome().waitFor();
    await window.openDemo();
    await window.demoIsLive().waitFor();
    await window.select('gitlab-01');
    await window.details('gitlab-01').waitFor();
    expect(await window.details('gitlab-01').innerText()).toContain('gitlab-01');
  });

  test('the page sees the bridge and nothing else of Electron or Node', async () => {
    await using app = await anElectronApp();
    await mainWindow(app.page).welcome().waitFor();
    const seen = await app.page.evaluate(() => ['poolkeeper', 'require', 'process', 'module', 'electron'].filter((name) => name in globalThis));
    expect(seen).toEqual(['poolkeeper']);
  });

  test('started with --demo the window opens on the connected demo pool', async () => {
    await using app = await anElectronApp('--demo');
    const row = mainWindow(app.page).row('Paris-DC1');
    await row.waitFor();
    expect(await row.isVisible()).toBe(true);
  });
});
