import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyCombinations, keystrokesOf } from '#shared/domain/console/keystrokes.ts';
import { consolePlace } from '#shared/domain/console/location.ts';
import { type ConsoleStanding, consoleStanding } from '#shared/domain/console/standing.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { VmRef } from '#shared/domain/inventory/watched.ts';
import { failureText } from '#shared/text/failure-text.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

test('text becomes keys of a US keyboard: capitals and the upper row need Shift', () => {
  expect(keystrokesOf('aB1!\n')).toEqual([
    { keysym: 0x61, withShift: false },
    { keysym: 0x42, withShift: true },
    { keysym: 0x31, withShift: false },
    { keysym: 0x21, withShift: true },
    { keysym: 0xff0d, withShift: false },
  ]);
});

test('what is beyond Latin-1 goes by its number, one line end is one Enter, and control characters are left out', () => {
  expect(keystrokesOf('é€\r\n\t\u0007').map(({ keysym }) => keysym)).toEqual([0xe9, 0x0100_20ac, 0xff0d, 0xff09]);
});

test('every character that can be typed is one key', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(keystrokesOf(text)).toHaveLength(text.length);
    }),
  );
});

test('no two combinations press the same keys', () => {
  expect(new Set(keyCombinations.map(({ keys }) => keys.join())).size).toBe(keyCombinations.length);
});

test('the place of a console is read from its record', () => {
  expect(consolePlace('https://10.0.0.2/console?uuid=abc')).toEqual({ address: { host: '10.0.0.2', port: 443 }, path: '/console?uuid=abc' });
  expect(consolePlace('https://[fd00::2]:8443/console?ref=OpaqueRef:1')?.address).toEqual({ host: 'fd00::2', port: 8443 });
  for (const nonsense of ['', 'https://10.0.0.2', 'https:///console', 'vnc://10.0.0.2/console', 'https://h/console\r\nX: y']) {
    expect(consolePlace(nonsense)).toBeUndefined();
  }
});

test('each refusal of a host has its own words', () => {
  const words = [401, 403, 404, 500, 503, 418].map((status) => failureText({ kind: 'console', status }).what);
  expect(new Set(words).size).toBe(words.length);
});

function shown(power: string, consoles: readonly string[]): ConsoleStanding {
  // In tests a name is its own reference.
  const vm = 'v' as VmRef;
  const inventory = anInventory({ hosts: { 'xs-1': {} }, vms: { v: { on: 'xs-1', power } } });
  const records = consoles.map((protocol, index) => [`c${index}`, aRecord('console', { protocol, vm, location: 'https://xs-1/console' })]);
  return consoleStanding(applyDelta(inventory, { console: { set: Object.fromEntries(records) } }), vm);
}

test('a VM that does not run has no console, one that starts has none yet', () => {
  expect(shown('Halted', [])).toEqual({ is: 'off', power: 'Halted' });
  expect(shown('Suspended', [])).toEqual({ is: 'off', power: 'Suspended' });
  expect(shown('Running', [])).toEqual({ is: 'awaited', host: 'xs-1' });
});

test('the screen comes before the text console, what nobody can show is left out, and a paused one still shows', () => {
  const standing = shown('Paused', ['vt100', 'rdp', 'RFB']);
  expect(standing).toMatchObject({ is: 'ready', isPaused: true, host: 'xs-1' });
  expect(standing.is === 'ready' && standing.consoles.map(({ protocol }) => protocol)).toEqual(['rfb', 'vt100']);
});
