import { z } from 'zod';
import { type Vault, VaultError, type VaultLock } from '#engine/ports.ts';
import { type Document, type DocumentShape, openDocument } from '#engine/store/document.ts';
import { keyFrom, newKey, newStretching, seal, unseal } from './seal.ts';

const KEY_NAME = 'vault key';

const content = z.object({
  /** The key of all entries, itself sealed with the passphrase's; null until a passphrase is chosen. */
  key: z
    .object({
      salt: z.string(),
      // Bounds, so that a file from elsewhere cannot make the app ask for all memory there is.
      cost: z
        .number()
        .int()
        .min(2)
        .max(2 ** 20),
      blockSize: z.number().int().min(1).max(16),
      parallelism: z.number().int().min(1).max(4),
      sealed: z.string(),
    })
    .nullable(),
  entries: z.record(z.string(), z.string()),
});
type Content = z.infer<typeof content>;

const shape: DocumentShape<Content> = { version: 1, content, empty: { key: null, entries: {} }, upgrade: (saved) => saved };

/** Passwords in one file, each sealed; the key is in memory only while the vault is open. */
export function createPassphraseVault(setup: { readonly path: string; readonly newId: () => string }): Vault {
  let opening: Promise<Document<Content>> | undefined;
  let key: Buffer | undefined;

  async function document(): Promise<Document<Content>> {
    opening ??= openDocument({ path: setup.path, shape, unique: setup.newId });
    return await opening;
  }

  async function opened(): Promise<{ file: Document<Content>; key: Buffer }> {
    const file = await document();
    if (key === undefined) throw new VaultError(file.current().key === null ? 'no-passphrase' : 'locked');
    return { file, key };
  }

  const lock: VaultLock = {
    async open(passphrase) {
      key = await unlocked((await document()).current(), passphrase);
    },
    close() {
      key?.fill(0);
      key = undefined;
    },
    async choose({ old, next }) {
      const file = await document();
      const before = file.current();
      const oldKey = before.key === null ? undefined : await unlocked(before, old ?? '');
      const fresh = newKey();
      const stretching = newStretching();
      const sealed = seal(await keyFrom(next, stretching), { secret: fresh, about: KEY_NAME });
      // Sealed anew with another key: whoever knew the old passphrase gains nothing from an old copy of the key.
      await file.update(({ entries }) => ({ key: { ...stretching, sealed }, entries: resealed(entries, oldKey, fresh) }));
      key = fresh;
    },
  };

  return {
    lock,
    async state() {
      if ((await document()).current().key === null) return { is: 'no-passphrase' };
      return key === undefined ? { is: 'locked' } : { is: 'open', keyHeldBy: 'passphrase' };
    },
    async store(name, secret) {
      const vault = await opened();
      const sealed = seal(vault.key, { secret: Buffer.from(secret, 'utf8'), about: name });
      await vault.file.update(({ entries, ...rest }) => ({ ...rest, entries: { ...entries, [name]: sealed } }));
    },
    async read(name) {
      const vault = await opened();
      const sealed = vault.file.current().entries[name];
      if (sealed === undefined) return undefined;
      const secret = unseal(vault.key, { sealed, about: name });
      if (secret === undefined) throw new VaultError('unreadable-entry');
      return secret.toString('utf8');
    },
    async remove(name) {
      const file = await document();
      if (file.current().entries[name] === undefined) return;
      await file.update(({ entries: { [name]: _gone, ...entries }, ...rest }) => ({ ...rest, entries }));
    },
  };
}

async function unlocked(file: Content, passphrase: string): Promise<Buffer> {
  if (file.key === null) throw new VaultError('no-passphrase');
  const { sealed, ...stretching } = file.key;
  const key = unseal(await keyFrom(passphrase, stretching), { sealed, about: KEY_NAME });
  if (key === undefined) throw new VaultError('wrong-passphrase');
  return key;
}

function resealed(entries: Content['entries'], oldKey: Buffer | undefined, key: Buffer): Content['entries'] {
  if (oldKey === undefined) return {};
  const kept = Object.entries(entries).flatMap(([name, sealed]): [string, string][] => {
    const secret = unseal(oldKey, { sealed, about: name });
    return secret === undefined ? [] : [[name, seal(key, { secret, about: name })]];
  });
  return Object.fromEntries(kept);
}
