import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { confirmText } from '#shared/text/commands-text.ts';
import { strandedText } from '#shared/text/moving-text.ts';
import { placeText } from '#shared/text/place-text.ts';
import { treeText } from '#shared/text/tree-text.ts';
import { deleteText } from '#shared/text/vm-actions-text.ts';
import { launchChromium, openPage, takePictures } from '#test/support/chromium.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aServedApp } from '#test/support/served-app.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => await browser.close());

test('a VM is started on the host that is chosen for it, and another is deleted with what is ticked once its name is typed', async () => {
  await using served = await aServedWorld('two-hosts-iscsi', { speed: 20 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);

  await window.select('spare');
  await window.command(placeText['vm.start'].command);
  const place = window.dialog(placeText['vm.start'].title(1, 'spare'));
  await place.getByRole('radio', { name: 'host-b' }).check();
  expect(await takePictures(page, 'start-on')).toEqual([]);
  await place.getByRole('button', { name: placeText['vm.start'].verb, exact: true }).click();
  await window.rowThatIs('spare', treeText.running).waitFor();

  await window.select('paused-work');
  await window.command(deleteText.command);
  const deletion = window.dialog(deleteText.title(1, 'paused-work'));
  const verb = deletion.getByRole('button', { name: deleteText.verb, exact: true });
  expect(await verb.getAttribute('aria-disabled')).toBe('true');
  await deletion.getByLabel(confirmText.typeName('paused-work')).fill('paused-work');
  expect(await takePictures(page, 'delete-vm')).toEqual([]);
  await verb.click();
  await window.row('paused-work').waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});

test('the VMs of a lost host stand in one list, and none is started elsewhere before it is proven that none runs there', async () => {
  await using served = await aServedWorld('dark-member', { speed: 20 });
  await using app = await aServedApp();
  await using opened = await openPage(browser, app.address);
  const { page, complaints } = opened;
  const window = mainWindow(page);
  await window.addPool(served.addressOf(firstPool(served.world).master), served.login.password);
  await window.select('dark-3');
  await window.command(strandedText.command);
  const dialog = window.dialog(strandedText.title('dark-3'));
  await dialog.getByRole('table').getByRole('combobox').first().waitFor();
  await dialog
    .getByText(strandedText.disksOn(['nfs-store'], 'all'))
    .first()
    .waitFor();
  await dialog.getByLabel(strandedText.typeName('dark-3')).fill('dark-3');
  expect(await takePictures(page, 'stranded')).toEqual([]);
  const recover = dialog.getByRole('button', { name: /^Recover/ });
  expect(await recover.getAttribute('aria-disabled')).toBe('true');
  const [, vm = ''] = /^What to do with (.+)$/.exec((await dialog.getByRole('combobox').first().getAttribute('aria-label')) ?? '') ?? [];
  await page.keyboard.press('Escape');
  await window.select(vm);
  await window.command(strandedText.vmCommand);
  const decision = dialog.getByRole('combobox', { name: strandedText.targetOf(vm) });
  await decision.selectOption({ label: strandedText.resetOnly });
  await dialog.getByText(strandedText.stepReset(vm)).waitFor();
  await decision.selectOption({ label: strandedText.leave });
  await dialog.getByText(strandedText.dryRun).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
