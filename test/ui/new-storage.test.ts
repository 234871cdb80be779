import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { Delta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Discovery } from '#shared/domain/storage/look.ts';
import { fieldText, storageWizardText } from '#shared/text/storage-wizard-text.ts';
import { launchChromium } from '#test/support/chromium.ts';
import { aRecord, aSnapshot } from '#test/support/inventories.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { openScripted, serveWindowSources, type WindowSource } from './scripted-window.ts';

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
const SECRET = '6b1f7d0a-53a5-4c8e-9a2e-5d0e6f6f1c11';
const UUID = '7e570003-0000-4000-8000-5707a6e00000';
const LUN = '36001405aaaabbbbcccc0001';

const TYPES = ['smb', 'ext', 'lvmohba', 'lvmofcoe', 'nfs', 'linstor', 'gfs2'];
const drivers = {
  ...Object.fromEntries(TYPES.map((type) => [type, aRecord('sm', { type, name: type })])),
  linstor: aRecord('sm', { type: 'linstor', name: 'LINSTOR', configuration: { group: 'resource group', apipassword: 'of the controller' } }),
  gfs2: aRecord('sm', { type: 'gfs2', name: 'GFS2', requiredClusterStack: ['corosync'] }),
};
const pool = aSnapshot({ pool: 'Paris', hosts: { h1: {}, h2: {} }, vms: {} });
const here: Delta = {
  ...pool,
  sm: { set: drivers },
  sr: { set: { lost: aRecord('sr', { name: 'archive', uuid: UUID, type: 'nfs', isShared: true, description: 'nas.example:/vms' }) } },
};
const live: Server = { id: server, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
const empty: Discovery = { found: 'repositories', repositories: [] };

/** A window with the pool, and the wizard opened on `on`. What is asked of the engine is written down. */
async function withWizard(on: string, command: string, title: string, discovery: () => Discovery = () => empty) {
  const asked: Requested[] = [];
  const kept: string[] = [];
  const dropped: string[] = [];
  const opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: here }),
    'operation.list': () => ({ sequence: 1, operations: [] }),
    'operation.start': ({ requests }) => {
      asked.push(...requests);
      return { operations: requests.map((_, index) => `o${index}` as OperationId) };
    },
    'storage.keep-password': ({ password }) => {
      kept.push(password);
      return { secret: SECRET };
    },
    'storage.look': () => ({ discovery: discovery() }),
    'storage.drop-passwords': ({ secrets }) => {
      dropped.push(...secrets);
      return {};
    },
  });
  await opened.push({ frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } });
  const window = mainWindow(opened.page);
  await window.select(on);
  await window.command(command);
  const dialog = opened.page.getByRole('dialog', { name: new RegExp(`^${title}`) });
  const button = (name: string) => dialog.getByRole('button', { name, exact: true });
  let sequence = 1;
  return {
    ...opened,
    window,
    dialog,
    asked,
    kept,
    dropped,
    button,
    press: async (name: string) => await button(name).click(),
    field: (name: keyof typeof fieldText) => dialog.getByLabel(fieldText[name].label, { exact: true }),
    choose: async (name: string) => await dialog.getByRole('radio', { name, exact: true }).check(),
    toLocation: async () => {
      await button(storageWizardText.next).click();
      await button(storageWizardText.next).click();
    },
    isBlocked: async (name: string) => (await button(name).getAttribute('aria-disabled')) === 'true',
    link: async (state: Server['state']) =>
      await opened.push({ frame: 'event', topic: 'servers', sequence: (sequence += 1), payload: [{ ...live, state }] }),
  };
}

const onPool = async (discovery?: () => Discovery) => await withWizard('Paris', storageWizardText.command, storageWizardText.title, discovery);

test('a quiet moment brings the code of every dialog, so the first opening asks for no file', async () => {
  await using opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: here }),
    'operation.list': () => ({ sequence: 1, operations: [] }),
  });
  const asked: string[] = [];
  opened.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await opened.push({ frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } });
  // They come one after another, and this one last.
  await expect.poll(() => asked.some((path) => path.startsWith('/assets/RestoreHostDialog-')), { timeout: 20_000 }).toBe(true);
  await opened.page.waitForLoadState('networkidle');
  const before = [...asked];
  const window = mainWindow(opened.page);
  await window.select('Paris');
  await window.command(storageWizardText.command);
  await opened.page.getByRole('dialog', { name: new RegExp(`^${storageWizardText.title}`) }).waitFor();
  expect([asked.slice(before.length), opened.complaints]).toEqual([[], []]);
});

