import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { CannotGoOn } from '../bootstrap/ground.mjs';

/** What Electron starts, what it loads into the window beforehand, and the page itself. */
export const appEntries = ['main.js', 'preload.cjs', 'renderer/index.html'];

/**
 * The built files that can be reached from these: bundles, threads, styles and pictures name each other by file name,
 * and built names are unlike any other word. What nobody names is not shipped.
 */
export function reachableFiles(dist: string, entries: readonly string[]): string[] {
  const missing = entries.find((entry) => !existsSync(join(dist, entry)));
  if (missing !== undefined) throw new CannotGoOn(`dist/${missing} was not built`);
  const built = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(...relativeParts(dist, entry.parentPath), entry.name));
  const reached = new Set(entries);
  // A set gives what is added while it is walked, too.
  for (const file of reached) {
    const text = readFileSync(join(dist, file), 'latin1');
    for (const other of built) if (text.includes(posix.basename(other))) reached.add(other);
  }
  return [...reached].toSorted();
}

function relativeParts(folder: string, below: string): string[] {
  return below
    .slice(folder.length)
    .split(/[/\\]/)
    .filter((part) => part !== '');
}
