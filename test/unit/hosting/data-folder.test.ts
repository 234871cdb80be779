import { expect, test } from 'vitest';
import { dataFolder } from '#hosting/data-folder.ts';

test.each([
  ['linux', '/home/ada', {}, '/home/ada/.config/poolkeeper'],
  ['linux', '/home/ada', { XDG_CONFIG_HOME: '/elsewhere' }, '/elsewhere/poolkeeper'],
  ['linux', '/home/ada', { XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/poolkeeper'],
  ['freebsd', '/home/ada', { XDG_CONFIG_HOME: '' }, '/home/ada/.config/poolkeeper'],
  ['darwin', '/Users/ada', { XDG_CONFIG_HOME: '/elsewhere' }, '/Users/ada/Library/Application Support/poolkeeper'],
  ['win32', 'C:\\Users\\ada', { APPDATA: 'D:\\Roaming' }, 'D:\\Roaming\\poolkeeper'],
  ['win32', 'C:\\Users\\ada', {}, 'C:\\Users\\ada\\AppData\\Roaming\\poolkeeper'],
] as const)('on %s with home %s and %j data lives in %s', (platform, home, environment, folder) => {
  expect(dataFolder(platform, { home, environment })).toBe(folder);
});
