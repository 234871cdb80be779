import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
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

test('a pool that another host claims as well says who they are and what not to do', async () => {
  const script: Script = {
    'servers.list': () => ({
      sequence: 1,
      servers: [{ id: 's' as ServerId, address: '10.20.0.11', user: 'root', state: { is: 'live' }, rivals: ['10.20.0.13'] }],
    }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot({ pool: 'Paris', hosts: { h1: {} } }) }),
  };
  await using opened = await openScripted(browser, source.address, script);
  await opened.push({ frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1 } });
  const window = mainWindow(opened.page);
  await window.select('Paris');
  const notice = await window.alert().innerText();
  expect(notice).toContain('10.20.0.13');
  expect(notice).toMatch(/Change nothing/);
});
