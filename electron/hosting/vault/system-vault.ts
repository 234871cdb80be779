import { z } from 'zod';
import { type Vault, VaultError } from '#engine/ports.ts';
import { type Document, type DocumentShape, openDocument } from '#engine/store/document.ts';

/** What an operating system offers: sealing with a key that belongs to the user's login. */
export interface SystemKey {
  seal(text: string): Promise<Buffer>;
  /** Throws when it was sealed by another user or on another machine. */
  unseal(sealed: Buffer): Promise<{ readonly text: string; readonly needsSealing: boolean }>;
}

const content = z.object({ entries: z.record(z.string(), z.string()) });
type Content = z.infer<typeof content>;

const shape: DocumentShape<Content> = { version: 1, content, empty: { entries: {} }, upgrade: (saved) => saved };

/** Passwords in one file, each sealed by the system. It is open whenever its user is logged in. */
export function createSystemVault(setup: { readonly path: string; readonly newId: () => string; readonly key: SystemKey }): Vault {
  let opening: Promise<Document<Content>> | undefined;

  async function document(): Promise<Document<Content>> {
    opening ??= openDocument({ path: setup.path, shape, unique: setup.newId });
    return await opening;
  }

  async function store(name: string, secret: string): Promise<void> {
    const file = await document();
    const sealed = (await setup.key.seal(secret)).toString('base64');
    await file.update(({ entries }) => ({ entries: { ...entries, [name]: sealed } }));
  }

  return {
    lock: undefined,
    state: () => Promise.resolve({ is: 'open', keyHeldBy: 'system' }),
    store,
    async read(name) {
      const sealed = (await document()).current().entries[name];
      if (sealed === undefined) return undefined;
      const { text, needsSealing } = await unsealed(setup.key, sealed);
      if (needsSealing) await store(name, text);
      return text;
    },
    async remove(name) {
      const file = await document();
      if (file.current().entries[name] === undefined) return;
      await file.update(({ entries: { [name]: _gone, ...entries } }) => ({ entries }));
    },
  };
}

async function unsealed(key: SystemKey, sealed: string): ReturnType<SystemKey['unseal']> {
  try {
    return await key.unseal(Buffer.from(sealed, 'base64'));
  } catch (error) {
    throw new VaultError('unreadable-entry', error);
  }
}
