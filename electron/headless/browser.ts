import { spawn } from 'node:child_process';

/** The command that hands an address to the user's browser; undefined where there is no display to open one on. */
export function browserCommand(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): readonly [string, ...string[]] | undefined {
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  if (platform === 'darwin') return ['open'];
  const hasDisplay = Boolean(environment['DISPLAY']) || Boolean(environment['WAYLAND_DISPLAY']);
  return hasDisplay ? ['xdg-open'] : undefined;
}

/** Resolves to false when no browser could be started, so that the address can be printed instead. */
export async function openBrowser(command: readonly [string, ...string[]], address: string): Promise<boolean> {
  const [program, ...parameters] = command;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(program, [...parameters, address], { stdio: 'ignore', detached: true });
  child.once('error', () => resolve(false));
  child.once('spawn', () => resolve(true));
  child.unref();
  return await promise;
}
