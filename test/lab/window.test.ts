import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recoveryQuestionText } from '#shared/text/recovery-question-text.ts';
import { recoveryText, sshText } from '#shared/text/recovery-text.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { type OpenPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { type Lab, startLab } from './lab.ts';
import { openWindow } from './lab-window.ts';

const isPossible = process.env['POOLKEEPER_LAB'] === 'yes';

describe.skipIf(!isPossible)('hosts on real cables, seen in the window', () => {
  let lab: Lab;
  let opened: OpenPage;

  beforeAll(async () => {
    lab = await startLab();
    opened = await openWindow(lab);
    await mainWindow(opened.page).addPool(lab.pool().master.address, DEFAULT_LOGIN.password);
  });
  afterAll(async () => {
    await opened[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  it('a pulled cable: the machines stay in sight, are seen to run over the storage network, and the host comes back', async () => {
    const { page } = opened;
    const machines = lab.guests('lab-2');
    await lab.network.cable('lab-2', 'eth0', 'pulled');
    await look(page, 'lab-2');
    await expect.poll(() => lab.isLive('lab-2'), WAIT).toBe(false);
    await page.getByText(sshText.alive(machines)).waitFor({ timeout: WAIT.timeout });
    await cause(page).waitFor({ timeout: WAIT.timeout });
    expect(await takePictures(page, 'lab-pulled-cable')).toEqual([]);
    await lab.network.cable('lab-2', 'eth0', 'plugged');
    await expect.poll(() => lab.isLive('lab-2'), WAIT).toBe(true);
    await cause(page).waitFor({ state: 'detached', timeout: WAIT.timeout });
    // Its row says no more than that of a host nobody has ever doubted.
    await expect.poll(async () => await mainWindow(page).row('lab-2').innerText(), WAIT).toBe('lab-2');
  });

  it('a dead toolstack: found, started again by its button, and gone from what was found', async () => {
    const { page } = opened;
    lab.befall('stop-toolstack', 'lab-3');
    await look(page, 'lab-3');
    await cause(page).waitFor({ timeout: WAIT.timeout });
    await page.getByRole('button', { name: /^Start the toolstack/ }).click({ timeout: WAIT.timeout });
    const repair = page.getByRole('dialog', { name: /^Start the toolstack/ });
    await repair.getByText('systemctl start xapi').first().waitFor();
    expect(await takePictures(page, 'lab-toolstack')).toEqual([]);
    await repair.getByRole('button', { name: 'Start the toolstack', exact: true }).click();
    await cause(page).waitFor({ state: 'detached', timeout: WAIT.timeout });
    await expect.poll(() => lab.host('lab-3').host.toolstack.is, WAIT).toBe('running');
  });
});

const WAIT = { timeout: 60_000 };

const cause = (page: Page) =>
  page.getByRole('region', { name: recoveryText.findings }).getByText(recoveryText.causes.certain, { exact: true }).first();

/** Sits down before the host, and agrees to every key that is shown. */
async function look(page: Page, name: string): Promise<void> {
  const window = mainWindow(page);
  await window.select(name);
  await page.getByRole('tab', { name: recoveryText.tab }).click();
  const accept = page.getByRole('button', { name: recoveryQuestionText.hostKey.accept });
  const verified = page.getByText(recoveryText.verifiedAt('').trim()).first();
  while (!(await verified.isVisible())) {
    await Promise.race([accept.waitFor({ timeout: WAIT.timeout }), verified.waitFor({ timeout: WAIT.timeout })]);
    // A question may be settled by what was learnt on another way.
    if (await accept.isVisible()) await accept.click({ timeout: 2_000 }).catch(() => undefined);
  }
}
