import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Input, Output } from '#shared/contract/calls.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import { confirmText } from '#shared/text/commands-text.ts';
import { treeText, viewNames } from '#shared/text/tree-text.ts';
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
const server: Server = { id: 's' as ServerId, address: '10.20.0.11', user: 'root', state: { is: 'live' } };

const paris = {
  pool: 'Paris',
  hosts: { h1: {}, h2: {} },
  vms: { web1: { on: 'h1' }, web2: { on: 'h1', tags: ['shop'] }, db: { on: 'h2' }, spare: {} },
};

function aPool(sketch: Parameters<typeof aSnapshot>[0], more: Script = {}): Script {
  return {
    'app.about': () => ({ version: '1.2.3', hasDemo: true }),
    'servers.list': () => ({ sequence: 1, servers: [server] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot(sketch) }),
    ...more,
  };
}

async function openTree(script: Script) {
  const opened = await openScripted(browser, source.address, script);
  await opened.push(hello);
  const window = mainWindow(opened.page);
  await window.tree().waitFor();
  return Object.assign(opened, { window });
}

async function selectedNames(page: Page): Promise<readonly string[]> {
  return await page.getByRole('treeitem', { selected: true }).allInnerTexts();
}

function vmChange(sequence: number, delta: object) {
  return { frame: 'event', topic: 'pools', sequence, payload: { server: server.id, delta: { vm: delta } } } as const;
}

test('several objects are selected by mouse and by keyboard, and the same keys leave one', async () => {
  await using opened = await openTree(aPool(paris));
  const { page, window } = opened;
  await window.select('web1');
  await window.row('db').click({ modifiers: ['Control'] });
  expect(await selectedNames(page)).toEqual(['web1', 'db']);
  await window.select('web1');
  await window.row('db').click({ modifiers: ['Shift'] });
  expect((await selectedNames(page)).map((name) => name.split('\n')[0])).toEqual(['web1', 'web2', 'h2', 'db']);
  await window.select('web1');
  await page.keyboard.press('Control+a');
  expect(await selectedNames(page)).toEqual(['web1', 'web2']);
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Home');
  expect((await selectedNames(page)).length).toBe(1);
  expect(opened.complaints).toEqual([]);
});

test('typing leads to a name, and a star opens all on a level', async () => {
  await using opened = await openTree(aPool(paris));
  const { page, window } = opened;
  await window.select('h1');
  await page.keyboard.press('ArrowLeft');
  await window.row('web1').waitFor({ state: 'detached' });
  await page.keyboard.press('*');
  await window.row('web1').waitFor();
  await page.keyboard.type('we');
  expect(await selectedNames(page)).toEqual(['web1']);
});

test('a filter offers how to go on, leaves what matches, and cleared shows what was folded and selected before', async () => {
  await using opened = await openTree(aPool(paris));
  const { page, window } = opened;
  await window.select('db');
  await window.select('h1');
  await page.keyboard.press('ArrowLeft');
  await window.row('web1').waitFor({ state: 'detached' });
  await window.filter().fill('on');
  await page.getByRole('option', { name: 'on:' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'on:h1' }).click();
  await window.row('web1').waitFor();
  expect(await window.row('db').count()).toBe(0);
  await page.keyboard.press('Escape');
  await window.row('db').waitFor();
  expect(await window.row('web1').count()).toBe(0);
  expect((await selectedNames(page)).map((name) => name.split('\n')[0])).toEqual(['h1']);
});

test('a filter nothing passes says so and is cleared by a button', async () => {
  await using opened = await openTree(aPool(paris));
  const { page, window } = opened;
  await window.filter().fill('nothing like it');
  await page.getByText(treeText.noMatch).waitFor();
  await page.getByRole('button', { name: treeText.clearFilter }).click();
  await window.row('web1').waitFor();
  expect(await window.filter().inputValue()).toBe('');
});

test('the view is switched by its menu, and what has many places is selected in all of them', async () => {
  await using opened = await openTree(aPool(paris));
  const { page, window } = opened;
  await window.select('web2');
  await page.getByRole('button', { name: treeText.switchView }).click();
  await page
    .getByRole('menuitemcheckbox', { name: viewNames.organization })
    .or(page.getByRole('menuitemradio', { name: viewNames.organization }))
    .click();
  await window.row('shop').waitFor();
  expect(await selectedNames(page)).toEqual(['web2']);
});

