import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createPackage } from '@electron/asar';
import { expect, onTestFinished, test } from 'vitest';
import { reachableFiles } from '#build/installers/app-files.ts';
import { thirdPartyNotices } from '#build/installers/notices.ts';
import { checkPackedApp, PACKED_LIMIT_BYTES } from '#build/installers/packed-app.ts';

function anEmptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-installers-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function aFolderWith(files: Readonly<Record<string, string>>): string {
  const folder = anEmptyFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function packed(files: Readonly<Record<string, string>>): Promise<string> {
  const archive = join(anEmptyFolder(), 'app.asar');
  await createPackage(aFolderWith(files), archive);
  return archive;
}

test('bundles, threads and pictures that a shipped file names are shipped, and nothing else', () => {
  const dist = aFolderWith({
    'main.js': 'import "./chunks/a-1.js"',
    'serve.js': 'import "./chunks/only-served-5.js"',
    '.built.json': '{}',
    'chunks/a-1.js': "new Worker(new URL('./thread-2.js', import.meta.url))",
    'chunks/thread-2.js': 'export {}',
    'chunks/only-served-5.js': 'export {}',
    'renderer/index.html': '<link href="./assets/s-3.css">',
    'renderer/assets/s-3.css': 'url(i-4.svg)',
    'renderer/assets/i-4.svg': '<svg/>',
    'renderer/assets/left-over-6.js': '',
  });
  expect(reachableFiles(dist, ['main.js', 'renderer/index.html'])).toEqual([
    'chunks/a-1.js',
    'chunks/thread-2.js',
    'main.js',
    'renderer/assets/i-4.svg',
    'renderer/assets/s-3.css',
    'renderer/index.html',
  ]);
});

test('an app that was not built is not packed', () => {
  expect(() => reachableFiles(aFolderWith({ 'main.js': '' }), ['main.js', 'preload.cjs'])).toThrow('dist/preload.cjs was not built');
});

test('the notices name every package once, in order, with its terms', () => {
  const zebra = { name: 'zebra', version: '1.0.0', identifier: 'MIT', text: 'Terms of zebra\r\nend\n' };
  const notices = thirdPartyNotices([zebra, { name: 'ant', version: '2.0.0', identifier: null, text: 'Terms of ant' }, zebra]);
  const [, ...sections] = notices.split(/\n\n-{80}\n\n/);
  expect(sections).toEqual(['ant 2.0.0 (licence as below)\n\nTerms of ant', 'zebra 1.0.0 (MIT)\n\nTerms of zebra\nend\n']);
});

test('a package that only names its licence is shipped with the text of it, as long as it is that licence', () => {
  const nameOnly = { name: 'lazy-val', version: '1.0.5', identifier: 'MIT', text: '' };
  expect(thirdPartyNotices([nameOnly])).toContain('Copyright (c) Vladimir Krivosheev');
  expect(() => thirdPartyNotices([{ ...nameOnly, identifier: 'GPL-3.0' }])).toThrow('lazy-val 1.0.5 is bundled and brings no licence text');
});

test('a package without terms is not shipped', () => {
  expect(() => thirdPartyNotices([{ name: 'nameless', version: '1.0.0', identifier: 'MIT', text: ' ' }])).toThrow(
    'nameless 1.0.0 is bundled and brings no licence text',
  );
});

test.for([
  [{ 'a.js': '1', 'b/c.js': '2', 'b/c.test.js': '' }, 'should not hold [b/c.test.js] and lacks []'],
  [{ 'a.js': '1' }, 'should not hold [] and lacks [b/c.js]'],
  [{ 'a.js': '1', 'b/c.js': 'other' }, 'holds another b/c.js than was built'],
] as const)('an archive that is not what was staged is refused: %o', async ([files, why]) => {
  const staged = { folder: aFolderWith({ 'a.js': '1', 'b/c.js': '2' }), files: ['a.js', 'b/c.js'] };
  const archive = await packed(files);
  expect(() => checkPackedApp(archive, staged)).toThrow(why);
});

test('an archive over its budget is refused', async () => {
  const files = { 'a.js': 'x'.repeat(PACKED_LIMIT_BYTES) };
  const archive = await packed(files);
  expect(() => checkPackedApp(archive, { folder: aFolderWith(files), files: ['a.js'] })).toThrow(`at most ${PACKED_LIMIT_BYTES} are allowed`);
});
