import { join } from 'node:path';
import { z } from 'zod';
import { settingsSchema } from '#shared/contract/calls/settings-calls.ts';
import { defaultSettings, type Settings } from '#shared/domain/settings/settings.ts';
import { type Document, type DocumentShape, openDocument } from './document.ts';

// A setting another release did not know counts as never decided.
const content = z.preprocess((saved) => (typeof saved === 'object' ? { ...defaultSettings, ...saved } : saved), settingsSchema);

const shape: DocumentShape<Settings> = { version: 1, content, empty: defaultSettings, upgrade: (saved) => saved };

export async function openSettings(setup: { readonly folder: string; readonly newId: () => string }): Promise<Document<Settings>> {
  return await openDocument({ path: join(setup.folder, 'settings.json'), shape, unique: setup.newId });
}
