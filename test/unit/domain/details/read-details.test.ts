import { expect, test } from 'vitest';
import { readDetails } from '#shared/domain/details/read-details.ts';

test('what a release does not have is absent, and what it leaves empty is empty', () => {
  const record = { location: '', cbt_enabled: false, sm_config: {}, name_label: 'not asked for' };
  expect(readDetails('vdi', record)).toEqual({ location: '', hasChangedBlockTracking: false, smConfig: {} });
});

test('a value of another type than the data model says is left out instead of being guessed', () => {
  expect(readDetails('vdi', { location: [], cbt_enabled: 'yes', on_boot: null, sm_config: ['a'] })).toEqual({});
  expect(readDetails('host', 'no record')).toEqual({});
});

test.each([
  ['20260102T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
  ['19700101T00:00:00Z', null],
  ['some day', undefined],
])('the moment %s is read as %s', (written, atMs) => {
  expect(readDetails('host', { last_software_update: written })['lastSoftwareUpdate']).toBe(atMs);
});

test('references to nothing are no members of a list, and integers may come as text', () => {
  expect(readDetails('vm', { VTPMs: ['OpaqueRef:1', 'OpaqueRef:NULL'], hardware_platform_version: '2' })).toEqual({
    vtpms: ['OpaqueRef:1'],
    hardwareVersion: 2,
  });
});
