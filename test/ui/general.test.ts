import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Input } from '#shared/contract/calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import { applyDelta, emptyInventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { addressPrint } from '#shared/domain/routes/rehearsal.ts';
import { consoleText } from '#shared/text/console-text.ts';
import { darkWaysText } from '#shared/text/dark-ways-text.ts';
import { eventsText } from '#shared/text/events-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { haText } from '#shared/text/ha-text.ts';
import { overviewText } from '#shared/text/overview-text.ts';
import { propertiesText } from '#shared/text/properties-text.ts';
import { vmSettingsText } from '#shared/text/vm-settings-text.ts';
import { launchChromium, takePictures } from '#test/support/chromium.ts';
import { aRecord, aSnapshot } from '#test/support/inventories.ts';
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
const hello = { frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } } as const;
const { edit, label, missing } = propertiesText;

async function aWindow(script: Script = {}, state: Server['state'] = { is: 'live' }): Promise<ScriptedWindow> {
  const live: Server = { id: server, address: '10.20.0.11', user: 'root', state };
  const vms = { web: { on: 'h1', description: 'Web shop' }, stranded: { on: 'h2' } };
  const opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: aSnapshot({ pool: 'Paris', hosts: { h1: {}, h2: { isDark: true } }, vms }) }),
    'operation.list': () => ({ sequence: 1, operations: [] }),
    ...script,
  });
  await opened.push(hello);
  await mainWindow(opened.page).row('Paris').waitFor();
  return opened;
}

/** Answers every edit, and remembers what was asked. */
function anEngine() {
  const asked: Input<'operation.start'>[] = [];
  const undone: string[] = [];
  const script: Script = {
    'operation.start': (input) => {
      asked.push(input);
      return { operations: ['o' as OperationId] };
    },
    'operation.undo': ({ operation }) => {
      undone.push(operation);
      return { operations: [] };
    },
  };
  return { asked, undone, script };
}

function theOperation(asked: Input<'operation.start'> | undefined, state: Operation['state']): Operation {
  const [request] = asked?.requests ?? [];
  if (asked === undefined || request === undefined) throw new Error('nothing was asked');
  return {
    id: 'o' as OperationId,
    batch: asked.id,
    request,
    server,
    subject: { class: 'vm', name: 'web', serverName: 'Paris' },
    startedAtMs: 1_000,
    steps: [],
    state,
    canUndo: state.is === 'done',
    xe: [],
  };
}

const card = (page: Page, name: string) => page.getByRole('region', { name });
const show = async (page: Page, name: string) => await mainWindow(page).select(name);

async function describe(page: Page, text: string): Promise<void> {
  await show(page, 'web');
  await page.getByRole('button', { name: edit.edit(label.description) }).click();
  await page.getByRole('textbox', { name: label.description }).fill(text);
}

test('an edit names what it has read, shows the old value until the new one is there, and can be undone', async () => {
  const engine = anEngine();
  await using opened = await aWindow(engine.script);
  const { page } = opened;
  await describe(page, 'Web shop of Paris');
  await page.getByRole('button', { name: edit.save }).click();
  await expect
    .poll(() => engine.asked[0]?.requests)
    .toEqual([{ kind: 'object.describe', server, class: 'vm', ref: 'web', value: 'Web shop of Paris', was: 'Web shop' }]);
  const ended = theOperation(engine.asked[0], { is: 'done' });
  await opened.push({ frame: 'event', topic: 'operations', sequence: 2, payload: { changed: [ended], forgotten: [] } });
  // Done says the operation; the description is what the pool says.
  await card(page, propertiesText.card.overview).getByText('Web shop', { exact: true }).waitFor();
  await page.getByRole('button', { name: edit.undo, exact: true }).first().click();
  await expect.poll(() => engine.undone).toEqual(['o']);
});

