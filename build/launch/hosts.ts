import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { passSignalsTo, runInForeground } from '../bootstrap/child.mjs';
import { root } from '../bootstrap/ground.mjs';

/** An Electron that ends with an error this soon never showed a window. */
const WINDOW_EXPECTED_MS = 5000;

type ElectronEnd = { readonly is: 'closed'; readonly code: number } | { readonly is: 'never-opened' };

/** Runs the app in Electron until it is closed. */
export function runElectron(program: string, args: readonly string[]): Promise<ElectronEnd> {
  const startMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(program, [root, ...args], { cwd: root, stdio: 'inherit' });
    const stopPassingOn = passSignalsTo(child);
    child.once('error', () => resolve({ is: 'never-opened' }));
    child.once('exit', (code) => {
      stopPassingOn();
      const isTooSoon = performance.now() - startMs < WINDOW_EXPECTED_MS;
      resolve(code !== 0 && isTooSoon ? { is: 'never-opened' } : { is: 'closed', code: code ?? 1 });
    });
  });
}

/** Serves the app on loopback until it is ended; the host itself opens the browser, or prints its address. */
export function runBrowserHost(args: readonly string[]): Promise<number> {
  return runInForeground(process.execPath, [join(root, 'dist', 'serve.js'), ...args]);
}
