import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Input } from '#shared/contract/calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import type { Message } from '#shared/domain/alerts/alert.ts';
import { alertsText, severityText } from '#shared/text/alerts-text.ts';
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

const server = 's' as ServerId;
const hello = { frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1 } } as const;

function aMessage(changes: Partial<Message> = {}): Message {
  return { uuid: '', name: 'VM_CRASHED', priority: 2, about: 'VM', aboutUuid: 'web-uuid', at: 1_000, body: '', ...changes };
}

const started = aMessage({ name: 'VM_STARTED', priority: 5, at: 2_000 });

async function aWindow(messages: Readonly<Record<string, Message>>, script: Script = {}): Promise<ScriptedWindow> {
  const live: Server = { id: server, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  const picture = aSnapshot({ pool: 'Paris', hosts: { h1: {} }, vms: { web: { on: 'h1' } } });
  const opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: { ...picture, message: { set: messages } } }),
    ...script,
  });
  await opened.push(hello);
  await mainWindow(opened.page).row('Paris').waitFor();
  return opened;
}

const bell = (page: Page, unread: number) => page.getByRole('button', { name: alertsText.open(unread), exact: true });
const list = (page: Page) => page.getByRole('dialog', { name: alertsText.title });

test('the bell counts problems that nobody has seen, and looking at them is remembered', async () => {
  const kept: Input<'view.set'>[] = [];
  await using opened = await aWindow(
    { crash: aMessage(), start: started },
    {
      'view.set': (input) => {
        kept.push(input);
        return {};
      },
    },
  );
  const { page } = opened;
  await bell(page, 1).click();
  await list(page).getByText('web has crashed.').waitFor();
  await expect.poll(() => kept.find(({ key }) => key === 'alerts.seen')?.value).toEqual({ s: 2_000 });
  expect(await takePictures(page, 'alerts')).toEqual([]);
  await page.keyboard.press('Escape');
  await bell(page, 0).waitFor();
  expect(opened.complaints).toEqual([]);
});

test('news is left out until it is asked for, and a search asks for every word', async () => {
  await using opened = await aWindow({ crash: aMessage(), start: started });
  const { page } = opened;
  await bell(page, 1).click();
  await list(page).getByText('web has crashed.').waitFor();
  expect(await list(page).getByText('web was started.').count()).toBe(0);
  await list(page).getByLabel(severityText.information).check();
  await list(page).getByText('web was started.').waitFor();
  await list(page).getByLabel(alertsText.search).fill('started paris');
  await list(page).getByText('web has crashed.').waitFor({ state: 'detached' });
  await list(page).getByLabel(alertsText.search).fill('nothing like it');
  await list(page).getByText(alertsText.noMatch).waitFor();
});

test('a notification leads to its object', async () => {
  await using opened = await aWindow({ crash: aMessage() });
  const { page } = opened;
  await bell(page, 1).click();
  await list(page).getByRole('button', { name: 'web', exact: true }).click();
  await mainWindow(page).details('web').waitFor();
  expect(await list(page).count()).toBe(0);
});

test('what is severe and arrives later interrupts once; what was there before does not', async () => {
  await using opened = await aWindow({ crash: aMessage() });
  const { page } = opened;
  await bell(page, 1).waitFor();
  const toast = page.getByText('An object that is gone has crashed. And 1 more.');
  expect(await page.getByRole('button', { name: alertsText.show, exact: true }).count()).toBe(0);
  const arrived = { later: aMessage({ at: 5_000, aboutUuid: 'x' }), more: aMessage({ at: 4_000, aboutUuid: 'y' }) };
  await opened.push({ frame: 'event', topic: 'pools', sequence: 2, payload: { server, delta: { message: { set: arrived } } } });
  await toast.waitFor();
  await bell(page, 3).waitFor();
});

test('the list is exported as it is shown', async () => {
  await using opened = await aWindow({ crash: aMessage({ body: 'a, "b"' }), start: started });
  const { page } = opened;
  await bell(page, 1).click();
  const [download] = await Promise.all([page.waitForEvent('download'), list(page).getByRole('button', { name: alertsText.exportList }).click()]);
  const chunks: unknown[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const lines = chunks.map(String).join('').split('\r\n');
  expect(lines[1]).toBe('1970-01-01T00:00:01.000Z,Service lost,Paris,web,web has crashed.,"a, ""b""",VM_CRASHED');
  expect(lines).toHaveLength(3);
});
