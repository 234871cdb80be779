import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Input } from '#shared/contract/calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { connectText, importText, linkQuestionText, openFileText, savedText, vaultText, wayText } from '#shared/text/connect-text.ts';
import { jumpQuestionText } from '#shared/text/jump-text.ts';
import { settingsText } from '#shared/text/settings-text.ts';
import { windowText } from '#shared/text/window-text.ts';
import { launchChromium, takePictures } from '#test/support/chromium.ts';
import { aSnapshot } from '#test/support/inventories.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { openScripted, Refusal, type Script, type ScriptedWindow, serveWindowSources, type WindowSource } from './scripted-window.ts';

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
  await dialog.getByRole('button', { name: savedText.save, exact: true }).click();
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

test('a jump host that is known is offered first, and one that is typed is made known', async () => {
  const asked: Input<'server.connect'>[] = [];
  const bastions = [{ id: 'b1', name: 'gate', address: 'gate.example', user: 'me' }];
  const access = { user: 'root', usesAgent: true, keys: [], hosts: {} };
  await using opened = await aWindow({
    'access.get': () => ({ access: { ...access, bastions } }),
    'access.put-bastion': (typed) => ({ access: { ...access, bastions: [...bastions, { ...typed, id: 'b2' }] } }),
    'server.connect': (input) => {
      asked.push(input);
      return { server: 's' as ServerId };
    },
  });
  const { page } = opened;
  await fill(page, '10.20.0.11');
  await page.getByText(connectText.more).click();
  const way = page.getByLabel(connectText.way, { exact: true });
  await way.selectOption({ label: wayText.jump });
  await mainWindow(page).form.connect();
  await expect.poll(() => asked.at(-1)?.proxy).toEqual({ jump: 'b1' });
  await fill(page, '10.20.0.12');
  await page.getByText(connectText.more).click();
  await way.selectOption({ label: wayText.jump });
  await page.getByLabel(connectText.jump, { exact: true }).selectOption({ label: connectText.newJump });
  await page.getByLabel(connectText.jumpAddress).fill('other.example:2222');
  await mainWindow(page).form.connect();
  await expect.poll(() => asked.at(-1)?.proxy).toEqual({ jump: 'b2' });
});

test('a connection that has ended asks on its own page for what it needs, one thing after another', async () => {
  const done: unknown[] = [];
  const server = { id: 's' as ServerId, address: '10.20.0.11', user: 'root' };
  const closed = (why: Failure): Server => ({ ...server, state: { is: 'closed', sinceMs: 0, why } });
  const jump = { id: 'b1', name: 'gate', address: 'gate.example', user: 'me' };
  const atJump = { kind: 'ssh-jump', address: '10.20.0.11', jump } as const;
  const shown = { type: 'ssh-ed25519', fingerprint: 'SHA256:abc' };
  await using opened = await aWindow({
    'servers.list': () => ({ sequence: 1, servers: [closed({ ...atJump, stage: 'host-key', why: { is: 'host-key-unconfirmed', shown } })] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot({ pool: 'Paris', hosts: { h1: {} } }) }),
    'access.confirm-jump-key': (input) => {
      done.push(input);
      return {};
    },
    'access.give-password': (input) => {
      done.push(input);
      return {};
    },
    'server.retry': (input) => {
      done.push(input);
      return {};
    },
  });
  let sequence = 1;
  const becomes = async (state: Server): Promise<void> => {
    sequence += 1;
    await opened.push({ frame: 'event', topic: 'servers', sequence, payload: [state] });
  };
  const { page } = opened;
  const dialog = page.getByRole('dialog', { name: linkQuestionText.title('Paris') });
  await mainWindow(page).select('Paris');
  await page.getByRole('button', { name: linkQuestionText.open.jump }).click();
  await dialog.getByText(shown.fingerprint).waitFor();
  await dialog.getByRole('button', { name: jumpQuestionText.accept }).click();
  await expect.poll(() => done).toEqual([{ bastion: 'b1', key: shown }, { server: 's' }]);

  await becomes(closed({ ...atJump, stage: 'auth', why: { is: 'no-secret' } }));
  await dialog.getByRole('textbox').fill('sesame');
  await dialog.getByRole('textbox').press('Enter');
  await expect.poll(() => done.slice(2)).toEqual([{ bastion: 'b1', password: 'sesame', isKept: false }, { server: 's' }]);

  await becomes(closed({ kind: 'auth', user: 'root' }));
  await dialog.getByLabel(linkQuestionText.password('root')).fill('new');
  await dialog.getByRole('button', { name: linkQuestionText.connect }).click();
  await expect.poll(() => done.slice(4)).toEqual([{ server: 's', password: 'new' }]);

  await becomes({ ...server, state: { is: 'live' } });
  await dialog.waitFor({ state: 'detached' });
});

test('the saved servers are among the settings, and an edit that is refused keeps what was typed', async () => {
  await using opened = await aWindow({
    'saved.list': () => ({ servers: [saved] }),
    'saved.update': ({ change }) => {
      throw new Refusal({ kind: 'unreachable', address: change.address ?? '', why: 'name-not-found' });
    },
  });
  const { page } = opened;
  await page.getByRole('button', { name: settingsText.title }).click();
  const dialog = page.getByRole('dialog', { name: settingsText.title });
  await dialog.getByText(settingsText.sections.servers).click();
  await dialog.getByRole('button', { name: savedText.act(savedText.edit, 'Paris') }).click();
  await dialog.getByLabel(savedText.address).fill('no address');
  await dialog.getByRole('button', { name: savedText.save, exact: true }).click();
  await dialog.getByText('There is no server named no address.').waitFor();
  expect(await dialog.getByLabel(savedText.address).inputValue()).toBe('no address');
});

test('a form opened for another server stays when the answer for the first one comes late', async () => {
  const answer = Promise.withResolvers<{ server: ServerId }>();
  const noted: unknown[] = [];
  await using opened = await aWindow({
    'server.connect': async () => await answer.promise,
    'view.set': ({ key }) => {
      if (key === 'connect.addresses') noted.push(key);
      return {};
    },
  });
  const { page } = opened;
  const window = mainWindow(page);
  await fill(page, '10.20.0.11');
  await window.form.connect();
  const live: Server = { id: 's' as ServerId, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  await opened.push({ frame: 'event', topic: 'servers', sequence: 2, payload: [live] });
  await window.welcome().waitFor({ state: 'detached' });
  await window.addServer();
  await window.form.address().fill('10.30.0.11');
  answer.resolve({ server: live.id });
  await expect.poll(() => noted.length).toBe(1);
  expect(await window.form.address().inputValue()).toBe('10.30.0.11');
  expect(opened.complaints).toEqual([]);
});
