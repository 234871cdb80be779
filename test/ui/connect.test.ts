import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Input } from '#shared/contract/calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import { connectText, importText, openFileText, savedText, vaultText, wayText } from '#shared/text/connect-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { launchChromium, takePictures } from '#test/support/chromium.ts';
import { aSnapshot } from '#test/support/inventories.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { openScripted, type Script, type ScriptedWindow, serveWindowSources, type WindowSource } from './scripted-window.ts';

let browser: Browser;
let source: WindowSource;
beforeAll(async () => {
  [browser, source] = await Promise.all([launchChromium(), serveWindowSources()]);
});
afterAll(async () => {
  await browser.close();
  await source[Symbol.asyncDispose]();
});

const hello = { frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1 } } as const;

const saved: SavedServer = {
  id: 'kept' as ServerId,
  address: '10.20.0.11',
  user: 'root',
  name: 'Paris',
  members: [],
  connectsAtStart: true,
  keepsPassword: true,
  pins: [],
};

async function aWindow(script: Script): Promise<ScriptedWindow> {
  const opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [] }),
    'saved.list': () => ({ servers: [] }),
    'vault.state': () => ({ vault: { is: 'open', keyHeldBy: 'system' } }),
    'view.get': () => ({}),
    ...script,
  });
  await opened.push(hello);
  return opened;
}

async function fill(page: Page, address: string): Promise<void> {
  const { form } = mainWindow(page);
  await form.address().fill(address);
  await form.password().fill('secret');
}

test('what is to be kept and the way there are sent along; addresses of before are offered', async () => {
  const asked: Input<'server.connect'>[] = [];
  await using opened = await aWindow({
    'view.get': ({ key }) => (key === 'connect.addresses' ? { value: ['xs-par-01'] } : {}),
    'server.connect': (input) => {
      asked.push(input);
      return { server: 's' as ServerId };
    },
  });
  const { page } = opened;
  await fill(page, '10.20.0.11');
  expect(await page.locator('datalist option').allTextContents()).toEqual(['xs-par-01']);
  await page.getByLabel(connectText.rememberPassword).check();
  await page.getByText(connectText.more).click();
  await page.getByLabel(connectText.way, { exact: true }).selectOption({ label: wayText.http });
  await page.getByLabel(connectText.proxyAddress, { exact: true }).fill('proxy:3128');
  await mainWindow(page).form.connect();
  await expect
    .poll(() => asked)
    .toEqual([
      { address: '10.20.0.11', user: 'root', password: 'secret', pins: [], proxy: { address: 'proxy:3128' }, remember: 'server-and-password' },
    ]);
});

test('a list is shown line by line before any of it is taken', async () => {
  const imported: string[] = [];
  await using opened = await aWindow({
    'saved.list': () => ({ servers: [saved] }),
    'saved.import': ({ text }) => {
      imported.push(text);
      return { added: [saved], problems: [] };
    },
  });
  const { page } = opened;
  await page.getByRole('button', { name: connectText.list }).click();
  const text = 'address,user\nxs-new,admin\ntwo words,root\n10.20.0.11,root\n';
  await page.getByLabel(importText.choose, { exact: true }).setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  const table = page.getByRole('region', { name: importText.table });
  await table.getByText(importText.isNew).waitFor();
  expect(await table.getByRole('row').allInnerTexts()).toEqual([
    importText.columns.join('\t'),
    `2\txs-new\tadmin\t${importText.isNew}`,
    '3\ttwo words\t\tLeft out: this is not an address.',
    '4\t10.20.0.11\t\tLeft out: it is saved already.',
  ]);
  expect(await takePictures(page, 'import')).toEqual([]);
  await page.getByRole('button', { name: importText.add(1) }).click();
  await expect.poll(() => imported).toEqual([text]);
});

test('a database file is sent as it is and its pool is shown', async () => {
  const sent: Input<'pool.open-file'>[] = [];
  await using opened = await aWindow({
    'pool.open-file': (input) => {
      sent.push(input);
      return { server: 'file' as ServerId };
    },
  });
  const { page } = opened;
  await page.getByRole('button', { name: connectText.file }).click();
  await page
    .getByLabel(openFileText.choose, { exact: true })
    .setInputFiles({ name: 'state.db', mimeType: 'application/xml', buffer: Buffer.from('<database/>') });
  await page.getByRole('button', { name: openFileText.open, exact: true }).click();
  await expect
    .poll(() => sent.map(({ name, content }) => ({ name, content: atob(content) })))
    .toEqual([{ name: 'state.db', content: '<database/>' }]);
});

test('sealed passwords are asked for once at the start, and only when a server waits for one', async () => {
  const given: string[] = [];
  await using opened = await aWindow({
    'saved.list': () => ({ servers: [saved] }),
    'vault.state': () => ({ vault: { is: 'locked' } }),
    'vault.unlock': ({ passphrase }) => {
      given.push(passphrase);
      return { vault: { is: 'open', keyHeldBy: 'passphrase' } };
    },
  });
  const { page } = opened;
  const dialog = page.getByRole('dialog', { name: vaultText.atStart });
  await dialog.getByLabel(vaultText.passphrase).fill('correct horse');
  expect(await takePictures(page, 'unlock')).toEqual([]);
  await dialog.getByRole('button', { name: vaultText.go.locked }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(given).toEqual(['correct horse']);
});

test('an edit sends only what was changed', async () => {
  const changes: Input<'saved.update'>[] = [];
  await using opened = await aWindow({
    'saved.list': () => ({ servers: [saved] }),
    'saved.update': (input) => {
      changes.push(input);
      return { server: saved };
    },
  });
  const { page } = opened;
  await page.getByRole('button', { name: connectText.saved(1) }).click();
  await page.getByRole('button', { name: savedText.act(savedText.edit, 'Paris') }).click();
  const dialog = page.getByRole('dialog', { name: savedText.title });
  await dialog.getByLabel(savedText.user, { exact: true }).fill('admin');
  await dialog.getByRole('button', { name: savedText.save }).click();
  await expect.poll(() => changes).toEqual([{ server: 'kept', change: { user: 'admin' } }]);
});

test('a dialog that is closed half-typed is found again as it was, without the password', async () => {
  const live: Server = { id: 's' as ServerId, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  await using opened = await aWindow({
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot({ pool: 'Paris', hosts: { h1: {} } }) }),
  });
  const { page } = opened;
  const window = mainWindow(page);
  await window.row('Paris').waitFor();
  await window.addServer();
  expect(await window.form.address().evaluate((field) => field === document.activeElement)).toBe(true);
  await fill(page, 'half-typed');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: windowText.connect.title }).waitFor({ state: 'detached' });
  await window.addServer();
  expect([await window.form.address().inputValue(), await window.form.password().inputValue()]).toEqual(['half-typed', '']);
  expect(opened.complaints).toEqual([]);
});