test('a password is kept in the pool once while it is looked with, and goes when the wizard is closed', async () => {
  await using at = await onPool();
  await at.choose('SMB');
  await at.toLocation();
  await at.field('unc').fill('\\\\files\\vms');
  await at.field('user').fill('DOMAIN\\xen');
  await at.field('password').fill('hunter2');
  await at.press(storageWizardText.look.contents);
  await at.press(storageWizardText.look.contents);
  await at.page.keyboard.press('Escape');
  await expect.poll(() => [at.kept, at.dropped]).toEqual([['hunter2'], [SECRET]]);
  // What was typed is found again.
  await at.window.command(storageWizardText.command);
  expect([await at.field('unc').inputValue(), await at.field('user').inputValue(), at.complaints]).toEqual(['\\\\files\\vms', 'DOMAIN\\xen', []]);
});

test('a driver of its own has a page of its own words; its password goes to the pool, and only its name into what is asked', async () => {
  await using at = await onPool();
  await at.choose('LINSTOR');
  await at.toLocation();
  await at.dialog.getByLabel('group: resource group').fill('ssd');
  const password = at.dialog.getByLabel('apipassword: of the controller');
  await password.fill('hunter2');
  expect(await password.getAttribute('type')).toBe('password');
  await at.press(storageWizardText.next);
  expect(await at.dialog.innerText()).not.toContain('hunter2');
  await at.press(storageWizardText.create);
  await expect
    .poll(() => at.asked)
    .toMatchObject([{ kind: 'sr.create', source: { type: 'linstor', config: { group: 'ssd', apipassword_secret: SECRET } } }]);
  expect([JSON.stringify(at.asked).includes('hunter2'), at.kept, at.dropped, at.complaints]).toEqual([false, ['hunter2'], [], []]);
});

test('a lost connection leaves every page as it was, and a host’s own disks are written over only with their path typed', async () => {
  await using at = await onPool(() => ({ found: 'repositories', repositories: [{ uuid: UUID, name: 'old' }] }));
  const lost = at.dialog.getByText(storageWizardText.lost);
  await at.choose('Local Ext');
  await at.link({ is: 'stale', sinceMs: 0, why: { kind: 'gone' } });
  await lost.waitFor();
  await at.press(storageWizardText.next);
  await at.field('name').fill('scratch');
  await at.press(storageWizardText.next);
  await at.field('devices').fill('/dev/sdb');
  await at.link({ is: 'live' });
  await lost.waitFor({ state: 'detached' });
  // By keyboard: what is typed is looked for with Enter.
  await at.field('devices').press('Enter');
  await at.dialog.getByRole('radio', { name: storageWizardText.erase('/dev/sdb'), exact: true }).check();
  expect(await at.isBlocked(storageWizardText.next)).toBe(true);
  await at.dialog.getByLabel(storageWizardText.eraseTyped('/dev/sdb')).fill('/dev/sdb');
  await at.press(storageWizardText.next);
  await at.link({ is: 'stale', sinceMs: 0, why: { kind: 'gone' } });
  await lost.waitFor();
  expect(await at.isBlocked(storageWizardText.create)).toBe(true);
  await at.link({ is: 'live' });
  await at.press(storageWizardText.create);
  await expect
    .poll(() => at.asked)
    .toMatchObject([{ kind: 'sr.create', name: 'scratch', source: { kind: 'ext', host: 'h1' as HostRef, devices: ['/dev/sdb'] } }]);
  expect(at.complaints).toEqual([]);
});

test('what a pool cannot have is there with the reason; a LUN over Ethernet is found, looked at and named by its path', async () => {
  const found: Discovery[] = [
    { found: 'devices', devices: [{ scsiId: LUN, lun: 3, path: '/dev/sdc', vendor: 'DGC', sizeBytes: 2 ** 40 }], adapters: [] },
    empty,
  ];
  await using at = await onPool(() => found.shift() ?? empty);
  const [cluster, missing] = ['iSCSI with GFS2', 'iSCSI'].map((name) => at.dialog.getByRole('radio', { name, exact: true }));
  expect([await cluster?.isDisabled(), await missing?.isDisabled()]).toEqual([true, true]);
  expect(await at.dialog.getByText(/^It needs clustering, which is not set up on this pool/).count()).toBe(2);
  await at.choose('FCoE');
  await at.toLocation();
  await at.press(storageWizardText.look.devices);
  await at.dialog.getByRole('radio', { name: new RegExp(LUN) }).check();
  await at.dialog.getByText(storageWizardText.contents.empty).waitFor();
  await at.press(storageWizardText.next);
  await at.press(storageWizardText.create);
  await expect.poll(() => at.asked).toMatchObject([{ kind: 'sr.create', source: { kind: 'fcoe', scsiId: LUN, path: '/dev/sdc' } }]);
  expect(at.complaints).toEqual([]);
});

