import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Input, Output } from '#shared/contract/calls.ts';
import { type LogNews, logNewsText } from '#shared/contract/log-news.ts';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import type { Offer } from '#shared/domain/diagnosis/offer.ts';
import type { SightValues } from '#shared/domain/diagnosis/sight.ts';
import { repairText } from '#shared/text/diagnosis-text.ts';
import { networkPlanText, resetChoicesText as choices } from '#shared/text/network-plan-text.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { recoveryText } from '#shared/text/recovery-text.ts';
import { sshOffText } from '#shared/text/ssh-off-text.ts';
import { attestText, repairDialogText } from '#shared/text/repair-dialog-text.ts';
import { statusReportText as reportText } from '#shared/text/status-report-text.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
import { launchChromium, takePictures } from '#test/support/chromium.ts';
import { anInvestigation, anOffer, aSight } from '#test/support/investigations.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aRecoveryWindow } from './recovery-window.ts';
import { serveWindowSources, type WindowSource } from './scripted-window.ts';

let browser: Browser;
let source: WindowSource;
beforeAll(async () => {
  [browser, source] = await Promise.all([launchChromium(), serveWindowSources()]);
});
afterAll(async () => {
  await browser.close();
  await source[Symbol.asyncDispose]();
});

const noAddress = { mode: 'none', ip: '', netmask: '', gateway: '', dns: '', ipv6Mode: '', ipv6: [], ipv6Gateway: '' } as const;
const plain = { members: [], properties: {}, purpose: '', isManagement: false, isUnplugForbidden: false } as const;
const plan: Output<'recovery.network-plan'>['plan'] = {
  host: { uuid: 'h2-uuid', name: 'xs-par-03', address: '10.20.0.13' },
  asOfMs: 1_764_500_000_000,
  interfaces: [
    {
      ...plain,
      is: 'card',
      device: 'eth0',
      mac: 'bc:97:e1:00:00:01',
      network: { uuid: 'n1', name: 'LAN' },
      address: { ...noAddress, mode: 'static', ip: '10.20.0.13', netmask: '255.255.255.0', gateway: '10.20.0.1' },
      isManagement: true,
    },
    {
      ...plain,
      is: 'bond',
      device: 'bond1',
      mac: '',
      network: { uuid: 'n2', name: 'Storage' },
      members: ['eth2', 'eth3'],
      mode: 'lacp',
      address: noAddress,
    },
  ],
  storage: [{ pbd: 'b1', name: 'nfs-vmstore', type: 'nfs' }],
  commands: ['xe bond-create network-uuid=n2 pif-uuids=$(…),$(…) mode=lacp', 'xe pbd-plug uuid=b1'],
};

const parameters = {
  device: 'eth1',
  mode: 'static',
  address: '10.20.0.13',
  netmask: '255.255.255.0',
  gateway: '10.20.0.1',
  dns: '',
  master: '10.20.0.11',
};

function withReset() {
  const reset: Offer = anOffer({ repair: 'reset-network', class: 'C3', parameters, commands: ['as proposed'] });
  const { diagnosis } = anInvestigation();
  const headline = diagnosis.headline === undefined ? undefined : { ...diagnosis.headline, offers: [reset] };
  return anInvestigation({ diagnosis: { ...diagnosis, headline } });
}

