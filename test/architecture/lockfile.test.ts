import { expect, test } from 'vitest';
import { readRepositoryJson } from './repository.ts';
import { missingOptionalPackages, platformOf, withPlatformPackages, type LockedPackages } from '#build/lockfile/platform-packages.mjs';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const manifest = readRepositoryJson('package.json') as Manifest;
const { packages } = readRepositoryJson('package-lock.json') as { packages: LockedPackages };
const locked = Object.entries(packages).filter(([path]) => path !== '');

test('the lockfile says nothing about where packages are downloaded from', () => {
  expect(locked.filter(([, entry]) => 'resolved' in entry).map(([path]) => path)).toEqual([]);
});

test('every package is locked with its digest, but for native parts of other platforms', () => {
  const withoutDigest = locked.filter(([, entry]) => !('integrity' in entry));
  expect(withoutDigest.filter(([path, entry]) => entry['optional'] !== true || platformOf(path) === undefined)).toEqual([]);
});

test('native parts of tools are locked for every platform; else run node build/lockfile/main.mjs', () => {
  expect(missingOptionalPackages(packages).filter(({ name }) => platformOf(name) !== undefined)).toEqual([]);
});

test('dependencies are asked for by exact version', () => {
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(ranges).toEqual([]);
});

test('scripts run at installation only for packages named in package.json', () => {
  const wanting = locked.filter(([, entry]) => entry['hasInstallScript'] === true && entry['optional'] !== true);
  expect(wanting.map(([path]) => path.replace('node_modules/', ''))).toEqual(Object.keys(manifest.allowScripts));
  expect(Object.keys(manifest.allowScripts).filter((name) => manifest.allowScripts[name] === true)).toEqual(['node']);
});

test('a missing native part is added in the form npm writes', () => {
  const tool = { version: '1.2.3', dev: true, optionalDependencies: { '@tool/linux-arm64-musl': '1.2.3', '@tool/win32-x64-msvc': '1.2.3' } };
  const present = { 'node_modules/tool': tool, 'node_modules/@tool/win32-x64-msvc': { version: '1.2.3' } };
  expect(Object.entries(withPlatformPackages(present))).toEqual([
    ['node_modules/@tool/linux-arm64-musl', { version: '1.2.3', cpu: ['arm64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] }],
    ['node_modules/@tool/win32-x64-msvc', { version: '1.2.3' }],
    ['node_modules/tool', tool],
  ]);
});
