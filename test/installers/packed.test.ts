import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll, getRawHeader } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aStandInRuntime, trustedArchives } from './stand-in-runtime.ts';
import { reachableFiles } from '#build/installers/app-files.ts';
import { builderConfig } from '#build/installers/config.ts';
import { makeInstallers } from '#build/installers/make-installers.ts';
import { packedFiles } from '#build/installers/packed-app.ts';

const root = join(import.meta.dirname, '..', '..');
const linuxFolder = Platform.LINUX.createTarget('dir', Arch.x64);

let work = '';
/** What the packager made, and the app out of its archive, alone in an empty folder. */
let made = '';
let app = '';

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'poolkeeper-packed-'));
  await makeInstallers({
    root,
    outputFolder: join(work, 'out'),
    targets: linuxFolder,
    updateFeed: undefined,
    electronFolder: await aStandInRuntime(work),
  });
  made = join(work, 'out', 'linux-unpacked');
  app = join(work, 'alone');
  extractAll(join(made, 'resources', 'app.asar'), app);
});

afterAll(async () => {
  await rm(work, { recursive: true, force: true });
});

/** Runs one of our scripts or bundles under this Node, until it has said something that matches. */
async function saidBy(script: string, args: readonly string[], awaited: RegExp): Promise<{ match: RegExpExecArray; end: () => void }> {
  const child = spawn(process.execPath, [script, ...args], { cwd: work, stdio: ['ignore', 'pipe', 'pipe'] });
  const { promise, resolve, reject } = Promise.withResolvers<RegExpExecArray>();
  let said = '';
  const hear = (part: unknown): void => {
    said += String(part);
    const match = awaited.exec(said);
    if (match !== null) resolve(match);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('close', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  return { match: await promise, end: () => void child.kill() };
}

test('the archive holds the bundles, the page, a manifest and the terms, and nothing else', () => {
  const withoutDigests = packedFiles(join(made, 'resources', 'app.asar')).map((file) => file.replace(/-[\w-]{8}\.(\w+)$/, '.$1'));
  expect(withoutDigests.filter((file) => !/^dist\/(?:chunks|renderer\/assets)\/[\w-]+\.\w+$/.test(file))).toEqual([
    'LICENSE',
    'THIRD-PARTY-NOTICES.txt',
    'dist/main.js',
    'dist/preload.cjs',
    'dist/renderer/index.html',
    'package.json',
  ]);
  expect(withoutDigests.filter((file) => !/\.(?:js|cjs|css|html|svg|json|txt|woff2)$|^LICENSE$/.test(file))).toEqual([]);
});

test('the manifest asks for no packages and runs no scripts', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(app, 'package.json'), 'utf8'));
  expect(manifest).toEqual({
    name: 'poolkeeper',
    productName: 'Poolkeeper',
    version: expect.any(String) as unknown,
    description: expect.any(String) as unknown,
    homepage: expect.any(String) as unknown,
    author: expect.any(String) as unknown,
    license: 'BSD-2-Clause',
    type: 'module',
    main: 'dist/main.js',
  });
});

