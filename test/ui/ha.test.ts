import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Input } from '#shared/contract/calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { haText } from '#shared/text/ha-text.ts';
import { relocationText } from '#shared/text/relocation-text.ts';
import { launchChromium, takePictures } from '#test/support/chromium.ts';
import { aRecord, aSnapshot } from '#test/support/inventories.ts';
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

const GIB = 1024 ** 3;
const server = 's' as ServerId;
const hello = { frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } } as const;

/** HA on and more promised than there is room for; `build` is protected although its disk is of one host. */
function overcommitted(): Delta {
  const vm = (on: string, gib: number) => ({ on, memoryStaticMax: gib * GIB, haRestartPriority: 'restart', isAlwaysRun: true });
  const snapshot = aSnapshot({
    pool: 'Paris',
    hosts: { h1: {}, h2: {}, h3: {} },
    vms: { web: vm('h1', 8), database: vm('h2', 12), build: vm('h3', 2), lab: { on: 'h1', memoryStaticMax: GIB } },
  });
  const local = 'local' as RefOf<'sr'>;
  return {
    ...snapshot,
    pool: {
      set: { pool: { ...snapshot.pool?.set?.['pool'], isHaEnabled: true, isHaOvercommitted: true, haFailuresToTolerate: 2, haPlanExistsFor: 0 } },
    },
    hostMetrics: {
      set: Object.fromEntries(['h1', 'h2', 'h3'].map((host) => [`${host}-metrics`, aRecord('hostMetrics', { isLive: true, memoryTotal: 16 * GIB })])),
    },
    sr: { set: { local: aRecord('sr', { name: 'Disk of h3' }) } },
    vdi: { set: { d: aRecord('vdi', { sr: local }) } },
    vbd: { set: { e: aRecord('vbd', { vm: 'build' as RefOf<'vm'>, vdi: 'd' as RefOf<'vdi'>, type: 'Disk' }) } },
  };
}

async function haTab(asked: Input<'operation.start'>[] = []): Promise<ScriptedWindow> {
  const live: Server = { id: server, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  const opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: overcommitted() }),
    'operation.list': () => ({ sequence: 1, operations: [] }),
    'operation.start': (input) => {
      asked.push(input);
      return { operations: [] };
    },
  });
  await opened.push(hello);
  await mainWindow(opened.page).select('Paris');
  await opened.page.getByRole('tab', { name: haText.tab }).click();
  return opened;
}

test('an overcommitted pool says what is missing, why a VM is tied, and what becomes of each VM', async () => {
  await using opened = await haTab();
  const { page } = opened;
  await page.getByText(haText.overcommittedNow(0, 2)).waitFor();
  await page.getByText(haText.notAgileStops(1)).waitFor();
  await page.getByText('build Has a disk on Disk of h3, which is not shared').waitFor();
  // The host whose loss leaves most behind is picked already.
  await page.getByRole('button', { name: /^h1/, pressed: true }).waitFor();
  await page.getByRole('button', { name: /^h2/, pressed: false }).click();
  const fates = page.getByRole('table', { name: haText.whatIf });
  await fates.getByRole('row', { name: /web.*Not enough memory/ }).waitFor();
  expect(await takePictures(page, 'ha-overcommitted')).toEqual([]);
  await page.getByRole('button', { name: haText.moveDisksOf('build') }).click();
  await page.getByRole('dialog', { name: relocationText.title(1, 'build') }).waitFor();
  expect(opened.complaints).toEqual([]);
});

test('what is changed is planned at once and asked for as one operation only when it is saved', async () => {
  const asked: Input<'operation.start'>[] = [];
  await using opened = await haTab(asked);
  const { page } = opened;
  await page.getByRole('button', { name: haText.fewer }).click();
  await page.getByRole('button', { name: haText.editAll(4) }).click();
  const dialog = mainWindow(page).dialog(haText.settings);
  await dialog.getByRole('checkbox', { name: haText.select('build') }).check();
  await dialog.getByLabel(haText.priority).selectOption({ label: 'Best effort' });
  await dialog.getByRole('button', { name: haText.apply }).click();
  await page.keyboard.press('Escape');
  await page.getByText(haText.serverSays(1)).waitFor();
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: haText.save }).click();
  await expect
    .poll(() => asked.flatMap(({ requests }) => requests))
    .toEqual([{ kind: 'ha.configure', server, failures: 1, settings: [{ vm: 'build', priority: 'best-effort', order: 0, startDelaySeconds: 0 }] }]);
});

test('the start order is changed by dragging and by the keyboard alone, and the focus goes with the VM', async () => {
  const asked: Input<'operation.start'>[] = [];
  await using opened = await haTab(asked);
  const { page } = opened;
  await page.getByRole('button', { name: haText.startOrderOpen }).click();
  const dialog = mainWindow(page).dialog(haText.startOrder);
  const vm = (name: string) => dialog.getByRole('button', { name, exact: true });
  await vm('web').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await dialog.getByText(haText.nowOrder('web', 1)).waitFor();
  expect(await vm('web').evaluate((element) => element === document.activeElement)).toBe(true);
  await vm('database').dragTo(vm('web'));
  await dialog.getByText(haText.nowOrder('database', 1)).waitFor();
  expect(await takePictures(page, 'ha-start-order')).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: haText.save }).click();
  await expect
    .poll(() => asked.flatMap(({ requests }) => requests.flatMap((request) => (request.kind === 'ha.configure' ? request.settings : []))))
    .toEqual(['web', 'database'].map((name) => expect.objectContaining({ vm: name, priority: 'restart', order: 1 }) as object));
  expect(opened.complaints).toEqual([]);
});
