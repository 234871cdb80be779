import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import { fieldText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { aRecord, aSnapshot } from '#test/support/inventories.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { openScripted, serveWindowSources, type WindowSource } from './scripted-window.ts';

let browser: Browser;
let source: WindowSource;
beforeAll(async () => {
  [browser, source] = await Promise.all([launchChromium(), serveWindowSources()]);
});
afterAll(async () => {
  await browser.close();
  await source[Symbol.asyncDispose]();
});

const server = 's' as ServerId;
const SECRET = '6b1f7d0a-53a5-4c8e-9a2e-5d0e6f6f1c11';

test('a password is kept in the pool once while it is looked with, and goes when the wizard is closed', async () => {
  const live: Server = { id: server, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  const inventory = {
    ...aSnapshot({ pool: 'Paris', hosts: { h1: {} }, vms: {} }),
    sm: { set: { smb: aRecord('sm', { type: 'smb', name: 'SMB' }) } },
  };
  const kept: string[] = [];
  const dropped = Promise.withResolvers<readonly string[]>();
  await using opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory }),
    'operation.list': () => ({ sequence: 1, operations: [] }),
    'storage.keep-password': ({ password }) => {
      kept.push(password);
      return { secret: SECRET };
    },
    'storage.look': () => ({ discovery: { found: 'repositories', repositories: [] } }),
    'storage.drop-passwords': ({ secrets }) => {
      dropped.resolve(secrets);
      return {};
    },
  });
  await opened.push({ frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } });
  const window = mainWindow(opened.page);
  await window.select('Paris');
  await window.command(storageWizardText.command);
  const dialog = opened.page.getByRole('dialog', { name: new RegExp(`^${storageWizardText.title}`) });
  const press = async (name: string): Promise<void> => await dialog.getByRole('button', { name, exact: true }).click();
  const field = (name: keyof typeof fieldText) => dialog.getByLabel(fieldText[name].label, { exact: true });
  await dialog.getByRole('radio', { name: 'SMB', exact: true }).check();
  await press(storageWizardText.next);
  await press(storageWizardText.next);
  await field('unc').fill('\\\\files\\vms');
  await field('user').fill('DOMAIN\\xen');
  await field('password').fill('hunter2');
  await press(storageWizardText.look.contents);
  await press(storageWizardText.look.contents);
  await opened.page.keyboard.press('Escape');
  expect([kept, await dropped.promise]).toEqual([['hunter2'], [SECRET]]);
  // What was typed is found again.
  await window.command(storageWizardText.command);
  expect([await field('unc').inputValue(), await field('user').inputValue(), opened.complaints]).toEqual(['\\\\files\\vms', 'DOMAIN\\xen', []]);
});
