import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import { linkQuestionText } from '#shared/text/connect-text.ts';
import { treeText } from '#shared/text/tree-text.ts';
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

function aServer(state: Server['state'] = { is: 'live' }): Server {
  return { id: 's' as ServerId, address: '10.20.0.11', user: 'root', state };
}

function aPool(sketch: Parameters<typeof aSnapshot>[0], state?: Server['state']): Script {
  return {
    'app.about': () => ({ version: '1.2.3', hasDemo: true }),
    'servers.list': () => ({ sequence: 1, servers: [aServer(state)] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot(sketch) }),
  };
}

function manyVms(count: number): Record<string, { on: string }> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`vm-${index}`, { on: 'h1' }]));
}

test('of five thousand VMs only those in sight exist, and the last is reached with one key', async () => {
  await using opened = await openScripted(browser, source.address, aPool({ pool: 'Big', hosts: { h1: {} }, vms: manyVms(5_000) }));
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.row('vm-0').waitFor();
  expect((await window.rows()).length).toBeLessThan(100);
  await window.tree().focus();
  await opened.page.keyboard.press('End');
  await window.row('vm-4999').waitFor();
  expect(await window.selectedRow().innerText()).toContain('vm-4999');
  expect(await window.tree().getAttribute('aria-activedescendant')).toBe(await window.selectedRow().getAttribute('id'));
  expect(opened.complaints).toEqual([]);
});

test('a dark host says so and keeps its VMs, marked as last known', async () => {
  await using opened = await openScripted(
    browser,
    source.address,
    aPool({ pool: 'Paris', hosts: { h1: {}, h2: { isDark: true } }, vms: { stranded: { on: 'h2' }, fine: { on: 'h1' } } }),
  );
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.row('h2').waitFor();
  expect(await window.row('h2').innerText()).toContain('Dark');
  expect([await window.row('stranded').getAttribute('data-dim'), await window.row('fine').getAttribute('data-dim')]).toEqual(['true', 'false']);
  expect(await window.status().innerText()).toContain('1 of 2 hosts answer');
});

test('a change is drawn without moving selection or focus', async () => {
  await using opened = await openScripted(
    browser,
    source.address,
    aPool({ pool: 'Paris', hosts: { h1: {} }, vms: { a: { on: 'h1' }, b: { on: 'h1' } } }),
  );
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.select('b');
  await opened.push({
    frame: 'event',
    topic: 'pools',
    sequence: 2,
    payload: { server: 's' as ServerId, delta: { vm: { set: { a: { name: 'z' } } } } },
  });
  await window.row('z').waitFor();
  expect(await window.selectedRow().innerText()).toContain('b');
  expect(await window.tree().evaluate((tree) => tree === document.activeElement)).toBe(true);
});

test('an object that vanishes hands the selection to what it was in', async () => {
  await using opened = await openScripted(browser, source.address, aPool({ pool: 'Paris', hosts: { h1: {} }, vms: { a: { on: 'h1' } } }));
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.select('a');
  await opened.push({ frame: 'event', topic: 'pools', sequence: 2, payload: { server: 's' as ServerId, delta: { vm: { gone: ['a'] } } } });
  await window.row('h1').and(opened.page.locator('[aria-selected=true]')).waitFor();
  expect(await opened.page.getByText('a is not there any more').count()).toBe(1);
});

test('when the engine is lost the picture stays, under a line that says so', async () => {
  await using opened = await openScripted(browser, source.address, aPool({ pool: 'Paris', hosts: { h1: {} } }));
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.row('Paris').waitFor();
  await opened.push({ frame: 'lost' });
  await window.alert().waitFor();
  expect(await window.row('h1').count()).toBe(1);
});

test('a wrong password is final: the notice says what to do, and asks for another instead of trying again', async () => {
  const closed = { is: 'closed', sinceMs: 0, why: { kind: 'auth', user: 'root' } } as const;
  await using opened = await openScripted(browser, source.address, aPool({ pool: 'Paris', hosts: { h1: {} } }, closed));
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.alert().waitFor();
  expect(await window.alert().innerText()).toContain('does not accept this password for root');
  expect(await window.alert().getByRole('button').allInnerTexts()).toEqual([linkQuestionText.open.password]);
});

test('of a pool that is still coming the tree shows what has come and says so, and no figures are made of it', async () => {
  const { vm = {}, ...frame } = aSnapshot({ pool: 'Big', hosts: { h1: {} }, vms: { early: { on: 'h1' }, late: {} } });
  const page = (name: string) => ({ vm: { set: { [name]: vm.set?.[name] ?? {} } } });
  const { promise: rest, resolve: sendRest } = Promise.withResolvers<void>();
  await using opened = await openScripted(browser, source.address, {
    ...aPool({ pool: 'Big', hosts: { h1: {} } }),
    async 'pool.snapshot'(input) {
      if (input.page === undefined) return { sequence: 1, inventory: { ...frame, ...page('early') }, next: 'rest' };
      await rest;
      return { sequence: 1, inventory: page('late') };
    },
  });
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.row('early').waitFor();
  const tree = opened.page.getByRole('navigation', { name: treeText.region });
  expect([await tree.getAttribute('aria-busy'), await tree.getByRole('status').innerText()]).toEqual([
    'true',
    expect.stringContaining('Loading Big'),
  ]);
  expect(await opened.page.getByRole('main').innerText()).toContain('Loading Big');
  await window.select('early');
  await window.filter().fill('late');
  await tree.getByText(treeText.loading).waitFor();
  sendRest();
  await window.row('late').waitFor();
  expect([await tree.getAttribute('aria-busy'), await tree.getByRole('status').count()]).toEqual(['false', 0]);
  await opened.page.getByRole('article', { name: 'early' }).waitFor();
  expect(opened.complaints).toEqual([]);
});
