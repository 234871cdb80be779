import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInForeground } from './child.mjs';
import { CannotGoOn, root, say } from './ground.mjs';

const TICK_MS = 10_000;

/** Installs the locked packages unless npm's own record of what is installed says they are there. */
export async function installPackages() {
  if (arePackagesInstalled(root)) return;
  say('installing packages from package-lock.json (about 410, once) ...');
  const startMs = Date.now();
  const tick = setInterval(() => say(`still installing, ${Math.round((Date.now() - startMs) / 1000)} s`), TICK_MS);
  try {
    // `npm ci` also replaces what an interrupted installation left behind.
    const code = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    if (code !== 0) throw new CannotGoOn('npm could not install the packages; its message is above. Is the registry reachable?');
  } finally {
    clearInterval(tick);
  }
  say(`packages installed in ${Math.round((Date.now() - startMs) / 1000)} s`);
}

/**
 * Started by npm, we know the npm that started us; otherwise the one on the path serves, which on Windows is a
 * script and so needs the shell.
 * @param {readonly string[]} args
 */
function runNpm(args, cwd = root) {
  const npm = process.env['npm_execpath'];
  if (npm !== undefined && /\.c?js$/.test(npm)) return runInForeground(process.execPath, [npm, ...args], { cwd });
  return runInForeground('npm', args, { cwd, shell: process.platform === 'win32' });
}

/**
 * npm writes node_modules/.package-lock.json last, so what it names is whole.
 * @param {string} folder
 */
export function arePackagesInstalled(folder) {
  const wanted = lockedVersions(join(folder, 'package-lock.json'));
  const present = lockedVersions(join(folder, 'node_modules', '.package-lock.json'));
  for (const [path, entry] of wanted) {
    if (path === '') continue;
    const installed = present.get(path);
    if (installed === undefined ? !entry.isOptional : installed.version !== entry.version) return false;
  }
  return true;
}

/**
 * @param {string} file
 * @returns {Map<string, { version: string, isOptional: boolean }>}
 */
function lockedVersions(file) {
  const versions = new Map();
  for (const [path, entry] of Object.entries(readJson(file)?.packages ?? {})) {
    versions.set(path, { version: entry.version, isOptional: entry.optional === true || entry.devOptional === true });
  }
  return versions;
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A missing or broken record means the same as an empty one: install.
    return undefined;
  }
}
