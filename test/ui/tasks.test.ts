import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation, OperationId } from '#shared/contract/calls/operation-calls.ts';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Input } from '#shared/contract/calls.ts';
import { noSequences } from '#shared/contract/events.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { ServerTask, TaskRef } from '#shared/domain/tasks/task-entry.ts';
import { tasksText } from '#shared/text/tasks-text.ts';
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
const hello = { frame: 'hello', sequences: { ...noSequences(), servers: 1, pools: 1, operations: 1 } } as const;

function anOperation(id: string, changes: Partial<Operation> = {}): Operation {
  return {
    id: id as OperationId,
    batch: 'b',
    request: { kind: 'vm.start', server, vm: 'web' as VmRef },
    server,
    subject: { class: 'vm', name: 'web', serverName: 'Paris' },
    startedAtMs: 1_000,
    endedAtMs: 49_000,
    steps: [
      { name: 'check', state: 'done', atMs: 1_000 },
      { name: 'act', state: 'failed', atMs: 2_000 },
    ],
    state: { is: 'done' },
    canUndo: false,
    xe: ['xe vm-start uuid=web-uuid'],
    ...changes,
  };
}

const failed = anOperation('failed', {
  state: {
    is: 'failed',
    failure: { kind: 'xapi', code: 'NO_HOSTS_AVAILABLE', parameters: [] },
    undone: [{ is: 'value-restored' }],
    left: [{ is: 'power', power: 'Halted' }],
    next: [{ kind: 'vm.start', server, vm: 'web' as VmRef }],
  },
});

function theirTask(changes: Partial<ServerTask> = {}): ServerTask {
  return {
    uuid: '',
    name: 'Async.VM.clean_shutdown',
    description: '',
    created: 0,
    finished: null,
    status: 'pending',
    progress: 0.4,
    residentOn: null,
    errorInfo: [],
    otherConfig: { applies_to: 'web' },
    subtaskOf: null,
    ...changes,
  };
}

interface Scene {
  readonly operations?: readonly Operation[];
  readonly tasks?: Readonly<Record<string, ServerTask>>;
  readonly script?: Script;
}

async function aWindow({ operations = [], tasks = {}, script = {} }: Scene): Promise<ScriptedWindow> {
  const live: Server = { id: server, address: '10.20.0.11', user: 'root', state: { is: 'live' } };
  const picture = aSnapshot({ pool: 'Paris', hosts: { h1: {} }, vms: { web: { on: 'h1', memoryDynamicMax: 4_294_967_296 } } });
  const opened = await openScripted(browser, source.address, {
    'servers.list': () => ({ sequence: 1, servers: [live] }),
    'pool.snapshot': () => ({ sequence: 1, inventory: { ...picture, task: { set: tasks } } }),
    'operation.list': () => ({ sequence: 1, operations: [...operations] }),
    ...script,
  });
  await opened.push(hello);
  await mainWindow(opened.page).row('Paris').waitFor();
  return opened;
}

const drawer = (page: Page) => page.getByRole('region', { name: tasksText.list });
const row = (page: Page, title: string) => drawer(page).getByRole('button', { name: new RegExp(`^${title}`) });
const open = async (page: Page) => await page.getByRole('button', { name: tasksText.open }).click();

test('the strip counts everyone, and a failure stays counted until somebody has read it', async () => {
  await using opened = await aWindow({ operations: [failed], tasks: { t: theirTask() } });
  const { page } = opened;
  await drawer(page).getByText(tasksText.failed(1)).waitFor();
  expect(await drawer(page).innerText()).toContain(tasksText.running(1));
  await open(page);
  await row(page, 'Start web').click();
  await drawer(page).getByText(tasksText.failed(1)).waitFor({ state: 'detached' });
  expect(await row(page, 'Start web').count()).toBe(1);
});

test('a failure says what happened, what was undone, what is left, and offers what can be done', async () => {
  const started: Input<'operation.start'>[] = [];
  await using opened = await aWindow({
    operations: [failed],
    tasks: { t: theirTask() },
    script: {
      'operation.start': (input) => {
        started.push(input);
        return { operations: [] };
      },
    },
  });
  const { page } = opened;
  await open(page);
  await row(page, 'Start web').click();
  const detail = page.getByRole('article', { name: 'Start web' });
  const words = await detail.innerText();
  for (const part of ['NO_HOSTS_AVAILABLE', 'The former value was written again.', 'web is shut down.', 'xe vm-start uuid=web-uuid']) {
    expect(words).toContain(part);
  }
  expect(await takePictures(page, 'tasks')).toEqual([]);
  await detail.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => started.length).toBe(1);
  expect(started[0]?.requests).toEqual([{ kind: 'vm.start', server, vm: 'web' }]);
});

