import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { arePackagesInstalled } from '#build/bootstrap/packages.mjs';
import { fingerprint } from '#build/bundle/fingerprint.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'poolkeeper-unit-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

type Packages = Readonly<Record<string, { version: string; optional?: boolean }>>;

function isInstalled(wanted: Packages, present: Packages | undefined): boolean {
  write('package-lock.json', JSON.stringify({ packages: { '': { version: '0.1.0' }, ...wanted } }));
  if (present !== undefined) write('node_modules/.package-lock.json', JSON.stringify({ packages: present }));
  return arePackagesInstalled(folder);
}

const wanted: Packages = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-win32': { version: '1.0.0', optional: true } };

test.each<[string, Packages | undefined, boolean]>([
  ['nothing is installed', undefined, false],
  ['a package is missing', {}, false],
  ['a package has another version', { 'node_modules/a': { version: '0.9.0' } }, false],
  ['a part for this platform has another version', { ...wanted, 'node_modules/a-win32': { version: '0.9.0' } }, false],
  ['parts for other platforms are missing', { 'node_modules/a': { version: '1.0.0' } }, true],
  ['more than is locked is there', { ...wanted, 'node_modules/b': { version: '1.0.0' } }, true],
])('when %s', (_when, present, expected) => {
  expect(isInstalled(wanted, present)).toBe(expected);
});

test('a record of what is installed that was cut off counts as nothing', () => {
  write('package-lock.json', JSON.stringify({ packages: wanted }));
  write('node_modules/.package-lock.json', '{ "packages": {');
  expect(arePackagesInstalled(folder)).toBe(false);
});

test('a fingerprint changes with contents and names, and not with time', () => {
  write('a/one.ts', 'x');
  const first = fingerprint(folder, ['a', 'gone']);
  write('a/one.ts', 'x');
  const again = fingerprint(folder, ['a', 'gone']);
  write('a/two.ts', '');
  const more = fingerprint(folder, ['a', 'gone']);
  write('a/one.ts', 'y');
  const other = fingerprint(folder, ['a', 'gone']);
  expect([again === first, new Set([first, more, other]).size]).toEqual([true, 3]);
});
