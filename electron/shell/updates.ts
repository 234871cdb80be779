import { existsSync } from 'node:fs';
import type { AppUpdater } from 'electron-updater';
import type { Clock, Log, Timer } from '#engine/ports.ts';

/** The app may stay open for weeks. */
const CHECK_EVERY_MS = 24 * 3_600_000;

export type Updater = Pick<AppUpdater, 'logger' | 'on' | 'checkForUpdates'>;

export interface UpdatesSetup {
  /** Written beside the app when installers are made with a feed; without it there is nowhere to look. */
  readonly feedFile: string;
  /** The one-file program for Windows is wherever its user put it, and not for us to replace. */
  readonly isPortable: boolean;
  readonly clock: Clock;
  readonly log: Log;
  readonly loadUpdater: () => Promise<Updater>;
}

/** Looks for a newer version now and daily; one that is found is fetched, and installed once the app is quit. Returns how to stop. */
export async function followUpdates(setup: UpdatesSetup): Promise<() => void> {
  const { feedFile, isPortable, clock, log, loadUpdater } = setup;
  if (isPortable || !existsSync(feedFile)) return () => undefined;
  const updater = await loaded(loadUpdater, log);
  if (updater === undefined) return () => undefined;
  // It would write to the console, with addresses.
  updater.logger = null;
  updater.on('update-available', ({ version }) => log.info('update.found', { version }));
  updater.on('update-downloaded', ({ version }) => log.info('update.ready', { version }));
  updater.on('error', (error) => log.warn('update.failed', { error: error.name }));
  let next: Timer | undefined;
  const check = (): void => {
    next = clock.after(CHECK_EVERY_MS, check);
    // The event above told of it, and tomorrow is another try.
    updater.checkForUpdates().catch(() => undefined);
  };
  check();
  return () => next?.cancel();
}

/** An app that cannot be updated is still the one its user needs now. */
async function loaded(load: () => Promise<Updater>, log: Log): Promise<Updater | undefined> {
  try {
    return await load();
  } catch (error) {
    log.warn('update.failed', { error: error instanceof Error ? error.name : 'unknown' });
    return undefined;
  }
}

/** Loaded only where it is used: most starts have no use for it. */
export async function loadUpdater(): Promise<Updater> {
  const { autoUpdater } = await import('electron-updater');
  return autoUpdater;
}
