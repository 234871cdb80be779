import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Aliases } from './layers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const topFolders = ['build', 'electron', 'renderer', 'shared', 'test'];

function readRepositoryFile(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

export function readRepositoryJson(path: string): unknown {
  return JSON.parse(readRepositoryFile(path));
}

/** Every file of ours below the top folders whose name ends in one of these, to its text. */
export function readSources(endings: readonly string[]): ReadonlyMap<string, string> {
  const paths = topFolders.flatMap((folder) => filesBelow(folder)).filter((path) => endings.some((ending) => path.endsWith(ending)));
  return new Map(paths.map((path) => [path, readRepositoryFile(path)]));
}

function filesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
}

/** package.json writes `#shared/*`; here the star is left out. */
export function readAliases(): Aliases {
  const manifest = readRepositoryJson('package.json') as { imports: Record<string, string> };
  return Object.fromEntries(Object.entries(manifest.imports).map(([name, path]) => [name.slice(0, -1), path.slice('./'.length, -1)]));
}
