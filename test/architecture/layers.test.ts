import { describe, expect, test } from 'vitest';
import { emptyRooms, importsOf, violations } from './layers.ts';
import { readAliases, readSources } from './repository.ts';
import { rooms, type Room } from './rooms.ts';

// This file's own examples are imports that must be refused.
const examples = 'test/architecture/layers.test.ts';
const sources = new Map(
  [...readSources(['.ts', '.tsx', '.mjs', '.cjs', '.js', '.jsx', '.mts', '.cts', '.css'])].filter(([path]) => path !== examples),
);

test('every file keeps to the import table', () => {
  expect(violations(sources, rooms, readAliases())).toEqual([]);
});

test('every row of the import table holds a file', () => {
  expect(emptyRooms(sources, rooms)).toEqual([]);
});

test('only the shell may know Electron', () => {
  const product = rooms.filter((room) => !room.path.startsWith('test/'));
  const knowing = product.filter((room) => room.mayImport.includes('npm:electron')).map((room) => room.path);
  expect(knowing).toEqual(['electron/shell', 'electron/shell/preload']);
});

describe('the layer test itself', () => {
  const tree: readonly Room[] = [
    { path: 'low', mayImport: [] },
    { path: 'low/deep', mayImport: ['node:'] },
    { path: 'high', mayImport: ['low', 'npm:package', 'node:'] },
    { path: 'features/*', mayImport: ['low'] },
    { path: 'entry.ts', mayImport: ['high/door.ts', 'npm:package'] },
  ];
  const aliases = { '#low/': 'low/' };
  const check = (path: string, text: string): string[] => violations(new Map([[path, text]]), tree, aliases);

  test.each([
    ['a file in no room', 'elsewhere/a.ts', '', ['elsewhere/a.ts: belongs to no room']],
    ['a file directly in a folder of rooms', 'features/a.ts', '', ['features/a.ts: belongs to no room']],
    ['an import against the arrows', 'low/a.ts', `import { b } from '../high/b.ts';`, ['low/a.ts: may not import high/b.ts']],
    ['a type-only import', 'low/a.ts', `import type { B } from '../high/b.ts';`, ['low/a.ts: may not import high/b.ts']],
    ['an import over several lines', 'low/a.ts', `import {\n  b,\n} from '../high/b.ts';`, ['low/a.ts: may not import high/b.ts']],
    ['an import for its effect', 'low/a.ts', `import '../high/b.ts';`, ['low/a.ts: may not import high/b.ts']],
    ['a dynamic import', 'low/a.ts', `const b = await import('../high/b.ts');`, ['low/a.ts: may not import high/b.ts']],
    ['an imported type', 'low/a.ts', `let b: import('../high/b.ts').B;`, ['low/a.ts: may not import high/b.ts']],
    ['a re-export', 'low/a.ts', `export * from '../high/b.ts';`, ['low/a.ts: may not import high/b.ts']],
    ['a worker', 'low/a.ts', `new Worker(new URL('../high/b.ts', import.meta.url));`, ['low/a.ts: may not import high/b.ts']],
    ['an alias', 'low/deep/a.ts', `import { b } from '#low/b.ts';`, ['low/deep/a.ts: may not import low/b.ts']],
    ['a package', 'low/a.ts', `import { b } from 'package/part';`, ['low/a.ts: may not import npm:package/part']],
    ['a package whose name only begins like an allowed one', 'high/a.ts', `import 'packages';`, ['high/a.ts: may not import npm:packages']],
    ['something of Node', 'low/a.ts', `import { readFile } from 'node:fs';`, ['low/a.ts: may not import node:fs']],
    [
      'a folder whose name is that of an allowed package',
      'entry.ts',
      `import { b } from './package/b.ts';`,
      ['entry.ts: may not import package/b.ts'],
    ],
    ['another feature', 'features/x/a.ts', `import { b } from '../y/b.ts';`, ['features/x/a.ts: may not import features/y/b.ts']],
    ['more of a room than one file', 'entry.ts', `import { b } from './high/b.ts';`, ['entry.ts: may not import high/b.ts']],
  ])('refuses %s', (_what, path, text, expected) => {
    expect(check(path, text)).toEqual(expected);
  });

  test.each([
    ['its own room', 'low/a.ts', `import { b } from './b.ts';`],
    ['its own feature', 'features/x/a.ts', `import { b } from './deep/b.ts';`],
    ['a room the table names', 'high/a.ts', `import { b } from '#low/deep/b.ts';`],
    ['a package the table names', 'high/a.ts', `import { b } from 'package/part';`],
    ['something of Node where the table says so', 'low/deep/a.ts', `import { readFile } from 'node:fs';`],
    ['the one file the table names', 'entry.ts', `import { b } from './high/door.ts';`],
  ])('accepts %s', (_what, path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test('reports a row without files', () => {
    expect(emptyRooms(new Map([['low/a.ts', '']]), [...tree.slice(0, 1), { path: 'gone', mayImport: [] }])).toEqual(['gone']);
  });

  test('sees every import of a file in the order of the ways to write one', () => {
    expect(importsOf('high/a.ts', `import x from 'package';\nimport './b.ts';\nawait import('#low/c.ts');`, aliases)).toEqual([
      'npm:package',
      'high/b.ts',
      'low/c.ts',
    ]);
  });
});
