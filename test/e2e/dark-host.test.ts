import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recoveryQuestionText } from '#shared/text/recovery-question-text.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { recoveryText, sshText } from '#shared/text/recovery-text.ts';
import { routeText } from '#shared/text/route-words.ts';
import { terminalText } from '#shared/text/terminal-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a newcomer finds the dark member, confirms its host key, sees the cause and what runs on it, and gets a shell there', async () => {
  await using app = await aServedApp('--demo');
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.demoIsLive().waitFor();
  await window.filter().fill('xs-par-03');
  await window.select('xs-par-03');
  await page.getByRole('tab', { name: recoveryText.tab }).click();
  const region = (name: string) => page.getByRole('region', { name });

  // Who is in between is asked about first, then the host itself; each once.
  const accept = page.getByRole('button', { name: recoveryQuestionText.hostKey.accept });
  const verified = page.getByText(recoveryText.verifiedAt('').trim()).first();
  await accept.waitFor();
  expect(await takePictures(page, 'demo-host-key')).toEqual([]);
  while (!(await verified.isVisible())) {
    await Promise.race([accept.waitFor(), verified.waitFor()]);
    // A question may be settled by what was learnt on another way.
    if (await accept.isVisible()) await accept.click({ timeout: 2_000 }).catch(() => undefined);
  }

  await page.getByText(sshText.alive(7)).waitFor();
  await region(recoveryText.findings).getByText(recoveryText.causes.certain, { exact: true }).first().waitFor();
  await region(panelText.titles.vms).getByText('erp-db-01').waitFor();
  await region(panelText.titles.network).getByText(panelText.noLink).first().waitFor();
  await region(routeText.title).getByText('In use').waitFor();
  expect(await takePictures(page, 'demo-recovery')).toEqual([]);

  // What can be repaired from here is, and is believed when a new look confirms it.
  const finding = region(recoveryText.findings).getByText(/\/var\/log is \d+ % full/);
  await finding.waitFor();
  await page.getByRole('button', { name: /^Delete old rotated logs/ }).click();
  const repair = page.getByRole('dialog', { name: /^Delete old rotated logs/ });
  await repair.getByText('find /var/log').waitFor();
  expect(await takePictures(page, 'demo-repair')).toEqual([]);
  await repair.getByRole('button', { name: 'Delete old rotated logs', exact: true }).click();
  await finding.waitFor({ state: 'detached' });
  await window.openTasks();
  await window.task('xs-par-03: Delete old rotated logs').click();
  await window
    .taskDetail('xs-par-03: Delete old rotated logs')
    .getByText(/^Done in /)
    .waitFor();
  // Folded again, so that the terminal has its room.
  await page.keyboard.press('Control+j');

  // The last picture was taken of a small window, in which only the first few buttons have room.
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: recoveryText.commands.terminal }).first().click();
  await page.getByRole('textbox', { name: terminalText.input(terminalText.shell) }).waitFor();
  await page.keyboard.type('list_domains\n');
  await expect.poll(async () => await page.locator('.xterm-rows').innerText()).toContain('uuid');
  expect(complaints).toEqual([]);
}, 180_000);
