import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation, Question } from '#shared/contract/recovery-schema.ts';
import { recoveryQuestionText } from '#shared/text/recovery-question-text.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { repairText, verdictText } from '#shared/text/diagnosis-text.ts';
import { panelText } from '#shared/text/recovery-panels-text.ts';
import { consoleText, recoveryText, vmTruthText } from '#shared/text/recovery-text.ts';
import { repairDialogText } from '#shared/text/repair-dialog-text.ts';
import { settingsText } from '#shared/text/settings-text.ts';
import { frameText } from '#shared/text/frame-text.ts';
import { hostWaysText, sshSettingsText } from '#shared/text/ssh-settings-text.ts';
import { routeText } from '#shared/text/route-words.ts';
import { treeText } from '#shared/text/tree-text.ts';
import { launchChromium, takePictures } from '#test/support/chromium.ts';
import { anInvestigation, anOffer } from '#test/support/investigations.ts';
import { mainWindow } from '#test/support/main-window.ts';
import { aRecoveryWindow, witnesses } from './recovery-window.ts';
import { type Script, type ScriptedWindow, serveWindowSources, type WindowSource } from './scripted-window.ts';

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
const aWindow = async (investigation: Investigation, script: Script = {}): Promise<ScriptedWindow> =>
  await aRecoveryWindow({ browser, address: source.address }, { investigation, script });

const region = (page: Page, name: string) => page.getByRole('region', { name });

/** An engine that remembers what it was asked to do. */
function anEngine() {
  const asked: unknown[] = [];
  const note = (input: unknown) => {
    asked.push(input);
    return {};
  };
  const script: Script = { 'recovery.answer': note, 'recovery.use-route': note, 'recovery.check-again': note };
  return { asked, script };
}

test('a dark host opens on what matters: alive, who says so, why, and what holds its VMs', async () => {
  await using opened = await aWindow(anInvestigation());
  const { page } = opened;
  await page.getByRole('heading', { name: verdictText({ is: 'isolated', vms: 2 }).what }).waitFor();
  await page.getByText(recoveryText.lockTitle).waitFor();
  expect(await page.getByRole('tab', { name: recoveryText.tab }).innerText()).toContain('3');
  const findings = region(page, recoveryText.findings);
  await findings.getByText(recoveryText.causes.certain, { exact: true }).first().waitFor();
  await findings.getByText(recoveryText.followsFrom(1)).waitFor();
  await findings.getByText('14:02:11 tg3 0000:04:00.0 eth0: Link is down').waitFor();
  await region(page, panelText.titles.vms).getByText(panelText.vmsSeen(2, 2)).waitFor();
  const wrong = await takePictures(page, 'recovery');
  await page.setViewportSize({ width: 1440, height: 1800 });
  await page.screenshot({ path: 'test-results/pictures/recovery-whole.png' });
  expect(wrong).toEqual([]);
  expect(opened.complaints).toEqual([]);
});