test('the notices carry the terms of every bundled package', async () => {
  const notices = await readFile(join(app, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
  const named = ['react', 'react-dom', 'zod', 'zustand'].filter((name) => new RegExp(`^${name} \\d`, 'm').test(notices));
  expect(named).toEqual(['react', 'react-dom', 'zod', 'zustand']);
});

test("Electron's switches are set in its program as they are meant", async () => {
  const [off, on] = [...Buffer.from('01')];
  const wire = await getCurrentFuseWire(join(made, 'poolkeeper'));
  expect(wire).toEqual({
    version: '1',
    [FuseV1Options.RunAsNode]: off,
    [FuseV1Options.EnableCookieEncryption]: on,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off,
    [FuseV1Options.EnableNodeCliInspectArguments]: off,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on,
    [FuseV1Options.OnlyLoadAppFromAsar]: on,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: off,
  });
});

test('the program for Windows loads this archive and no other', async () => {
  const outputFolder = join(work, 'for-windows');
  const targets = Platform.WINDOWS.createTarget('dir', Arch.x64);
  await makeInstallers({ root, outputFolder, targets, updateFeed: undefined, electronFolder: join(work, 'runtime') });
  const folder = join(outputFolder, 'win-unpacked');
  const { headerString } = getRawHeader(join(folder, 'resources', 'app.asar'));
  const value = createHash('sha256').update(headerString).digest('hex');
  expect(trustedArchives(await readFile(join(folder, 'Poolkeeper.exe')))).toContainEqual({
    file: String.raw`resources\app.asar`,
    alg: 'SHA256',
    value,
  });
});

test('the packed main file, alone in a folder, opens its window and brings the demo pools to life', async () => {
  const script = join(import.meta.dirname, 'boot-packed-app.ts');
  const { match } = await saidBy(script, [app, join(work, 'data'), join(made, 'resources')], /^\{"preload".*\}$/m);
  const said = JSON.parse(match[0]) as { readonly parts: readonly (readonly [string, number])[] };
  expect(said).toEqual({ preload: [join(app, 'dist', 'preload.cjs')], page: 200, parts: expect.anything() });
  // Whatever the page asks for is there; how its script is cut into files is the bundler's business.
  expect(said.parts.map(([part]) => part)).toEqual(expect.arrayContaining(['/assets/icon.svg', '/assets/index.js', '/assets/index.css']));
  expect(said.parts.filter(([, status]) => status !== 200)).toEqual([]);
});

test('the same files serve the browser host, whose entry is not shipped because the switches forbid to run it', async () => {
  const served = join(work, 'served');
  await cp(app, served, { recursive: true });
  for (const file of reachableFiles(join(root, 'dist'), ['serve.js'])) await cp(join(root, 'dist', file), join(served, 'dist', file));
  const { match, end } = await saidBy(
    join(served, 'dist', 'serve.js'),
    ['--no-open', '--data', join(work, 'data')],
    /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/,
  );
  const entered = await fetch(match[0], { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await fetch(new URL('/', match[0]), { headers: { cookie } });
  expect([page.status, (await page.text()).includes('<title>Poolkeeper</title>')]).toEqual([200, true]);
  end();
});

test('an app looks for newer ones only where it was told to when it was made', async () => {
  const runtime = join(work, 'runtime');
  await expect(readFile(join(made, 'resources', 'app-update.yml'))).rejects.toThrow('ENOENT');
  const outputFolder = join(work, 'with-feed');
  await makeInstallers({ root, outputFolder, targets: linuxFolder, updateFeed: 'https://updates.example/poolkeeper', electronFolder: runtime });
  const feed = await readFile(join(outputFolder, 'linux-unpacked', 'resources', 'app-update.yml'), 'utf8');
  expect(feed).toContain('provider: generic\nurl: https://updates.example/poolkeeper\n');
  const { match, end } = await saidBy(
    join(import.meta.dirname, 'boot-packed-app.ts'),
    [app, join(work, 'data'), join(outputFolder, 'linux-unpacked', 'resources')],
    /^\{"preload"|update\.failed/m,
  );
  // The bundled updater loads; whether it asks depends on the kind of package, and this is none.
  expect(match[0]).toBe('{"preload"');
  end();
});

test('a feed that anybody on the way could answer is refused', () => {
  const setup = { electronVersion: '1.0.0', iconFolder: '', outputFolder: '', checkArchive: () => undefined };
  expect(() => builderConfig({ ...setup, updateFeed: 'http://updates.example' })).toThrow('not an https address');
});

test('the packager itself checks the settings: a word it does not know ends the run', async () => {
  const config = builderConfig({
    electronVersion: '45.0.0',
    iconFolder: work,
    outputFolder: work,
    updateFeed: undefined,
    checkArchive: () => undefined,
  });
  const misspelt: object = { oneClik: true };
  await expect(build({ projectDir: app, targets: linuxFolder, publish: 'never', config: { ...config, nsis: misspelt } })).rejects.toThrow(
    'configuration.nsis should be one of these',
  );
});

test('an app for macOS, which belongs to no known developer, does not look for newer versions', () => {
  const { publish, mac } = builderConfig({
    electronVersion: '1.0.0',
    iconFolder: '',
    outputFolder: '',
    updateFeed: 'https://updates.example/',
    checkArchive: () => undefined,
  });
  expect([publish, mac?.publish]).toEqual([[{ provider: 'generic', url: 'https://updates.example/' }], null]);
});

test('each system gets the kinds of installer its people expect', () => {
  const { win, linux, mac } = builderConfig({
    electronVersion: '1.0.0',
    iconFolder: '',
    outputFolder: '',
    updateFeed: undefined,
    checkArchive: () => undefined,
  });
  expect([win?.target, linux?.target, mac?.target]).toEqual([
    [
      { target: 'nsis', arch: ['x64', 'arm64'] },
      { target: 'portable', arch: ['x64'] },
    ],
    [
      { target: 'AppImage', arch: ['x64', 'arm64'] },
      { target: 'deb', arch: ['x64', 'arm64'] },
    ],
    [{ target: 'dmg', arch: ['x64', 'arm64'] }],
  ]);
});
