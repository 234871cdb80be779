import { homedir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '#engine/engine.ts';
import type { Demo } from '#engine/ports.ts';
import { dataFolder } from '#hosting/data-folder.ts';
import { lockDataFolder } from '#hosting/folder-lock.ts';
import { createLog, personHere, systemClock, systemRandom } from '#hosting/system-ports.ts';
import { createPassphraseVault } from '#hosting/vault/passphrase-vault.ts';
import { shellText } from '#shared/text/shell-text.ts';
import { browserCommand, openBrowser } from './browser.ts';
import { startHeadlessHost } from './headless-host.ts';
import type { ServeOptions } from './serve-options.ts';

export interface ServeSetup {
  readonly options: ServeOptions;
  readonly windowFolder: string;
  readonly version: string;
  readonly demo: Demo | undefined;
  readonly print: (text: string) => void;
  readonly writeLog: (line: string) => void;
}

/** Engine and window in a browser. Returns how to end both; undefined when another process is at work in the folder, which is printed. */
export async function serveWindow(setup: ServeSetup): Promise<(() => Promise<void>) | undefined> {
  const { options, print, version, demo } = setup;
  const data = options.dataFolder ?? dataFolder(process.platform, { home: homedir(), environment: process.env });
  const lock = await lockDataFolder(data);
  if (lock.is === 'taken') {
    print(`${shellText.folderInUse.what(data, lock.pid)}\n${shellText.folderInUse.otherFolder}\n`);
    return undefined;
  }
  const engine = createEngine({
    sshAgent: process.env['SSH_AUTH_SOCK'],
    person: personHere(),
    clock: systemClock,
    random: systemRandom,
    log: createLog(options.showsLog ? setup.writeLog : () => undefined, systemClock),
    version,
    paths: { data },
    vault: createPassphraseVault({ path: join(data, 'passwords.json'), newId: systemRandom.id }),
    demo,
  });
  const host = await startHeadlessHost({ engine, windowFolder: setup.windowFolder, port: options.port });
  await offerAddress(host.newAddress(), { opensBrowser: options.opensBrowser, print });
  await engine.start();
  if (options.opensDemo) {
    const opened = await engine.dispatch('demo.open', {}, new AbortController().signal);
    if (!opened.ok) print(`The demo pool could not be opened: ${opened.failure.kind}.\n`);
  }
  return async () => {
    await host.close();
    await engine.close();
    await lock.release();
  };
}

async function offerAddress(address: string, how: { opensBrowser: boolean; print: (text: string) => void }): Promise<void> {
  const command = how.opensBrowser ? browserCommand(process.platform, process.env) : undefined;
  if (command !== undefined && (await openBrowser(command, address))) {
    how.print(`Poolkeeper is open in your browser. If you do not see it, open ${address}\n`);
    return;
  }
  how.print(`Open ${address}\nThe address works once.\n`);
}
