import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the search for a tool needs to know about the computer it runs on. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  has(file: string): boolean;
}

export function thisMachine(): Machine {
  return { platform: process.platform, env: process.env, home: homedir(), isRoot: process.getuid?.() === 0, has: existsSync };
}

/** The first of these programs that lies in a folder of PATH. */
export function onPath(machine: Machine, names: readonly string[]): string | undefined {
  const folders = (machine.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => machine.has(file));
}

/** Whether a window could be seen: on Linux and its kin that needs a display server. */
export function hasDisplay(machine: Machine): boolean {
  if (machine.platform === 'win32' || machine.platform === 'darwin') return true;
  return [machine.env['DISPLAY'], machine.env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');
}
