import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Input } from '#shared/contract/calls.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import { changedSettings, defaultSettings } from '#shared/domain/settings/settings.ts';
import { commandText, confirmText, editText, paletteText } from '#shared/text/commands-text.ts';
import { placeText } from '#shared/text/place-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { problemText } from '#shared/text/problem-text.ts';
import { settingsText } from '#shared/text/settings-text.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { aSnapshot } from '#test/support/inventories.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { openScripted, type Script, serveWindowSources, type WindowSource } from './scripted-window.ts';

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

const paris = {
  pool: 'Paris',
  hosts: { h1: {}, h2: {} },
  vms: { web1: { on: 'h1' }, web2: { on: 'h1' }, db: { on: 'h2' }, spare: { power: 'Halted' } },
};

/** A live pool whose engine writes down what it is asked to start, and keeps settings. */
async function openParis(state: Server['state'] = { is: 'live' }, more: Script = {}) {
  const started: Input<'operation.start'>['requests'][] = [];
  let settings = defaultSettings;
  const script: Script = {
    'app.about': () => ({ version: '1.2.3', hasDemo: true }),
    'servers.list': () => ({ sequence: 1, servers: [{ id: 's' as ServerId, address: '10.20.0.11', user: 'root', state }] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot(paris) }),
    'operation.list': () => ({ sequence: 0, operations: [] }),
    'operation.start': ({ requests }) => {
      started.push(requests);
      return { operations: [] };
    },
    'operation.preview': ({ requests }) => ({ previews: requests.map(({ kind }) => ({ problems: [], xe: [`xe for ${kind}`] })) }),
    'settings.get': () => ({ sequence: 0, settings, hasProxyPassword: false }),
    'settings.set': ({ changes }) => {
      settings = changedSettings(settings, changes);
      return { settings, hasProxyPassword: false };
    },
    ...more,
  };
  const opened = await openScripted(browser, source.address, script);
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.row('web1').waitFor();
  return Object.assign(opened, { window, started });
}

const startOf = (vm: string) => ({ kind: 'vm.start', server: 's', vm });

test('a shortcut starts the selected VM without a question', async () => {
  await using opened = await openParis();
  await opened.window.select('spare');
  await opened.page.keyboard.press('Control+b');
  await expect.poll(() => opened.started).toEqual([[startOf('spare')]]);
});

test('shutting down asks once, with the safe answer first; Escape starts nothing', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  const dialog = page.getByRole('dialog', { name: confirmText.title('Shut down', 1, 'web1') });
  await window.select('web1');
  await page.keyboard.press('Control+e');
  await dialog.waitFor();
  expect(
    await dialog
      .getByRole('button', { name: confirmText.cancel })
      .last()
      .evaluate((button) => button === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(opened.started).toEqual([]);
  await page.keyboard.press('Control+e');
  await dialog.getByRole('button', { name: 'Shut down' }).click();
  await expect.poll(() => opened.started).toEqual([[{ kind: 'vm.shut-down', way: 'clean', server: 's', vm: 'web1' }]]);
});

test('a shortcut that cannot be used now says why', async () => {
  await using opened = await openParis();
  await opened.window.select('web1');
  await opened.page.keyboard.press('Control+b');
  await opened.page.getByRole('region', { name: frameText.notifications }).getByText('It is running').waitFor();
  expect(opened.started).toEqual([]);
});

test('the menu is walked by keys and names the reason of what is off', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  await window.select('web1');
  await page.getByRole('button', { name: commandText.more, exact: true }).click();
  const start = page.getByRole('menuitem', { name: 'Start' });
  await start.waitFor();
  expect(await start.getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Home');
  await page.getByText('It is running, and would have to be shut down.').waitFor();
  await page.keyboard.press('c');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('menu', { name: commandText.copy }).waitFor();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(opened.complaints).toEqual([]);
});

test('the palette finds an object by its address and goes there', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: paletteText.label }).fill('h2.example');
  await page.getByRole('option', { name: 'h2' }).waitFor();
  await page.keyboard.press('Enter');
  await window.details('h2').waitFor();
  await page.keyboard.press('Alt+ArrowLeft');
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('the palette runs a command on an object that is named, wherever the selection is', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  await window.select('web1');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: paletteText.label }).fill('start spare');
  await page.getByRole('option', { name: paletteText.object('Start', 'spare') }).click();
  await expect.poll(() => opened.started).toEqual([[startOf('spare')]]);
});

test('back and forward walk over what was looked at', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  for (const name of ['web1', 'db', 'h1']) await window.select(name);
  await page.keyboard.press('Alt+ArrowLeft');
  await window.details('db').waitFor();
  await page.getByRole('button', { name: frameText.back }).click();
  await window.details('web1').waitFor();
  expect(await page.getByRole('button', { name: frameText.back }).getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Alt+ArrowRight');
  await window.details('db').waitFor();
  expect(await page.getByRole('article').count()).toBe(1);
});

