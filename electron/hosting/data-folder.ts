import { posix, win32 } from 'node:path';

const NAME = 'poolkeeper';

/** Where each system wants an app's data for one user. */
export function dataFolder(
  platform: NodeJS.Platform,
  of: { readonly home: string; readonly environment: Readonly<Record<string, string | undefined>> },
): string {
  const { home, environment } = of;
  switch (platform) {
    case 'win32':
      return win32.join(environment['APPDATA'] ?? win32.join(home, 'AppData', 'Roaming'), NAME);
    case 'darwin':
      return posix.join(home, 'Library', 'Application Support', NAME);
    default:
      return posix.join(absolute(environment['XDG_CONFIG_HOME']) ?? posix.join(home, '.config'), NAME);
  }
}

/** A relative path here is to be ignored, says the rule this variable comes from. */
function absolute(path: string | undefined): string | undefined {
  return path !== undefined && posix.isAbsolute(path) ? path : undefined;
}