test('rows that come above what is in sight do not move it', async () => {
  const vms = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`vm-${index}`, { on: 'h1' }]));
  await using opened = await openTree(aPool({ ...paris, vms }));
  const { page, window } = opened;
  await window.tree().focus();
  await page.keyboard.press('End');
  await window.row('vm-299').waitFor();
  const before = await window.row('vm-299').boundingBox();
  const fresh = aSnapshot({ ...paris, vms: { 'a-new-one': { on: 'h1' } } }).vm;
  await opened.push(vmChange(2, fresh ?? {}));
  await page
    .getByRole('treeitem', { name: /^vm-299/ })
    .and(page.locator('[aria-posinset="301"]'))
    .waitFor();
  expect((await window.row('vm-299').boundingBox())?.y).toBe(before?.y);
});

test('a VM dropped on a host moves only once the question is answered', async () => {
  const asked: unknown[] = [];
  const start = ({ requests }: Input<'operation.start'>): Output<'operation.start'> => {
    asked.push(...requests);
    return { operations: [] };
  };
  await using opened = await openTree(aPool(paris, { 'operation.start': start }));
  const { page, window } = opened;
  await window.row('web1').dragTo(window.row('h2'));
  const question = page.getByRole('dialog', { name: 'Migrate web1?' });
  await question.getByText(confirmText.move('web1', 'h2')).waitFor();
  await question.getByRole('button', { name: confirmText.cancel, exact: true }).last().click();
  await question.waitFor({ state: 'detached' });
  expect(asked).toEqual([]);
  await window.row('web1').dragTo(window.row('h2'));
  await question.getByRole('button', { name: 'Migrate', exact: true }).click();
  await question.waitFor({ state: 'detached' });
  await expect.poll(() => asked).toEqual([{ kind: 'vm.migrate', server: 's', vm: 'web1', host: 'h2' }]);
});

test('what was open, chosen and filtered another day is there again', async () => {
  const memory = { view: 'infrastructure', options: {}, filter: '', folds: { infrastructure: { 'h1-uuid': false } }, selected: 'db-uuid' };
  const remembered = (): Output<'view.get'> => ({ value: memory });
  await using opened = await openTree(aPool(paris, { 'view.get': remembered }));
  const { window } = opened;
  await window.row('db').and(opened.page.locator('[aria-selected=true]')).waitFor();
  expect(await window.row('web1').count()).toBe(0);
});

test('an object dropped on a tag gets it only once the question is answered', async () => {
  const asked: unknown[] = [];
  const start = ({ requests }: Input<'operation.start'>): Output<'operation.start'> => {
    asked.push(...requests);
    return { operations: [] };
  };
  const tagged = { ...paris, vms: { web: { on: 'h1', tags: ['shop'] }, db: { on: 'h2', tags: ['lab'] } } };
  await using opened = await openTree(aPool(tagged, { 'operation.start': start }));
  const { page, window } = opened;
  await page.getByRole('button', { name: treeText.switchView }).click();
  await page.getByRole('menuitemcheckbox', { name: viewNames.organization }).click();
  await window.row('db').dragTo(window.row('shop'));
  const question = page.getByRole('dialog', { name: confirmText.tagTitle(1, 'db') });
  await question.getByText(confirmText.tag('db', 'shop')).waitFor();
  expect(asked).toEqual([]);
  await question.getByRole('button', { name: confirmText.tagVerb, exact: true }).click();
  const edit = { kind: 'object.set-tags', server: 's', class: 'vm', ref: 'db', value: ['lab', 'shop'], was: ['lab'] };
  await expect.poll(() => asked).toEqual([edit]);
});

test('the selected row stays in sight when the window becomes shorter; one scrolled away stays away', async () => {
  const names = Array.from({ length: 60 }, (_, index) => `vm${String(index).padStart(2, '0')}`);
  const many = { pool: 'Paris', hosts: { h1: {} }, vms: Object.fromEntries(names.map((name) => [name, { on: 'h1' }])) };
  await using opened = await openTree(aPool(many));
  const { page, window } = opened;
  const low = window.tree().getByRole('treeitem', { name: /^vm12\b/ });
  await page.setViewportSize({ width: 1200, height: 900 });
  await low.click();
  const inSight = async () =>
    await low.evaluateAll((rows) =>
      rows.some((row) => {
        const { top, bottom } = row.getBoundingClientRect();
        const tree = row.closest('[role=tree]')?.getBoundingClientRect();
        return tree !== undefined && top >= tree.top && bottom <= tree.bottom;
      }),
    );
  await page.setViewportSize({ width: 1200, height: 420 });
  await expect.poll(inSight).toBe(true);
  await window.tree().hover();
  await page.mouse.wheel(0, -2000);
  await expect.poll(inSight).toBe(false);
  await page.setViewportSize({ width: 1200, height: 380 });
  await page.evaluate(
    async () =>
      await new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  expect(await inSight()).toBe(false);
});
