import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import { terminalText } from '#shared/text/terminal-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { launchChromium, takePictures } from '#test/support/chromium.ts';
import { aSnapshot } from '#test/support/inventories.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { openScripted, type ScriptedWindow, serveWindowSources, type WindowSource } from './scripted-window.ts';

let browser: Browser;
let source: WindowSource;
beforeAll(async () => {
  [browser, source] = await Promise.all([launchChromium(), serveWindowSources()]);
});
afterAll(async () => {
  await browser.close();
  await source[Symbol.asyncDispose]();
});

const hello = { frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } } as const;

async function aTerminal(program: 'terminal' | 'console' = 'terminal'): Promise<ScriptedWindow> {
  const live: Server = { id: 's' as ServerId, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  const opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot({ pool: 'Paris-DC1', hosts: { h1: {}, h2: { name: 'xs-par-03' } } }) }),
    'operation.list': () => ({ sequence: 1, operations: [] }),
    'terminal.resize': () => ({}),
  });
  await opened.push(hello);
  await mainWindow(opened.page).select('xs-par-03');
  await toolbar(opened.page).getByRole('button', { name: recoveryText.commands[program] }).click();
  await printed(opened.page, '[root@xs-par-03 ~]#');
  return opened;
}

const toolbar = (page: Page) => page.getByRole('toolbar', { name: frameText.commands });
const input = (page: Page, name: string) => page.getByRole('textbox', { name: terminalText.input(name) });

/** What the terminal shows, as assistive technology is told of it. */
async function printed(page: Page, text: string): Promise<void> {
  await expect.poll(async () => (await page.locator('.xterm-rows').innerText()).replaceAll('\u00A0', ' ')).toContain(text);
}

test('a shell gets every key, those of the window as well, and gives the keyboard back when asked', async () => {
  await using opened = await aTerminal();
  const { page, complaints } = opened;
  await page.keyboard.type('echo hello');
  await printed(page, '# echo hello');
  await page.keyboard.press('Control+k');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await page.keyboard.press('Control+2');
  await input(page, terminalText.shell).waitFor();
  await page.keyboard.down('Control');
  await page.keyboard.down('Alt');
  await page.keyboard.up('Alt');
  await page.keyboard.up('Control');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(terminalText.copy);
  expect(await takePictures(page, 'terminal')).toEqual([]);
  // Not one rule or colour of the terminal is refused by the page's policy.
  expect(complaints).toEqual([]);
});

test('colours of every kind get past the policy of the page', async () => {
  await using opened = await aTerminal();
  const { page, complaints } = opened;
  await page.evaluate(() => {
    const { stream, listen } = Reflect.get(window, 'streamOfTest');
    const bytes = new TextEncoder().encode('\u001B[38;2;255;100;0mtrue\u001B[0m \u001B[31mred\u001B[0m \u001B[48;5;24m named \u001B[0m');
    listen({ frame: 'stream-data', stream, bytes });
  });
  await printed(page, 'true red');
  const colour = await page.evaluate(() => {
    const cell = [...document.querySelectorAll('.xterm-rows span')].find(({ textContent }) => textContent === 'true');
    return cell === undefined ? '' : getComputedStyle(cell).color;
  });
  expect(colour).not.toBe(await page.evaluate(() => getComputedStyle(document.body).color));
  expect(complaints).toEqual([]);
});

test('several are open at once and keep what they show while others are looked at', async () => {
  await using opened = await aTerminal();
  const { page } = opened;
  await page.keyboard.type('first');
  await printed(page, 'first');
  await toolbar(page).getByRole('button', { name: recoveryText.commands.console }).click();
  await input(page, terminalText.console).waitFor();
  await page.getByRole('button', { name: terminalText.shell, exact: true, pressed: false }).click();
  await printed(page, '# first');
  await mainWindow(page).select('h1');
  await mainWindow(page).select('xs-par-03');
  await printed(page, '# first');
  expect(await page.getByRole('list', { name: terminalText.sessions }).getByRole('listitem').count()).toBe(2);
});

test('when the way breaks the words stay, the reason is said, and one click connects again', async () => {
  await using opened = await aTerminal();
  const { page } = opened;
  await page.evaluate(() => {
    const { stream, listen } = Reflect.get(window, 'streamOfTest');
    listen({ frame: 'stream-stop', stream, failure: { kind: 'unreachable', address: '10.20.0.13', why: 'closed' } });
  });
  await page.getByRole('alert').waitFor();
  await printed(page, '[root@xs-par-03 ~]#');
  await page.getByRole('button', { name: terminalText.reconnect }).click();
  await printed(page, '# [root@xs-par-03 ~]#');
  await page.getByText(terminalText.keys).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('what was printed can be searched, and Escape goes back to the host', async () => {
  await using opened = await aTerminal();
  const { page } = opened;
  await page.keyboard.press('Control+Shift+f');
  const field = page.getByRole('search').getByRole('textbox', { name: terminalText.find });
  await field.fill('xs-par');
  await page.keyboard.press('Escape');
  await expect.poll(async () => await input(page, terminalText.shell).evaluate((element) => element === document.activeElement)).toBe(true);
});

test('a closed terminal is gone, and without one it is said how to open one', async () => {
  await using opened = await aTerminal();
  const { page } = opened;
  await page.getByRole('button', { name: terminalText.close(terminalText.shell) }).click();
  await page.getByText(terminalText.empty).waitFor();
  expect(await takePictures(page, 'terminal-none')).toEqual([]);
});