test('what somebody else writes while one is typing is told, and neither text is lost without a word', async () => {
  const engine = anEngine();
  await using opened = await aWindow(engine.script);
  const { page } = opened;
  await describe(page, 'mine');
  await opened.push({ frame: 'event', topic: 'pools', sequence: 2, payload: { server, delta: { vm: { set: { web: { description: 'theirs' } } } } } });
  await page.getByText(edit.changedUnderneath('theirs')).waitFor();
  expect(await page.getByRole('textbox', { name: label.description }).inputValue()).toBe('mine');
  await page.getByRole('button', { name: edit.overwrite }).click();
  await expect.poll(() => engine.asked[0]?.requests).toMatchObject([{ value: 'mine', was: 'theirs' }]);
});

test('a refused edit keeps what was typed and says why', async () => {
  const engine = anEngine();
  await using opened = await aWindow(engine.script);
  const { page } = opened;
  await describe(page, 'mine');
  await page.getByRole('button', { name: edit.save }).click();
  await expect.poll(() => engine.asked.length).toBe(1);
  const failed = theOperation(engine.asked[0], {
    is: 'failed',
    failure: { kind: 'changed-meanwhile', now: 'theirs' },
    undone: [],
    left: [],
    next: [],
  });
  await opened.push({ frame: 'event', topic: 'operations', sequence: 2, payload: { changed: [failed], forgotten: [] } });
  await page
    .getByRole('form', { name: edit.edit(label.description) })
    .getByRole('alert')
    .waitFor();
  expect(await page.getByRole('textbox', { name: label.description }).inputValue()).toBe('mine');
});

test('Escape gives an edit up', async () => {
  await using opened = await aWindow();
  const { page } = opened;
  await describe(page, 'never mind');
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: label.description }).waitFor({ state: 'detached' });
  expect(await card(page, propertiesText.card.overview).innerText()).toContain('Web shop');
});

test('on its way, not said, none and not to be had are four different things', async () => {
  const fields = { authType: '', domain: '', updates: [] };
  await using opened = await aWindow({ 'object.details': () => ({ atMs: 1_000, isNow: true, fields }) });
  const { page } = opened;
  await show(page, 'h1');
  const row = (name: string) =>
    page
      .getByRole('term')
      .filter({ hasText: new RegExp(`^${name}$`) })
      .locator('xpath=following-sibling::dd');
  await expect.poll(async () => await row(label.domain).innerText()).toBe(missing.none);
  expect(await row(label.certificateCheck).innerText()).toBe(missing.unsaid);
  await using waiting = await aWindow();
  await show(waiting.page, 'h1');
  await waiting.page.getByText(missing.loading).first().waitFor();
});

test('without a connection the page stays, says that it is old, and nothing in it can be edited', async () => {
  await using opened = await aWindow({}, { is: 'stale', sinceMs: 1_000, why: { kind: 'unreachable', address: '10.20.0.11', why: 'timed-out' } });
  const { page } = opened;
  await show(page, 'web');
  const pencil = page.getByRole('button', { name: edit.edit(label.description) });
  expect(await pencil.getAttribute('aria-disabled')).toBe('true');
  expect(await card(page, propertiesText.card.overview).innerText()).toContain(propertiesText.lastKnown);
});

test('the overview of a pool tells live from last known, and warns of starting a VM twice', async () => {
  await using opened = await aWindow();
  const { page } = opened;
  await show(page, 'Paris');
  await page.getByRole('tab', { name: frameText.overview }).click();
  const words = await card(page, overviewText.hosts).innerText();
  expect(words).toContain(overviewText.darkNote('h2', 1));
  expect(words).toContain(overviewText.wasRunning(1));
  await page.getByText(overviewText.noAlerts).waitFor();
});

