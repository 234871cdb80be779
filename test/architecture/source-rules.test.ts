import { expect, test } from 'vitest';
import { readSources } from './repository.ts';
import { brokenRules } from './source-rules.ts';

// These hold lines that break rules on purpose.
const examples = new Set(['test/architecture/source-rules.ts', 'test/architecture/source-rules.test.ts', 'test/architecture/layers.test.ts']);

test('every source keeps to the rules about its text', () => {
  const sources = [...readSources(['.ts', '.tsx', '.mjs'])].filter(([path]) => !examples.has(path));
  expect(brokenRules(new Map(sources))).toEqual([]);
});

test.each([
  ['// oxlint-disable-next-line no-console', 'a disabled lint rule gives its reason after --'],
  [`export { a } from './a.ts';`, 'a file is imported from where it is defined, not handed on'],
  [`export * from './a.ts';`, 'a file is imported from where it is defined, not handed on'],
  [`import { a } from '../../a.ts';`, 'no import climbs two folders; package.json has aliases'],
  [`import { a } from '#shared/kernel/a';`, 'an import names the file with its ending'],
  ['const now = new Date();', 'time is asked of a clock'],
  [`const home = process.env['HOME'];`, 'the environment is read by entry points and hosts only'],
  ['// TODO: later', 'work left to do lies in the issue tracker, by number'],
])('refuses %s', (line, rule) => {
  expect(brokenRules(new Map([['electron/engine/a.ts', line]]))).toEqual([`electron/engine/a.ts:1: ${rule}`]);
});

test.each([
  '// oxlint-disable-next-line no-console, no-new -- the demo talks to a person',
  `import { a } from '../a.ts';`,
  `import { a } from '#shared/kernel/a.ts';`,
  `import { readFile } from 'node:fs/promises';`,
  'const then = new Date(atMs);',
  '// TODO(#12): raise it',
])('accepts %s', (line) => {
  expect(brokenRules(new Map([['electron/engine/a.ts', line]]))).toEqual([]);
});