test('many objects are summed up, and each command says to how many of them it applies', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  await window.select('web1');
  await window.row('spare').click({ modifiers: ['Control'] });
  await window.details('2 VMs').waitFor();
  const bar = page.getByRole('toolbar', { name: frameText.commands });
  await bar.getByRole('button', { name: commandText.someOf('Start', 1, 2) }).click();
  await expect.poll(() => opened.started).toEqual([[startOf('spare')]]);
});

test('a name is edited by F2 and compared with what was there', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  await window.select('web1');
  await page.keyboard.press('F2');
  const dialog = page.getByRole('dialog', { name: editText.rename('web1') });
  const save = dialog.getByRole('button', { name: editText.save });
  expect(await save.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel(editText.name).fill('shop1');
  await page.keyboard.press('Enter');
  await expect.poll(() => opened.started).toEqual([[{ kind: 'object.rename', server: 's', class: 'vm', ref: 'web1', value: 'shop1', was: 'web1' }]]);
  expect(await dialog.count()).toBe(0);
});

test('the theme is chosen for good in the settings, and at once on screen', async () => {
  await using opened = await openParis();
  const { page } = opened;
  await page.emulateMedia({ colorScheme: 'light' });
  const background = async (): Promise<string> => await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: frameText.settings }).click();
  await page.getByLabel(settingsText.theme, { exact: true }).selectOption('dark');
  await expect.poll(background).not.toBe(light);
  await page.getByRole('button', { name: settingsText.sections.confirmations }).click();
  // It moves when the engine has kept the setting.
  const confirms = page.getByRole('switch', { name: settingsText.powerOff });
  await confirms.click();
  await expect.poll(async () => await confirms.isChecked()).toBe(false);
  await page.keyboard.press('Escape');
  await opened.window.select('web1');
  await page.keyboard.press('Control+e');
  await expect.poll(() => opened.started.length).toBe(1);
  expect(await page.getByRole('dialog').count()).toBe(0);
});

test('the list of shortcuts is read from the commands', async () => {
  await using opened = await openParis();
  await opened.page.keyboard.press('F1');
  const dialog = opened.page.getByRole('dialog', { name: frameText.shortcuts });
  await dialog.waitFor();
  const text = await dialog.innerText();
  expect(['Ctrl+B', 'Ctrl+E', 'Ctrl+R', 'Ctrl+Y', 'F2', 'Ctrl+K', 'Ctrl+J', 'Ctrl+F', 'F6'].filter((key) => !text.includes(key))).toEqual([]);
});

test('F6 walks through title, tree, details and tasks', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  await window.select('web1');
  const seen: (string | undefined)[] = [];
  for (let press = 0; press < 4; press += 1) {
    await page.keyboard.press('F6');
    seen.push(await page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset['region']));
  }
  expect(seen).toEqual(['details', 'tasks', 'title', 'tree']);
});

test('of a lost pool the status bar says when it is tried again, and its commands say why they are off', async () => {
  await using opened = await openParis({ is: 'stale', sinceMs: 0, why: { kind: 'gone' }, nextTryAtMs: Date.now() + 3_600_000 });
  const { page, window } = opened;
  await window.select('spare');
  expect(await window.status().innerText()).toMatch(/Paris: connection lost, next try in \d+ s/);
  const start = page.getByRole('toolbar', { name: frameText.commands }).getByRole('button', { name: 'Start' });
  expect(await start.getAttribute('aria-disabled')).toBe('true');
});

test('a running VM is migrated to a host that can take it; the one it is on says why not', async () => {
  await using opened = await openParis();
  const { page, window } = opened;
  const dialog = page.getByRole('dialog', { name: placeText['vm.migrate'].title(1, 'web1') });
  await window.select('web1');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('migrate web1');
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  expect(await dialog.getByRole('radio', { name: 'h2' }).isChecked()).toBe(true);
  expect(await dialog.getByRole('radio', { name: 'h1' }).isDisabled()).toBe(true);
  await dialog.getByRole('button', { name: placeText['vm.migrate'].verb, exact: true }).click();
  await expect.poll(() => opened.started).toEqual([[{ kind: 'vm.migrate', server: 's', vm: 'web1', host: 'h2' }]]);
});

test('an account that may only look is told so by every command', async () => {
  await using opened = await openParis({ is: 'live' }, { 'server.access': () => ({ access: { is: 'limited', permissions: [] } }) });
  const { page, window } = opened;
  await window.select('spare');
  const start = page.getByRole('toolbar', { name: frameText.commands }).getByRole('button', { name: 'Start', exact: true });
  await expect.poll(() => start.getAttribute('aria-disabled')).toBe('true');
  await page.keyboard.press('Control+b');
  await page.getByText(commandText.blocked('Start', problemText({ rule: 'not-permitted', call: 'VM.start' }))).waitFor();
  expect(opened.started).toEqual([]);
});