test("another client's task is named by its object, leads to it, and can be cancelled", async () => {
  const started: Input<'operation.start'>[] = [];
  await using opened = await aWindow({
    tasks: { t: theirTask() },
    script: {
      'operation.start': (input) => {
        started.push(input);
        return { operations: [] };
      },
    },
  });
  const { page } = opened;
  await open(page);
  await row(page, 'Clean shutdown of web').click();
  const detail = page.getByRole('article', { name: 'Clean shutdown of web' });
  await detail.getByRole('button', { name: tasksText.cancel }).click();
  await expect.poll(() => started[0]?.requests).toEqual([{ kind: 'task.cancel', server, task: 't' as TaskRef }]);
  await detail.getByRole('button', { name: tasksText.lookCloser }).click();
  await page.getByRole('article', { name: 'web', exact: true }).waitFor();
});

test('what runs moves as the engine says, and ends in the list without a new question', async () => {
  const running = anOperation('r', { state: { is: 'running', progress: 0.25, canCancel: true } });
  await using opened = await aWindow({ operations: [running] });
  const { page } = opened;
  await open(page);
  await row(page, 'Start web').getByText('25').waitFor();
  await opened.push({ frame: 'event', topic: 'operations', sequence: 2, payload: { changed: [anOperation('r')], forgotten: [] } });
  await row(page, 'Start web').getByText('Done in 48 s').waitFor();
  await opened.push({ frame: 'event', topic: 'operations', sequence: 3, payload: { changed: [], forgotten: ['r' as OperationId] } });
  await drawer(page).getByText(tasksText.empty).waitFor();
  expect(opened.complaints).toEqual([]);
});

test('of thousands only those in sight exist, and the last is reached with one key', async () => {
  const many = Array.from({ length: 3_000 }, (_, index) =>
    anOperation(`o${index}`, { endedAtMs: 100_000 - index, subject: { class: 'vm', name: `vm-${index}`, serverName: 'Paris' } }),
  );
  await using opened = await aWindow({ operations: many });
  const { page } = opened;
  await open(page);
  await row(page, 'Start vm-0').click();
  expect(await drawer(page).locator('[data-task]').count()).toBeLessThan(100);
  await page.keyboard.press('End');
  await row(page, 'Start vm-2999').waitFor();
  expect(await row(page, 'Start vm-2999').evaluate((button) => button === document.activeElement)).toBe(true);
});

test('clearing sends away what has ended, and never a failure that nobody has read', async () => {
  const forgotten: string[] = [];
  await using opened = await aWindow({
    operations: [failed, anOperation('done')],
    script: {
      'operation.forget': ({ operations }) => {
        forgotten.push(...operations);
        return {};
      },
    },
  });
  await open(opened.page);
  await opened.page.getByRole('button', { name: tasksText.clearDone }).click();
  await expect.poll(() => forgotten).toEqual(['done']);
});

test('what brings bytes over says how fast, and how long still, or that nobody knows', async () => {
  const at = (progress: number): Operation =>
    anOperation('m', {
      request: { kind: 'vm.migrate', server, vm: 'web' as VmRef, host: 'h1' as HostRef },
      state: { is: 'running', progress, canCancel: true },
      steps: [{ name: 'act', state: 'running', atMs: Date.now() - 60_000 }],
    });
  await using opened = await aWindow({ operations: [at(0)] });
  const { page } = opened;
  await open(page);
  await row(page, 'Migrate web').getByText('Time left: not known yet').waitFor();
  await opened.push({ frame: 'event', topic: 'operations', sequence: 2, payload: { changed: [at(0.5)], forgotten: [] } });
  await row(page, 'Migrate web')
    .getByText(/About [\d.]+ \w+\/s\. About \d+ s left at this pace/)
    .waitFor();
  await row(page, 'Migrate web').click();
  expect(await page.getByRole('article', { name: /Migrate web/ }).innerText()).toContain('left at this pace');
});
