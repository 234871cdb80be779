import { join } from 'node:path';
import { safeStorage } from 'electron/main';
import type { Vault } from '#engine/ports.ts';
import { createPassphraseVault } from '#hosting/vault/passphrase-vault.ts';
import { createSystemVault } from '#hosting/vault/system-vault.ts';

/** The system's own key where it has one; a passphrase elsewhere. Ask once the app is ready. */
export async function openShellVault(folder: string, newId: () => string): Promise<Vault> {
  if (!(await hasSystemKey())) return createPassphraseVault({ path: join(folder, 'passwords.json'), newId });
  return createSystemVault({
    path: join(folder, 'system-passwords.json'),
    newId,
    key: {
      seal: async (text) => await safeStorage.encryptStringAsync(text),
      async unseal(sealed) {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(sealed);
        return { text: result, needsSealing: shouldReEncrypt };
      },
    },
  });
}

async function hasSystemKey(): Promise<boolean> {
  // Without a desktop's key ring Electron would seal with a word that is in its source: that is plain text to anybody.
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())) return false;
  return await safeStorage.isAsyncEncryptionAvailable();
}
