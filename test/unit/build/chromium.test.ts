import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { chromiumAdvice, findChromium, mayInstall } from '#build/tools/chromium.ts';
import { hasDisplay, type Machine } from '#build/tools/machine.ts';

function aMachine(platform: NodeJS.Platform, setup: { env?: Machine['env']; files?: readonly string[]; isRoot?: boolean } = {}): Machine {
  const files = new Set(setup.files);
  return { platform, env: setup.env ?? {}, home: '/home/ada', isRoot: setup.isRoot ?? false, has: (file) => files.has(file) };
}

test('on Linux a Chromium of the path is found, the plain one first', () => {
  const files = [join('/opt', 'google-chrome'), join('/usr/bin', 'chromium')];
  expect(findChromium(aMachine('linux', { env: { PATH: ['/opt', '/usr/bin'].join(delimiter) }, files }))).toBe(join('/usr/bin', 'chromium'));
});

test('on Windows Edge serves when there is no Chrome', () => {
  const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const env = { PROGRAMFILES: 'C:\\Program Files', 'PROGRAMFILES(X86)': 'C:\\Program Files (x86)' };
  expect(findChromium(aMachine('win32', { env, files: [edge] }))).toBe(edge);
});

test("on macOS the person's own applications count too", () => {
  const chrome = join('/home/ada', 'Applications', 'Google Chrome.app', 'Contents', 'MacOS', 'Google Chrome');
  expect(findChromium(aMachine('darwin', { files: [chrome] }))).toBe(chrome);
});

test('CHROMIUM_PATH wins over what is installed', () => {
  const env = { CHROMIUM_PATH: '/my/chrome', PATH: '/usr/bin' };
  expect(findChromium(aMachine('linux', { env, files: ['/my/chrome', '/usr/bin/chromium'] }))).toBe('/my/chrome');
});

test('a CHROMIUM_PATH that leads nowhere is an error, not a reason to take another', () => {
  const machine = aMachine('linux', { env: { CHROMIUM_PATH: '/gone', PATH: '/usr/bin' }, files: ['/usr/bin/chromium'] });
  expect([findChromium(machine), chromiumAdvice(machine)]).toEqual([undefined, 'CHROMIUM_PATH names /gone, which does not exist.']);
});

test.each([
  ['win32', [], 'winget install Google.Chrome'],
  ['darwin', [], 'brew install --cask google-chrome'],
  ['linux', ['/etc/debian_version', join('/usr/bin', 'apt-get')], 'sudo apt-get install chromium'],
  ['linux', [], `your distribution's package "chromium"`],
] as const)('the advice on %s names what to install', (platform, files, expected) => {
  expect(chromiumAdvice(aMachine(platform, { env: { PATH: '/usr/bin' }, files }))).toContain(expected);
});

test.each([
  ['for root on Debian', true, {}, true],
  ['for others on Debian', false, {}, false],
  ['in place of a Chromium that was named', true, { CHROMIUM_PATH: '/gone' }, false],
] as const)('Chromium may be installed %s', (_who, isRoot, named, expected) => {
  const files = ['/etc/debian_version', join('/usr/bin', 'apt-get')];
  expect(mayInstall(aMachine('linux', { isRoot, files, env: { PATH: '/usr/bin', ...named } }))).toBe(expected);
});

test.each([
  ['win32', {}, true],
  ['darwin', {}, true],
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
] as const)('%s with %o has a display: %s', (platform, env, expected) => {
  expect(hasDisplay(aMachine(platform, { env }))).toBe(expected);
});
