import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveWindow } from '#headless/serve-window.ts';
import { shellText } from '#shared/text/shell-text.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-one-folder-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

async function start(printed: string[]) {
  return await serveWindow({
    options: { opensDemo: false, opensBrowser: false, showsLog: false, dataFolder: folder, port: 0 },
    windowFolder: folder,
    version: '1.2.3',
    demo: undefined,
    print: (text) => void printed.push(text),
    writeLog: () => undefined,
  });
}

test('a second app on the same folder says so and leaves it alone', async () => {
  const printed: string[] = [];
  const end = await start([]);
  expect(await start(printed)).toBeUndefined();
  expect(printed.join('')).toContain(shellText.folderInUse.what(folder, process.pid));
  await end?.();
  const endSecond = await start(printed);
  expect(printed.join('')).toContain('http://127.0.0.1:');
  await endSecond?.();
  expect(await readdir(folder)).toEqual([]);
});
