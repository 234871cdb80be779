import { posix } from 'node:path';
import type { Room } from './rooms.ts';

/** Paths from the repository's folder, with forward slashes, to their text. */
export type Sources = ReadonlyMap<string, string>;

/** `#shared/` to `shared/`, as package.json's "imports" say. */
export type Aliases = Readonly<Record<string, string>>;

/** Import and export statements that name a file, type-only ones too; imports for their effect; import calls; files named for a worker. */
const importPatterns = [
  /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^[ \t]*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
  /\bnew URL\(\s*['"](\.[^'"]+\.[mc]?[jt]sx?)['"]\s*,\s*import\.meta\.url/g,
];

/** Everything in these files that the table does not allow, as sentences. */
export function violations(sources: Sources, rooms: readonly Room[], aliases: Aliases): string[] {
  const found: string[] = [];
  for (const [path, text] of sources) {
    const room = roomOf(path, rooms);
    if (room === undefined) {
      found.push(`${path}: belongs to no room`);
      continue;
    }
    for (const target of importsOf(path, text, aliases)) {
      const isInside = target.startsWith(`${room.path}/`);
      if (!isInside && !room.mayImport.some((allowed) => covers(allowed, target))) found.push(`${path}: may not import ${target}`);
    }
  }
  return found;
}

/** What a file imports: paths from the repository's folder, 'npm:' and 'node:' names. */
export function importsOf(path: string, text: string, aliases: Aliases): string[] {
  return importPatterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => resolve(path, name, aliases)));
}

function resolve(path: string, name: string, aliases: Aliases): string {
  if (name.startsWith('.')) return posix.join(posix.dirname(path), name);
  const alias = Object.keys(aliases).find((prefix) => name.startsWith(prefix));
  if (alias !== undefined) return `${aliases[alias] ?? ''}${name.slice(alias.length)}`;
  // Packages are marked: one of them has the name of a folder of ours.
  return name.startsWith('node:') ? name : `npm:${name}`;
}

/** The room with the longest path that holds the file; `features/*` stands for each folder below features. */
function roomOf(path: string, rooms: readonly Room[]): Room | undefined {
  const holding = rooms.flatMap((room) => {
    const place = placeOf(path, room.path);
    return place === undefined ? [] : [{ path: place, mayImport: room.mayImport }];
  });
  return holding.toSorted((a, b) => b.path.length - a.path.length)[0];
}

function placeOf(path: string, roomPath: string): string | undefined {
  if (!roomPath.endsWith('/*')) return path === roomPath || path.startsWith(`${roomPath}/`) ? roomPath : undefined;
  const parent = roomPath.slice(0, -1);
  const [folder, ...rest] = path.slice(parent.length).split('/');
  return path.startsWith(parent) && folder !== undefined && rest.length > 0 ? `${parent}${folder}` : undefined;
}

function covers(allowed: string, target: string): boolean {
  return target === allowed || target.startsWith(allowed.endsWith(':') ? allowed : `${allowed}/`);
}

/** Rooms of the table that hold no file: left over from something that moved. */
export function emptyRooms(sources: Sources, rooms: readonly Room[]): string[] {
  const paths = [...sources.keys()];
  return rooms.filter((room) => !paths.some((path) => placeOf(path, room.path) !== undefined)).map((room) => room.path);
}