test('what would lead to a host that goes dark is tried on request, and says on what came of it', async () => {
  const known = { keys: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:x' }], bmcAddress: '10.7.0.1' };
  const pif = { host: 'h1' as never, netmask: '255.255.255.0', isAttached: true, isPhysical: true, vlan: -1 };
  const pifs = {
    a0: aRecord('pif', { ...pif, uuid: 'a0', device: 'eth0', ip: '10.0.0.1', isManagement: true }),
    a1: aRecord('pif', { ...pif, uuid: 'a1', device: 'eth1', ip: '10.9.0.1', isUnplugForbidden: true }),
  };
  const snapshot = { ...aSnapshot({ pool: 'Paris', hosts: { h1: { address: '10.0.0.1' }, h2: {} } }), pif: { set: pifs } };
  const print = addressPrint(applyDelta(emptyInventory, snapshot), 'h1' as never);
  const tried = { route: 'r', kind: 'jump', address: '10.9.0.1', nic: 'eth1', over: 'h2' } as const;
  const ports = [{ nic: 'eth0', switch: 'sw-a', port: 'Gi1/0/3' }];
  await using opened = await aWindow({
    'pool.snapshot': () => ({ sequence: 1, inventory: snapshot }),
    'ways.of': () => ({ sequence: 0, hosts: { h1: known } }),
    'ways.try': async ({ host }) => {
      const whole = { ...known, rehearsal: { atMs: Date.now(), print, ways: [{ ...tried, came: 'works' as const }], ports } };
      await opened.push({ frame: 'event', topic: 'ways', sequence: 1, payload: { server, host, known: whole } });
      return whole;
    },
  });
  const { page } = opened;
  await mainWindow(page).select('h1');
  const card = page.getByRole('region', { name: darkWaysText.title });
  await card.getByText(darkWaysText.verdict.untried).waitFor();
  await card.getByText(darkWaysText.notTried).waitFor();
  await card.getByRole('button', { name: darkWaysText.tryNow }).click();
  await card.getByText(darkWaysText.verdict.works).waitFor();
  await card.getByText('Through h2 to 10.9.0.1').waitFor();
  await card.getByText('eth0 hangs on sw-a, Gi1/0/3').waitFor();
  await mainWindow(page).select('Paris');
  const row = page.getByRole('table', { name: overviewText.hosts }).getByRole('row').filter({ hasText: 'h1' });
  await row.getByText('Works', { exact: true }).waitFor();
  expect(opened.complaints).toEqual([]);
});

test('what HA does for a VM and its fields are decided in its settings, together with the rest', async () => {
  const { asked, script } = anEngine();
  await using opened = await aWindow(script);
  const { page } = opened;
  await mainWindow(page).row('web').click({ button: 'right' });
  await page.getByRole('menuitem', { name: vmSettingsText.command }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(vmSettingsText.description).fill('The shop');
  await dialog.getByRole('button', { name: vmSettingsText.sections.ha }).click();
  await dialog.getByLabel(vmSettingsText.haPriority).selectOption('best-effort');
  await dialog.getByLabel(vmSettingsText.haOrder).fill('soon');
  await dialog.getByText(haText.wholeNumber).first().waitFor();
  await dialog.getByLabel(vmSettingsText.haOrder).fill('3');
  await dialog.getByRole('button', { name: vmSettingsText.sections.fields }).click();
  await dialog.getByLabel(vmSettingsText.fieldName).fill('Owner');
  await dialog.getByLabel(vmSettingsText.fieldValue).fill('Marie');
  await dialog.getByRole('button', { name: vmSettingsText.addField, exact: true }).click();
  await dialog.getByRole('button', { name: vmSettingsText.save }).click();
  await expect
    .poll(() => asked[0]?.requests)
    .toEqual([
      { kind: 'vm.configure', server, vm: 'web', changes: { description: 'The shop' }, was: { description: 'Web shop' } },
      { kind: 'ha.configure', server, settings: [{ vm: 'web', priority: 'best-effort', order: 3, startDelaySeconds: 0 }] },
      { kind: 'object.set-custom-field', server, class: 'vm', ref: 'web', field: 'Owner', value: 'Marie', was: '' },
    ]);
});

test('what has happened to a VM is listed, by its pool and by others, and can be looked through', async () => {
  const vm = { name: 'web', uuid: 'web-uuid' };
  const messages = {
    m1: aRecord('message', { name: 'VM_STARTED', priority: 5, at: Date.UTC(2026, 5, 1), body: '', about: 'VM', aboutUuid: vm.uuid }),
    m2: aRecord('message', { name: 'VM_CRASHED', priority: 3, at: Date.UTC(2026, 5, 2), body: '', about: 'VM', aboutUuid: vm.uuid }),
    m3: aRecord('message', { name: 'VM_STARTED', priority: 5, at: Date.UTC(2026, 5, 3), body: '', about: 'VM', aboutUuid: 'another' }),
  };
  const task = aRecord('task', {
    name: 'Async.VM.pause',
    status: 'failure',
    created: Date.UTC(2026, 5, 4),
    finished: Date.UTC(2026, 5, 4),
    otherConfig: { applies_to: 'web' },
  });
  const snapshot = {
    ...aSnapshot({ pool: 'Paris', hosts: { h1: {} }, vms: { web: { on: 'h1' } } }),
    message: { set: messages },
    task: { set: { t: task } },
  };
  await using opened = await aWindow({ 'pool.snapshot': () => ({ sequence: 1, inventory: snapshot }) });
  const { page } = opened;
  await mainWindow(page).select('web');
  await page.getByRole('tab', { name: eventsText.tab }).click();
  const table = page.getByRole('table', { name: eventsText.list('web') });
  await table.waitFor();
  const shown = async (): Promise<readonly string[]> => await table.getByRole('row').locator('td:nth-child(2)').allInnerTexts();
  const all = await shown();
  expect(all.map((words) => /crash/i.test(words))).toEqual([false, true, false]);
  await page.getByLabel(eventsText.show).selectOption('message');
  await expect.poll(shown).toEqual(all.slice(1));
  await page.getByLabel(eventsText.show).selectOption('bad');
  await expect.poll(shown).toEqual(all.slice(0, 2));
  await page.getByRole('search').getByLabel(eventsText.filter).fill('no such words');
  await page.getByText(eventsText.noMatch).waitFor();
});

test("beside the screen of a VM its guest can be reached by programs of one's own, where it answers", async () => {
  const before = aSnapshot({ pool: 'Paris', hosts: { h1: {} }, vms: { web: { on: 'h1', guestMetrics: 'g' as RefOf<'guestMetrics'> } } });
  const guest = { guestMetrics: { set: { g: aRecord('guestMetrics', { networks: { '0/ip': '10.1.0.5' } }) } } };
  await using opened = await aWindow({
    'pool.snapshot': () => ({ sequence: 1, inventory: { ...before, ...guest } }),
    'guest.ports': () => ({ doors: ([3389, 5900, 22] as const).map((port) => ({ address: '10.1.0.5', port, isOpen: port === 3389 })) }),
  });
  const { page } = opened;
  await mainWindow(page).select('web');
  await page.getByRole('tab', { name: consoleText.tab }).click();
  await page.getByRole('button', { name: consoleText.guest }).click();
  const dialog = page.getByRole('dialog');
  const rows = dialog.getByRole('row');
  await rows.filter({ hasText: consoleText.guestWays[3389] }).getByText(consoleText.answers).waitFor();
  expect(await rows.filter({ hasText: consoleText.guestWays[22] }).innerText()).toContain(consoleText.silent);
  expect(await dialog.getByRole('button', { name: consoleText.copyAddress('10.1.0.5::5900') }).count()).toBe(1);
  expect(await takePictures(page, 'guest-doors')).toEqual([]);
  const [download] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: consoleText.openRdp }).click()]);
  expect(download.suggestedFilename()).toBe('web.rdp');
});