test('512 LUNs: only those in sight are drawn, keys go through all of them and choose nothing, and what a filter shows is chosen at once', async () => {
  const devices = Array.from({ length: 512 }, (_, lun) => ({
    scsiId: `3600a0b80${lun}`,
    lun,
    vendor: 'DGC',
    serial: `SER-${lun}.`,
    sizeBytes: 2 ** 40,
  }));
  let looks = 0;
  await using at = await onPool(() => ((looks += 1) === 1 ? { found: 'devices', devices, adapters: [] } : empty));
  await at.choose('Hardware HBA');
  await at.toLocation();
  await at.press(storageWizardText.look.devices);
  await at.dialog.getByText(storageWizardText.lunCount(512)).waitFor();
  const boxes = at.dialog.getByRole('table', { name: storageWizardText.luns }).getByRole('checkbox');
  const focused = async () => await at.page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  const label = (lun: number) => storageWizardText.lunLabel(lun, `3600a0b80${lun}`);
  expect(await boxes.count()).toBeLessThan(60);
  const filter = at.dialog.getByLabel(storageWizardText.findLun);
  await filter.focus();
  // The buttons beside it come first.
  await at.button(storageWizardText.chooseShown(512)).focus();
  await at.page.keyboard.press('Tab');
  expect(await focused()).toBe(label(0));
  for (const [key, lun] of [
    ['End', 511],
    ['ArrowUp', 510],
    ['PageUp', 500],
    ['Home', 0],
    ['PageDown', 10],
  ] as const) {
    await at.page.keyboard.press(key);
    await expect.poll(focused).toBe(label(lun));
  }
  expect(looks).toBe(1);
  await at.page.keyboard.press('Space');
  await at.dialog.getByText(storageWizardText.chosen(1)).waitFor();
  await at.page.keyboard.press('Shift+Tab');
  expect(await at.button(storageWizardText.chooseNone).evaluate((button) => button === document.activeElement)).toBe(true);
  await at.press(storageWizardText.chooseNone);
  await filter.fill('ser-41');
  await at.press(storageWizardText.chooseShown(11));
  await at.dialog.getByText(storageWizardText.chosen(11)).waitFor();
  await expect.poll(() => looks).toBe(13);
  await expect.poll(async () => await at.isBlocked(storageWizardText.next)).toBe(false);
  await at.press(storageWizardText.next);
  await at.press(storageWizardText.createMany(11));
  await expect.poll(() => at.asked.length).toBe(11);
  expect(at.asked[10]).toMatchObject({ kind: 'sr.create', source: { kind: 'hba', scsiId: '3600a0b80419' } });
  expect(at.complaints).toEqual([]);
});

test('storage without connections is attached where it is found, and nowhere else', async () => {
  const found: Discovery[] = [
    { found: 'repositories', repositories: [{ uuid: SECRET, name: 'another' }] },
    { found: 'repositories', repositories: [{ uuid: SECRET, name: 'another' }, { uuid: UUID }] },
  ];
  await using at = await withWizard(
    'archive',
    storageWizardText.attachCommand,
    storageWizardText.attachAgain('archive'),
    () => found.shift() ?? empty,
  );
  // Its description tells where it has been.
  expect(await at.field('share').inputValue()).toBe('nas.example:/vms');
  await at.press(storageWizardText.look.contents);
  await at.dialog.getByRole('alert').getByText(storageWizardText.liesElsewhere('archive')).waitFor();
  expect([await at.isBlocked(storageWizardText.next), await at.dialog.getByText(storageWizardText.createBeside).count()]).toEqual([true, 0]);
  await at.field('share').fill('nas.example:/new');
  await at.press(storageWizardText.look.contents);
  await at.dialog.getByText(storageWizardText.liesHere('archive')).waitFor();
  await at.press(storageWizardText.next);
  await at.press(storageWizardText.attachVerb);
  await expect.poll(() => at.asked).toMatchObject([{ kind: 'sr.introduce', uuid: UUID, name: 'archive', source: { kind: 'nfs', path: '/new' } }]);
  expect(at.complaints).toEqual([]);
});
