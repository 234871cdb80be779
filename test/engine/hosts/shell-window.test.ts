import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openWindowMemory } from '#hosting/window-memory.ts';
import { shellText } from '#shared/text/shell-text.ts';
import { openWindow } from '#shell/window.ts';
import { appDouble, dialogDouble, screenDouble, WindowDouble } from '#test/support/electron-double.ts';
import { createFakeClock } from '#test/support/fake-clock.ts';

vi.mock('electron/main', async () => (await import('#test/support/electron-double.ts')).electronMainDouble);

let folder = '';
let ids = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-shell-window-'));
  screenDouble.areas = [{ x: 0, y: 0, width: 1920, height: 1040 }];
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

async function aWindow() {
  const clock = createFakeClock();
  const log = { info: () => undefined, warn: () => undefined };
  const memory = await openWindowMemory({ folder, newId: () => String((ids += 1)), log });
  await openWindow({ preload: '', memory, clock, log });
  const window = WindowDouble.opened.at(-1);
  if (window === undefined) throw new RangeError('no window was opened');
  return { window, clock, memory };
}

test('the first window opens where the system puts it', async () => {
  const { window } = await aWindow();
  expect([window.options.x, window.options.width, window.isLarge]).toEqual([undefined, 1440, false]);
});

test('a window opens where the last one was closed, maximised if that was', async () => {
  const { window } = await aWindow();
  Object.assign(window, { bounds: { x: 100, y: 50, width: 1200, height: 800 }, isLarge: true });
  window.emit('close');
  await vi.waitFor(async () => expect((await aWindow()).window.options).toMatchObject({ x: 100, y: 50, width: 1200, height: 800 }));
  expect(WindowDouble.opened.at(-1)?.isLarge).toBe(true);
});

test('a move is kept once it is over, in case the app does not get to closing', async () => {
  const { window, clock } = await aWindow();
  for (let x = 0; x < 50; x += 1) {
    window.bounds = { x, y: 0, width: 1200, height: 800 };
    window.emit('move');
  }
  expect(clock.pending()).toBe(1);
  clock.advance(1_000);
  await vi.waitFor(async () => expect((await aWindow()).window.options).toMatchObject({ x: 49 }));
});

test('a window that was on a screen that is gone opens where it can be reached', async () => {
  screenDouble.areas = [
    { x: 0, y: 0, width: 1920, height: 1040 },
    { x: 1920, y: 0, width: 1920, height: 1040 },
  ];
  const { window } = await aWindow();
  window.bounds = { x: 2500, y: 50, width: 1200, height: 800 };
  window.emit('close');
  await vi.waitFor(async () => expect((await aWindow()).window.options.x).toBe(2500));
  screenDouble.areas = [{ x: 0, y: 0, width: 1920, height: 1040 }];
  expect((await aWindow()).window.options.x).toBeUndefined();
});

test('a file that makes no sense costs the place and nothing else', async () => {
  await writeFile(join(folder, 'window.json'), 'no json');
  expect((await aWindow()).window.options.x).toBeUndefined();
});

test('a page that crashed is loaded again if that is wanted', async () => {
  const { window } = await aWindow();
  dialogDouble.choice = 0;
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  await vi.waitFor(() => expect(window.webContents.reloads).toBe(1));
  expect(dialogDouble.questions).toEqual([shellText.crashed.message]);
});

test('or the app is ended', async () => {
  const { window } = await aWindow();
  const before = appDouble.quits;
  dialogDouble.choice = 1;
  window.webContents.emit('render-process-gone', {}, { reason: 'oom' });
  await vi.waitFor(() => expect(appDouble.quits).toBe(before + 1));
  expect(window.webContents.reloads).toBe(0);
});

test('a page that ended in order is no reason to ask', async () => {
  const { window } = await aWindow();
  const before = dialogDouble.questions.length;
  window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
  expect(dialogDouble.questions).toHaveLength(before);
});
