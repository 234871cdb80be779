import { expect, test } from 'vitest';
import { browserCommand } from '#headless/browser.ts';
import { serveOptions } from '#headless/serve-options.ts';

test.each([
  [[], { opensDemo: false, opensBrowser: true, showsLog: false, dataFolder: undefined, port: 0 }],
  [
    ['--demo', '--no-open', '--log', '--data', '/data', '--port', '8080'],
    { opensDemo: true, opensBrowser: false, showsLog: true, dataFolder: '/data', port: 8080 },
  ],
])('%j means %j', (parameters, options) => {
  expect(serveOptions(parameters)).toEqual(options);
});

test.each([['--port', 'x'], ['--port', '65536'], ['--port', '1.5'], ['--unknown'], ['word']])('%s %s is refused', (...parameters) => {
  expect(() => serveOptions(parameters)).toThrow(Error);
});

test.each([
  ['win32', {}, ['rundll32', 'url.dll,FileProtocolHandler']],
  ['darwin', {}, ['open']],
  ['linux', { DISPLAY: ':0' }, ['xdg-open']],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, ['xdg-open']],
  ['linux', { DISPLAY: '' }, undefined],
  ['linux', {}, undefined],
] as const)('on %s with %j the browser is opened by %j', (platform, environment, command) => {
  expect(browserCommand(platform, environment)).toEqual(command);
});