test('a reset shows what it takes away before it is done, lets its address be chosen, and runs exactly what it shows', async () => {
  const asked: Input<'operation.start'>[] = [];
  const script = {
    'recovery.network-plan': () => ({ plan, kept: [] }),
    'operation.start': (input: Input<'operation.start'>) => {
      asked.push(input);
      return { operations: [] };
    },
  };
  await using opened = await aRecoveryWindow({ browser, address: source.address }, { investigation: withReset(), script });
  const { page } = opened;
  const { label } = repairText(anOffer({ repair: 'reset-network', class: 'C3' }));
  await page.getByRole('button', { name: label }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('bond1 (lacp: eth2, eth3)').waitFor();
  await dialog.getByText('xe pbd-plug uuid=b1').waitFor();
  await dialog.getByRole('button', { name: networkPlanText.save }).waitFor();
  expect(await takePictures(page, 'network-reset')).toEqual([]);
  await dialog.getByLabel(repairDialogText.typed('xs-par-03')).fill('xs-par-03');
  const doIt = dialog.getByRole('button', { name: label });
  await dialog.getByLabel(choices.address, { exact: true }).fill('not an address');
  expect(await doIt.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel(choices.address, { exact: true }).fill('10.20.0.99');
  await dialog.getByLabel(choices.vlan).fill('20');
  const lines = await dialog.getByRole('region', { name: repairDialogText.commands }).innerText();
  expect(lines).toContain('--device=eth1 --mode=static --ip=10.20.0.99 --netmask=255.255.255.0 --gateway=10.20.0.1 --vlan=20 -m 10.20.0.11');
  await doIt.click();
  await expect
    .poll(() => asked)
    .toMatchObject([
      { requests: [{ kind: 'host.repair', repair: 'reset-network', parameters: { ...parameters, address: '10.20.0.99', vlan: '20' } }] },
    ]);
});

test('after a reset its plan stays on the page until somebody puts it away', async () => {
  const away: string[] = [];
  let kept: Output<'recovery.network-plan'>['kept'] = [{ id: 'k1', keptAtMs: 1_764_500_000_000, plan }];
  await using opened = await aRecoveryWindow(
    { browser, address: source.address },
    {
      investigation: anInvestigation(),
      script: {
        'recovery.network-plan': () => ({ plan, kept }),
        'recovery.put-plan-away': ({ id }) => {
          away.push(id);
          kept = [];
          return {};
        },
      },
    },
  );
  const { page } = opened;
  await page.getByText('xe pbd-plug uuid=b1').waitFor();
  expect(await takePictures(page, 'network-plan-kept')).toEqual([]);
  await page.getByRole('button', { name: networkPlanText.putAway }).click();
  await page.getByText('xe pbd-plug uuid=b1').waitFor({ state: 'detached' });
  expect(away).toEqual(['k1']);
});

test('where SSH is closed the host’s own toolstack is offered, and told what was confirmed', async () => {
  const asked: Input<'operation.start'>[] = [];
  const told = { address: '10.20.0.11', name: 'xs-par-01', host: 'h2-uuid' };
  const offer = anOffer({
    repair: 'point-to-master',
    class: 'C2',
    on: 'toolstack',
    parameters: told,
    commands: ['pool.emergency_reset_master("10.20.0.11")'],
    preconditions: [{ id: 'certificate-known', state: 'met' }],
  });
  const { investigation, script } = overHttps(offer, asked);
  await using opened = await aRecoveryWindow({ browser, address: source.address }, { investigation, script });
  const { page } = opened;
  const { label } = repairText(offer);
  const section = page.getByRole('region', { name: sshOffText.offers });
  await section.getByRole('button', { name: label }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(repairDialogText.on.toolstack).waitFor();
  expect(await takePictures(page, 'over-https')).toEqual([]);
  await dialog.getByLabel(repairDialogText.typed('xs-par-03')).fill('xs-par-03');
  await dialog.getByRole('button', { name: label }).click();
  await expect.poll(() => asked).toMatchObject([{ requests: [{ kind: 'host.repair', repair: 'point-to-master', parameters: told, over: 'https' }] }]);
});

test('whoever promotes a host whose copy of the database nothing shows sees what is known of each, and says why it is the newest', async () => {
  const asked: Input<'operation.start'>[] = [];
  const offer = anOffer({
    repair: 'promote',
    class: 'C3',
    on: 'toolstack',
    parameters: { host: 'h2-uuid', name: 'xs-par-03' },
    commands: ['pool.emergency_transition_to_master()', 'pool.recover_slaves()'],
    preconditions: [{ id: 'newest-database', state: 'unknown' }],
    attestable: ['newest-database'],
  });
  const word = { uuid: 'u4', atMs: Date.now(), dbGeneration: 2_841_733, dbChangedAtS: 1_764_500_000 };
  const { investigation, script } = overHttps(offer, asked, {
    neighbours: [
      { host: 'h4' as never, name: 'xs-par-04', state: { is: 'asked', word } },
      { host: 'h5' as never, name: 'xs-par-05', state: { is: 'not-reached', atMs: Date.now(), why: { is: 'refused' } } },
    ],
  });
  await using opened = await aRecoveryWindow({ browser, address: source.address }, { investigation, script });
  const { page } = opened;
  const { label } = repairText(offer);
  await page.getByRole('region', { name: sshOffText.offers }).getByRole('button', { name: label }).click();
  const dialog = page.getByRole('dialog');
  const rows = dialog.getByRole('region', { name: attestText.title }).getByRole('row');
  await rows.filter({ hasText: attestText.number(2_841_733) }).waitFor();
  expect(await rows.filter({ hasText: attestText.unknown }).count()).toBe(2);
  await dialog.getByLabel(repairDialogText.typed('xs-par-03')).fill('xs-par-03');
  const doIt = dialog.getByRole('button', { name: label });
  expect(await doIt.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel(attestText.reason).fill('the others were away all day');
  expect(await takePictures(page, 'answered-for')).toEqual([]);
  await doIt.click();
  const attested = { conditions: ['newest-database'], reason: 'the others were away all day' };
  await expect.poll(() => asked).toMatchObject([{ requests: [{ kind: 'host.repair', repair: 'promote', over: 'https', attested }] }]);
});

/** Nothing leads into the host but what its toolstack offers; what is started is noted. */
function overHttps(offer: Offer, asked: Input<'operation.start'>[], more: Partial<Investigation> = {}) {
  const investigation = anInvestigation({
    is: 'no-way',
    active: undefined,
    identity: undefined,
    sight: emptySight,
    toolstack: { address: '10.30.0.13', atMs: Date.now(), says: { is: 'emergency', code: 'HOST_MASTER_CANNOT_TALK_BACK', parameters: [] } },
    overHttps: [offer],
    ...more,
  });
  const script = {
    'operation.start': (input: Input<'operation.start'>) => {
      asked.push(input);
      return { operations: [] };
    },
  };
  return { investigation, script };
}

test('a certificate nobody knows is compared before anything is sent, and confirmed as it was shown', async () => {
  const confirmed: Input<'recovery.confirm-certificate'>[] = [];
  const fingerprint = Array.from({ length: 32 }, () => 'A7').join(':');
  const pinned = Array.from({ length: 32 }, () => '3C').join(':');
  const investigation = anInvestigation({
    is: 'no-way',
    active: undefined,
    identity: undefined,
    sight: emptySight,
    toolstack: { address: '10.30.0.13', atMs: Date.now(), says: { is: 'untrusted', fingerprint, pinned } },
  });
  const script = {
    'recovery.confirm-certificate': (input: Input<'recovery.confirm-certificate'>) => {
      confirmed.push(input);
      return {};
    },
  };
  await using opened = await aRecoveryWindow({ browser, address: source.address }, { investigation, script });
  const section = opened.page.getByRole('region', { name: sshOffText.certificate.title('xs-par-03') });
  await section.getByText(pinned).waitFor();
  await section.scrollIntoViewIfNeeded();
  expect(await takePictures(opened.page, 'unknown-certificate')).toEqual([]);
  await section.getByRole('button', { name: sshOffText.certificate.confirm }).click();
  await expect.poll(() => confirmed).toMatchObject([{ fingerprint }]);
});

test('a status report says what is in it, goes on in the list of tasks, and can be stopped from there', async () => {
  await using opened = await aRecoveryWindow({ browser, address: source.address }, { investigation: anInvestigation() });
  const { page } = opened;
  // Nobody is there to pick a file.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showSaveFilePicker'));
  await mainWindow(page).command(reportText.command);
  const dialog = page.getByRole('dialog');
  await dialog.getByText(reportText.confidential).waitFor();
  await dialog.getByRole('button', { name: reportText.start }).click();
  await dialog.getByText(reportText.goesOn).waitFor();
  expect(await takePictures(page, 'status-report')).toEqual([]);
  await dialog.getByRole('button', { name: reportText.close }).first().click();
  const drawer = page.getByRole('region', { name: tasksText.list });
  await drawer.getByText(tasksText.running(1)).waitFor();
  await page.getByRole('button', { name: tasksText.open }).click();
  const title = reportText.title('xs-par-03');
  await drawer.getByRole('button', { name: new RegExp(`^${title}`) }).click();
  const detail = page.getByRole('article', { name: title });
  await detail.getByText(tasksText.thisWindow).waitFor();
  await detail.getByRole('button', { name: tasksText.cancel }).click();
  await detail.getByText(/was stopped; nothing is left of it/).waitFor();
  await drawer.getByRole('button', { name: tasksText.clearDone }).click();
  await detail.waitFor({ state: 'detached' });
});

test('lines come live while somebody could see them, known ones marked, and are kept when the way breaks', async () => {
  await using opened = await aRecoveryWindow({ browser, address: source.address }, { investigation: anInvestigation() });
  const { page } = opened;
  const panel = page.getByRole('region', { name: panelText.titles.logs });
  const log = page.getByRole('log');
  const say = async (news: LogNews) =>
    await page.evaluate((text) => {
      const { stream, listen } = Reflect.get(window, 'streamOfTest');
      listen({ frame: 'stream-data', stream, bytes: new TextEncoder().encode(text) });
    }, logNewsText(news));
  await say({ is: 'begins', lines: [{ file: 'xensource', at: 'Jun  9 14:00:00', text: 'first', signature: 'master-lost' }] });
  await panel.getByText(panelText.following.followed).waitFor();
  await say({
    is: 'added',
    lines: [
      { file: 'kernel', at: 'Jun  9 14:00:01', text: 'eth0: NIC Link is Down', signature: 'link-changed' },
      { file: 'storage', text: 'plain' },
    ],
  });
  await log.getByText('NIC Link is Down').waitFor();
  expect(await log.locator('[data-signed="true"]').count()).toBe(2);
  await say({ is: 'waiting', why: 'no-way' });
  await panel.getByText(panelText.following.waiting).waitFor();
  expect(await log.getByText('first').count()).toBe(1);
  await say({ is: 'begins', lines: [{ file: 'xensource', text: 'anew', signature: 'master-lost' }] });
  await log.getByText('anew').waitFor();
  expect(await log.getByText('first').count()).toBe(0);
  await say({ is: 'waiting', why: 'refused' });
  await panel.getByText(panelText.following.refused).waitFor();
  const frames = async () => await page.evaluate(() => Reflect.get(window, 'streamOfTest').frames.map(({ frame }: { frame: string }) => frame));
  expect(await frames()).not.toContain('stream-stop');
  await mainWindow(page).select('xs-par-01');
  await expect.poll(frames).toContain('stream-stop');
  expect(opened.complaints).toEqual([]);
});

test('logs follow what the host writes until somebody reads in them, and go on when asked to', async () => {
  const at = (minute: number): string => `Jun  9 14:${String(minute).padStart(2, '0')}:00`;
  const withLogs = (count: number): Investigation => {
    const lines = Array.from({ length: count }, (_, index) => ({
      file: 'xensource',
      at: at(index),
      text: `line ${index}`,
      signature: 'master-lost',
    }));
    const { sight } = anInvestigation();
    return anInvestigation({ sight: { ...sight, ...aSight({ logs: lines as SightValues['logs'] }, Date.now()), identity: sight.identity } });
  };
  await using opened = await aRecoveryWindow({ browser, address: source.address }, { investigation: withLogs(40) });
  const { page } = opened;
  const panel = page.getByRole('region', { name: panelText.titles.logs });
  const log = page.getByRole('log');
  const isAtEnd = async () => await log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight < 2);
  await log.getByText('line 39').waitFor();
  expect(await log.innerText()).toContain(`xapi    ${at(39)} line 39`);
  const push = async (sequence: number, count: number) =>
    await opened.push({ frame: 'event', topic: 'recovery', sequence, payload: withLogs(count) });
  await push(1, 41);
  await log.getByText('line 40').waitFor();
  await expect.poll(isAtEnd).toBe(true);
  await log.hover();
  await page.mouse.wheel(0, -200);
  await panel.getByText(panelText.held(0)).waitFor();
  await push(2, 43);
  await panel.getByText(panelText.held(2)).waitFor();
  expect(await log.getByText('line 42').count()).toBe(0);
  await panel.getByLabel(panelText.logFilter).fill('line 41');
  await panel.getByText(panelText.logEmpty).waitFor();
  await panel.getByLabel(panelText.logFilter).fill('line 3');
  await panel.getByLabel(panelText.follow).check();
  await panel.getByLabel(panelText.logFilter).fill('');
  await log.getByText('line 42').waitFor();
  await expect.poll(isAtEnd).toBe(true);
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await panel.getByRole('button', { name: recoveryText.copyPanel(panelText.titles.logs) }).click();
  await expect.poll(async () => await page.evaluate(async () => await navigator.clipboard.readText())).toContain(`xapi\t${at(42)}\tline 42`);
  expect(opened.complaints).toEqual([]);
});
