import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from 'playwright-core';

const root = join(import.meta.dirname, '..', '..');
const packageFolder = join(root, 'node_modules', 'electron');

/** Electron's own program, or undefined: tests that need it are then skipped. */
export const electronProgram = findElectron();

/** Its package writes path.txt once the runtime is unpacked whole; `npx install-electron` fetches it. */
function findElectron(): string | undefined {
  const pathFile = join(packageFolder, 'path.txt');
  return existsSync(pathFile) ? join(packageFolder, 'dist', readFileSync(pathFile, 'utf8').trim()) : undefined;
}

export interface ElectronApp extends AsyncDisposable {
  readonly page: Page;
}

/** The built app in Electron with a profile of its own, until disposed of. */
export async function anElectronApp(...options: readonly string[]): Promise<ElectronApp> {
  if (electronProgram === undefined) throw new Error("Electron's runtime is not here; npx install-electron fetches it");
  const profile = await mkdtemp(join(tmpdir(), 'poolkeeper-electron-'));
  const app = await _electron.launch({ executablePath: electronProgram, args: [root, `--user-data-dir=${profile}`, ...options] });
  return {
    page: await app.firstWindow(),
    async [Symbol.asyncDispose]() {
      await app.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}
