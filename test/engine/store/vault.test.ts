import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VaultError, type Vault, type VaultLock } from '#engine/ports.ts';
import { createPassphraseVault } from '#hosting/vault/passphrase-vault.ts';
import { createSystemVault, type SystemKey } from '#hosting/vault/system-vault.ts';

const SECRET = 'pa55-planted-word';
let folder = '';
let ids = 0;
const newId = (): string => String((ids += 1));
const path = (): string => join(folder, 'passwords.json');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'poolkeeper-vault-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

async function refusal(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    if (error instanceof VaultError) return error.why;
    throw error;
  }
  return 'no refusal';
}

describe('a vault behind a passphrase', () => {
  const open = (): Vault & { lock: VaultLock } => {
    const vault = createPassphraseVault({ path: path(), newId });
    if (vault.lock === undefined) throw new Error('this vault has a lock');
    return { ...vault, lock: vault.lock };
  };

  test('keeps nothing before a passphrase is chosen', async () => {
    const vault = open();
    expect(await vault.state()).toEqual({ is: 'no-passphrase' });
    expect(await refusal(vault.store('one', SECRET))).toBe('no-passphrase');
    expect(await refusal(vault.lock.open('anything'))).toBe('no-passphrase');
    await expect(stat(path())).rejects.toThrow('ENOENT');
  });

  test('gives back after a restart what was stored, for the same passphrase only', async () => {
    const before = open();
    await before.lock.choose({ next: 'correct horse' });
    await before.store('one', SECRET);
    const vault = open();
    expect(await vault.state()).toEqual({ is: 'locked' });
    expect(await refusal(vault.read('one'))).toBe('locked');
    expect(await refusal(vault.lock.open('wrong horse'))).toBe('wrong-passphrase');
    await vault.lock.open('correct horse');
    expect([await vault.state(), await vault.read('one'), await vault.read('two')]).toEqual([
      { is: 'open', keyHeldBy: 'passphrase' },
      SECRET,
      undefined,
    ]);
    vault.lock.close();
    expect(await vault.state()).toEqual({ is: 'locked' });
  });

  test('accepts a new passphrase for the old one, keeps every entry and then refuses the old one', async () => {
    const vault = open();
    await vault.lock.choose({ next: 'first' });
    await vault.store('one', SECRET);
    expect(await refusal(vault.lock.choose({ next: 'second' }))).toBe('wrong-passphrase');
    expect(await refusal(vault.lock.choose({ old: 'guessed', next: 'second' }))).toBe('wrong-passphrase');
    await vault.lock.choose({ old: 'first', next: 'second' });
    const again = open();
    expect(await refusal(again.lock.open('first'))).toBe('wrong-passphrase');
    await again.lock.open('second');
    expect(await again.read('one')).toBe(SECRET);
  });

  test('forgets an entry even while it is locked', async () => {
    const before = open();
    await before.lock.choose({ next: 'first' });
    await before.store('one', SECRET);
    await open().remove('one');
    const vault = open();
    await vault.lock.open('first');
    expect(await vault.read('one')).toBeUndefined();
  });

  test('writes neither secret nor passphrase', async () => {
    const vault = open();
    await vault.lock.choose({ next: 'correct horse' });
    await vault.store('one', SECRET);
    const text = await readFile(path(), 'utf8');
    for (const word of [SECRET, 'correct horse'])
      for (const form of ['utf8', 'base64', 'hex'] as const) expect(text).not.toContain(Buffer.from(word).toString(form));
  });

  // Windows keeps access in lists that follow the folder, not in mode bits.
  test.skipIf(process.platform === 'win32')('is readable by its owner only', async () => {
    await open().lock.choose({ next: 'first' });
    expect((await stat(path())).mode & 0o777).toBe(0o600);
  });

  test('does not give one entry for another, nor one that was changed', async () => {
    const before = open();
    await before.lock.choose({ next: 'first' });
    await before.store('one', SECRET);
    const file: { content: { entries: Record<string, string> } } = JSON.parse(await readFile(path(), 'utf8'));
    const sealed = file.content.entries['one'] ?? '';
    file.content.entries = { one: `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`, two: sealed, three: '' };
    await writeFile(path(), JSON.stringify(file));
    const vault = open();
    await vault.lock.open('first');
    for (const name of ['one', 'two', 'three']) expect(await refusal(vault.read(name))).toBe('unreadable-entry');
  });
});

describe('a vault whose key the system holds', () => {
  function aKey(): SystemKey & { sealings: number } {
    const key = {
      sealings: 0,
      seal: (text: string) => {
        key.sealings += 1;
        return Promise.resolve(Buffer.from(btoa(text)));
      },
      unseal: (sealed: Buffer) => {
        const text = atob(sealed.toString());
        return text.startsWith('broken') ? Promise.reject(new Error('other user')) : Promise.resolve({ text, needsSealing: text === 'old' });
      },
    };
    return key;
  }

  test('is always open, and gives back after a restart what was stored', async () => {
    const setup = { path: path(), newId, key: aKey() };
    const before = createSystemVault(setup);
    await before.store('one', SECRET);
    await before.store('two', 'other');
    await before.remove('two');
    const vault = createSystemVault(setup);
    expect([await vault.state(), await vault.read('one'), await vault.read('two')]).toEqual([{ is: 'open', keyHeldBy: 'system' }, SECRET, undefined]);
    expect(await readFile(path(), 'utf8')).not.toContain(SECRET);
  });

  test('seals anew what the system wants sealed anew', async () => {
    const key = aKey();
    const vault = createSystemVault({ path: path(), newId, key });
    await vault.store('one', 'old');
    expect([await vault.read('one'), key.sealings]).toEqual(['old', 2]);
  });

  test('says of an entry of another user that it cannot be read', async () => {
    const vault = createSystemVault({ path: path(), newId, key: aKey() });
    await vault.store('one', 'broken');
    expect(await refusal(vault.read('one'))).toBe('unreadable-entry');
  });
});
