import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openShellVault } from '#shell/shell-vault.ts';
import { safeStorageDouble } from '#test/support/electron-double.ts';

vi.mock('electron/main', async () => (await import('#test/support/electron-double.ts')).electronMainDouble);

let folder = '';
let ids = 0;
const newId = (): string => String((ids += 1));

beforeEach(async () => {
  Object.assign(safeStorageDouble, { backend: 'gnome_libsecret', isAvailable: true, needsSealing: false });
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-shell-vault-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

test('where the system holds a key, passwords are sealed with it', async () => {
  await (await openShellVault(folder, newId)).store('one', 'pa55-planted-word');
  const vault = await openShellVault(folder, newId);
  expect([await vault.state(), await vault.read('one'), vault.lock]).toEqual([{ is: 'open', keyHeldBy: 'system' }, 'pa55-planted-word', undefined]);
  const [name = ''] = await readdir(folder);
  expect(await readFile(join(folder, name), 'utf8')).not.toContain('pa55-planted-word');
});

test('where the system has no key, a passphrase is asked for', async () => {
  safeStorageDouble.isAvailable = false;
  const vault = await openShellVault(folder, newId);
  expect([await vault.state(), vault.lock === undefined]).toEqual([{ is: 'no-passphrase' }, false]);
});

// Only there a desktop without a key ring is answered with a key that everybody knows.
test.skipIf(process.platform !== 'linux').each(['basic_text', 'unknown'])('a key ring that is %s counts as none', async (backend) => {
  safeStorageDouble.backend = backend;
  expect(await (await openShellVault(folder, newId)).state()).toEqual({ is: 'no-passphrase' });
});