test('a repair that can cut the way shows its commands, its checks, its undo and its proof first', async () => {
  const asked: unknown[] = [];
  await using opened = await aWindow(anInvestigation(), {
    'operation.start': (input) => {
      asked.push(input);
      return { operations: [] };
    },
  });
  const { page } = opened;
  const label = repairText(anOffer({ repair: 'emergency-management', class: 'C2', parameters: { bridge: 'xenbr2' } })).label;
  await page.getByRole('button', { name: label }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('xe host-emergency-management-reconfigure interface=xenbr2').waitFor();
  await dialog.getByText(repairDialogText.rollback(180)).waitFor();
  await dialog.getByText(repairDialogText.noSecondRoute).waitFor();
  expect(await dialog.getByRole('region', { name: repairDialogText.preconditions }).getByRole('listitem').count()).toBe(2);
  expect(await takePictures(page, 'repair')).toEqual([]);
  const doIt = dialog.getByRole('button', { name: label });
  expect(await doIt.getAttribute('aria-disabled')).toBe('true');
  await dialog.getByLabel(repairDialogText.typed('xs-par-03')).fill('xs-par-03');
  await doIt.click();
  const { repair, parameters } = { repair: 'emergency-management', parameters: { bridge: 'xenbr2' } };
  await expect.poll(() => asked).toMatchObject([{ requests: [{ kind: 'host.repair', server, host: 'h2', fault: 'F01', repair, parameters }] }]);
});

test('what stands in the way of a repair is said at its button', async () => {
  await using opened = await aWindow(anInvestigation());
  const label = repairText(anOffer({ repair: 'restart-toolstack', class: 'C1' })).label;
  const button = opened.page.getByRole('button', { name: label });
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  expect(await button.getAttribute('aria-describedby')).not.toBeNull();
});

test('a host key is confirmed once, with its fingerprint before one’s eyes', async () => {
  const engine = anEngine();
  const question: Question = {
    is: 'host-key',
    id: 'q1',
    of: { name: 'xs-par-03', address: '10.30.0.13', isOnTheWay: false },
    key: { type: 'ssh-ed25519', fingerprint: 'SHA256:6nW5cXyXg1rE9dYb' },
    agreeing: ['via1'],
  };
  await using opened = await aWindow(
    anInvestigation({ is: 'asking', active: undefined, sight: emptySight, identity: undefined, question }),
    engine.script,
  );
  const { page } = opened;
  const say = recoveryQuestionText.hostKey;
  const card = region(page, say.title('xs-par-03'));
  await card.getByText('SHA256:6nW5cXyXg1rE9dYb').waitFor();
  await card.getByText(say.agree(1)).waitFor();
  expect(await takePictures(page, 'recovery-host-key')).toEqual([]);
  await card.getByRole('button', { name: say.accept }).click();
  await expect.poll(() => engine.asked).toEqual([{ server, host: 'h2', question: 'q1', answer: { is: 'accept-key' } }]);
});

test('a password is asked for once, and kept only if one says so', async () => {
  const engine = anEngine();
  const question: Question = {
    is: 'secret',
    id: 'q2',
    of: { name: 'xs-par-02', address: '10.20.0.12', isOnTheWay: true },
    user: 'root',
    want: { is: 'password' },
    wasRefused: true,
  };
  await using opened = await aWindow(
    anInvestigation({ is: 'asking', active: undefined, sight: emptySight, identity: undefined, question }),
    engine.script,
  );
  const { page } = opened;
  const say = recoveryQuestionText.secret;
  await page.getByText(say.refused).waitFor();
  await page.getByLabel(say.password('root', 'xs-par-02')).last().fill('secret');
  await page.getByRole('button', { name: say.send, exact: true }).click();
  await expect
    .poll(() => engine.asked)
    .toEqual([{ server, host: 'h2', question: 'q2', answer: { is: 'secrets', secrets: ['secret'], isKept: false } }]);
  expect(await takePictures(page, 'recovery-password')).toEqual([]);
});

test('a changed host key is a full stop: both keys are shown, and nothing there goes on', async () => {
  const { attempts } = anInvestigation();
  const failure = {
    is: 'host-key-changed',
    shown: { type: 'ssh-ed25519', fingerprint: 'SHA256:new' },
    known: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:old' }],
  } as const;
  const stopped = attempts.map((attempt) =>
    attempt.route === 'via2' ? { ...attempt, state: 'failed' as const, stage: 'host-key' as const, failure } : attempt,
  );
  await using opened = await aWindow(anInvestigation({ is: 'no-way', active: undefined, identity: undefined, sight: emptySight, attempts: stopped }));
  const { page } = opened;
  const alert = page.getByRole('alert').filter({ hasText: recoveryQuestionText.changed.title });
  await alert.getByText('ssh-ed25519 SHA256:old').waitFor();
  await alert.getByText('ssh-ed25519 SHA256:new').waitFor();
  expect(await alert.getByRole('button').count()).toBe(0);
  expect(await takePictures(page, 'recovery-changed-key')).toEqual([]);
});

test('where no way leads, it is treated as alive, every failure is said, and somebody can go to the machine', async () => {
  const { diagnosis, attempts } = anInvestigation();
  const failed = attempts.map((attempt) => ({ ...attempt, state: 'failed' as const, failure: { is: 'timed-out', afterMs: 1500 } as const }));
  const unknown = {
    secondary: [],
    rest: [],
    isHaArmed: undefined,
    lock: diagnosis.lock,
    verdict: { is: 'unknown', because: 'bmc-not-asked' } as const,
  };
  await using opened = await aWindow(
    anInvestigation({ is: 'no-way', active: undefined, identity: undefined, sight: emptySight, attempts: failed, diagnosis: unknown }),
  );
  const { page } = opened;
  await page.getByText(verdictText({ is: 'unknown', because: 'bmc-not-asked' }).next).waitFor();
  await region(page, consoleText.title).getByText(consoleText.steps[0]).waitFor();
  await region(page, consoleText.title).getByText('ipmitool -I lanplus -H 10.99.0.13 -U root -a sol activate').waitFor();
  expect(await region(page, routeText.title).getByRole('row').filter({ hasText: 'No answer in 1.5 s' }).count()).toBe(5);
  expect(await takePictures(page, 'recovery-no-way')).toEqual([]);
  await region(page, consoleText.title)
    .getByRole('button', { name: consoleText.serial.open('xs-par-01') })
    .click();
  // Typed, and left for a person to send.
  const typed = async () =>
    await page.evaluate(() => {
      const { frames } = Reflect.get(window, 'streamOfTest');
      const sent = frames.filter(({ frame }: { frame: string }) => frame === 'stream-data').map(({ bytes }: { bytes: Uint8Array }) => [...bytes]);
      return new TextDecoder().decode(new Uint8Array(sent.flat()));
    });
  await expect.poll(typed).toBe('ipmitool -I lanplus -H 10.99.0.13 -U root -a sol activate');
});

test('another way that works is taken on request, and everything is read again', async () => {
  const engine = anEngine();
  await using opened = await aWindow(anInvestigation(), engine.script);
  const { page } = opened;
  await region(page, routeText.title)
    .getByRole('button', { name: routeText.takeRoute('Through xs-par-01, eth2') })
    .click();
  await page.getByRole('button', { name: recoveryText.refresh }).click();
  await expect
    .poll(() => engine.asked)
    .toEqual([
      { server, host: 'h2', route: 'via1' },
      { server, host: 'h2' },
    ]);
});

test('the evidence is saved as a file that the engine has written', async () => {
  await using opened = await aWindow(anInvestigation(), { 'recovery.report': () => ({ name: 'xs-par-03.txt', text: 'eth0 has no link' }) });
  const { page } = opened;
  const arriving = page.waitForEvent('download');
  await page.getByRole('toolbar', { name: frameText.commands }).getByRole('button', { name: recoveryText.commands.saveEvidence }).click();
  const download = await arriving;
  expect(download.suggestedFilename()).toBe('xs-par-03.txt');
  await page.getByText(recoveryText.commands.saved('xs-par-03.txt')).waitFor();
});

const access = {
  user: 'root',
  usesAgent: true,
  keys: [{ id: 'k', name: 'id_ed25519', type: 'ssh-ed25519', fingerprint: 'SHA256:own', isKept: true, isHere: true }],
  bastions: [{ id: 'b', name: 'office', address: 'gate.example', user: 'admin' }],
  hosts: { 'h2-uuid': { addresses: ['10.40.0.13'], hasBmcPassword: false } },
};

test('addresses that only the user knows are typed where the ways are shown', async () => {
  const asked: unknown[] = [];
  const answer = { access };
  await using opened = await aWindow(anInvestigation(), {
    'access.get': () => answer,
    'access.set-host': (input) => {
      asked.push(input);
      return answer;
    },
  });
  const { page } = opened;
  await page.getByRole('button', { name: hostWaysText.command }).click();
  const addresses = page.getByLabel(hostWaysText.addresses);
  expect(await addresses.inputValue()).toBe('10.40.0.13');
  await addresses.fill('10.40.0.13\n10.50.0.13');
  await page.getByLabel(hostWaysText.bmc).fill('10.99.0.13');
  expect(await takePictures(page, 'host-ways')).toEqual([]);
  await page.getByRole('button', { name: hostWaysText.save, exact: true }).click();
  await expect.poll(() => asked).toEqual([{ uuid: 'h2-uuid', addresses: ['10.40.0.13', '10.50.0.13'], bmcAddress: '10.99.0.13' }]);
});

test('the settings list own keys, hosts to go over and known host keys, and take them away', async () => {
  const asked: unknown[] = [];
  const machines = [{ machine: 'h1-uuid', name: 'xs-par-01', keys: [{ type: 'ssh-ed25519', fingerprint: 'SHA256:one' }], confirmedAtMs: 1_000 }];
  await using opened = await aWindow(anInvestigation(), {
    'access.get': () => ({ access }),
    'access.host-keys': () => ({ machines, imported: 2 }),
    'access.forget-host-key': (input) => {
      asked.push(input);
      return {};
    },
    'access.put-bastion': (input) => {
      asked.push(input);
      return { access };
    },
  });
  const { page } = opened;
  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: settingsText.sections.ssh }).click();
  await page.getByText(sshSettingsText.imported(2)).waitFor();
  expect(await takePictures(page, 'settings-ssh')).toEqual([]);
  await page.getByRole('button', { name: sshSettingsText.forgetHostKey('xs-par-01') }).click();
  const bastions = region(page, sshSettingsText.bastions);
  await bastions.getByLabel(sshSettingsText.address).fill('jump.example');
  await bastions.getByRole('button', { name: sshSettingsText.addBastion }).click();
  await expect.poll(() => asked).toEqual([{ machine: 'h1-uuid' }, { name: 'jump.example', address: 'jump.example', user: 'root' }]);
});

test('VMs of a dark host say in the tree and on their page what the host itself has said', async () => {
  const shell = { atMs: Date.now(), running: ['stranded-uuid'], isComplete: true };
  await using opened = await aWindow(anInvestigation(), { 'pool.witnesses': () => ({ sequence: 1, hosts: { h2: { ...witnesses(), shell } } }) });
  const window = mainWindow(opened.page);
  await window.row('guest').getByText(treeText.notOnIt).waitFor();
  await window.select('stranded');
  await opened.page.getByText(vmTruthText['verified-running']('').trim()).first().waitFor();
  await window.select('guest');
  await opened.page.getByText(vmTruthText['not-there']('').trim()).waitFor();
  expect(await takePictures(opened.page, 'recovery-vm')).toEqual([]);
});
