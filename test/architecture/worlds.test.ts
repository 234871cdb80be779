import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';

// Below node_modules, so that types of packages are found as they are for the rooms themselves.
beforeAll(() => {
  folder = mkdtempSync(join(root, 'node_modules', '.poolkeeper-worlds-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Compiles one line as if it were a file of the room. */
function complaintsAbout(room: string, line: string): string[] {
  const name = `${room.replaceAll('/', '-')}-${Buffer.from(line).toString('hex').slice(0, 40)}`;
  writeFileSync(join(folder, `${name}.ts`), `${line}\n`);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ extends: join(root, room, 'tsconfig.json'), include: [`${name}.ts`], exclude: [] }));
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', join(folder, `${name}.json`), '--pretty', 'false'], { encoding: 'utf8' });
  return [...stdout.matchAll(/error (TS\d+)/g)].map(([, code = '']) => code);
}

const timer = 'export const timer = setTimeout(() => undefined, 1);';
const page = 'export const title = document.title;';
const system = 'export const name = process.platform;';

test.each([
  ['shared', timer],
  ['shared', page],
  ['shared', system],
  ['electron', page],
  ['electron/shell', page],
  ['renderer', system],
  ['electron/shell/preload', 'export const view = import.meta.env;'],
])('in %s this does not compile: %s', (room, line) => {
  expect(complaintsAbout(room, line)).not.toEqual([]);
});

test.each([
  ['electron', timer],
  ['electron', system],
  ['electron/shell', system],
  ['electron/shell/preload', page],
  ['renderer', page],
  ['test', page],
  ['test', system],
])('in %s this compiles: %s', (room, line) => {
  expect(complaintsAbout(room, line)).toEqual([]);
});

test.each([
  ['an unchecked index', 'export const first: string = [``][0];'],
  ['an enum, which type stripping cannot run', 'export enum Colour { Red }'],
  ['an index signature read as a property', 'declare const map: Record<string, string>;\nexport const one = map.one;'],
  ['undefined for an optional member', 'export const one: { a?: string } = { a: undefined };'],
])('%s does not compile anywhere', (_what, line) => {
  expect(complaintsAbout('shared', line)).toHaveLength(1);
});
