import { join } from 'node:path';
import { runInForeground } from '../bootstrap/child.mjs';
import { CannotGoOn, say } from '../bootstrap/ground.mjs';
import { onPath, type Machine } from './machine.ts';

const linuxNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const windowsPrograms = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe', 'Chromium\\Application\\chrome.exe'];
const windowsFolders = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

/** A Chromium that is already there: the one CHROMIUM_PATH names, else the usual places of the platform. */
export function findChromium(machine: Machine): string | undefined {
  const named = machine.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return machine.has(named) ? named : undefined;
  if (machine.platform === 'win32') return windowsCandidates(machine).find((file) => machine.has(file));
  if (machine.platform === 'darwin') return macCandidates(machine).find((file) => machine.has(file));
  return onPath(machine, linuxNames);
}

function windowsCandidates(machine: Machine): string[] {
  const folders = windowsFolders.flatMap((name) => machine.env[name] ?? []);
  return windowsPrograms.flatMap((program) => folders.map((folder) => `${folder}\\${program}`));
}

function macCandidates(machine: Machine): string[] {
  const folders = ['/Applications', join(machine.home, 'Applications')];
  return macApps.flatMap((app) => folders.map((folder) => join(folder, `${app}.app`, 'Contents', 'MacOS', app)));
}

/** What a person has to do when no Chromium is there and we cannot install one. */
export function chromiumAdvice(machine: Machine): string {
  const named = machine.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return `CHROMIUM_PATH names ${named}, which does not exist.`;
  const start = 'The tests need a Chromium and none was found.';
  const end = 'or set CHROMIUM_PATH to the program of any Chromium.';
  if (machine.platform === 'win32') return `${start} Install Google Chrome (winget install Google.Chrome) or Microsoft Edge, ${end}`;
  if (machine.platform === 'darwin') return `${start} Install Google Chrome (brew install --cask google-chrome), ${end}`;
  if (hasApt(machine)) return `${start} Run "sudo apt-get install chromium", ${end}`;
  return `${start} Install your distribution's package "chromium", ${end}`;
}

/** A Chromium that was named and is not there is a mistake to be told, not one to be covered up. */
export function mayInstall(machine: Machine): boolean {
  return machine.isRoot && hasApt(machine) && (machine.env['CHROMIUM_PATH'] ?? '') === '';
}

function hasApt(machine: Machine): boolean {
  return machine.platform === 'linux' && machine.has('/etc/debian_version') && onPath(machine, ['apt-get']) !== undefined;
}

/** The environment tests find Chromium by, installing Debian's when that is possible without asking. */
export async function prepareChromium(machine: Machine): Promise<NodeJS.ProcessEnv> {
  const present = findChromium(machine);
  if (present !== undefined) return { CHROMIUM_PATH: present };
  if (!mayInstall(machine)) throw new CannotGoOn(chromiumAdvice(machine));
  say("installing Debian's Chromium (apt-get install chromium) ...");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Stale package lists name files the mirror no longer has; a failed refresh still leaves the old lists to try.
  await runInForeground('apt-get', ['update', '-qq'], { env });
  await runInForeground('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env });
  const installed = findChromium(machine);
  if (installed === undefined) throw new CannotGoOn(chromiumAdvice(machine));
  return { CHROMIUM_PATH: installed };
}
