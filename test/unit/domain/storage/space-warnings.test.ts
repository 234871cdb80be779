import { expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import { spaceWarnings } from '#shared/domain/storage/space-warnings.ts';
import { spaceWarningText } from '#shared/text/space-text.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const sr = (name: string, used: number, more: object = {}) =>
  aRecord('sr', { name, type: 'lvmoiscsi', physicalSize: 100 * GIB, physicalUtilisation: used * GIB, ...more });

const pool = applyDelta(anInventory({ hosts: { h1: {} } }), {
  sm: { set: { lvm: aRecord('sm', { type: 'lvmoiscsi' }), nfs: aRecord('sm', { type: 'nfs', features: { THIN_PROVISIONING: '1' } }) } },
  sr: {
    set: {
      roomy: sr('roomy', 89),
      crowded: sr('crowded', 90),
      full: sr('full', 99.6),
      thin: sr('thin', 80, { type: 'nfs', virtualAllocation: 300 * GIB }),
      careful: sr('careful', 85, { type: 'nfs', virtualAllocation: 90 * GIB }),
      thick: sr('thick', 85, { virtualAllocation: 300 * GIB }),
      library: sr('library', 100, { type: 'iso', contentType: 'iso' }),
      silent: sr('silent', 0, { physicalSize: -1 }),
    },
  },
});

test('storage that runs out of room is told of, the fullest first; thin storage earlier where more is promised than there is', () => {
  expect(spaceWarnings(pool).map(({ name, is }) => [name, is])).toEqual([
    ['full', 'full'],
    ['crowded', 'crowded'],
    ['thin', 'promised-too-much'],
  ]);
  expect(spaceWarnings(pool, 'thin' as RefOf<'sr'>).map(({ name }) => name)).toEqual(['thin']);
});

test('each warning has its figures', () => {
  expect(spaceWarnings(pool).map((warning) => spaceWarningText(warning).what)).toEqual([
    expect.stringMatching(/^full is full: .* free of 100 GiB\.$/),
    'crowded is 90% used: 10 GiB free of 100 GiB.',
    'thin is 80% used, and 300 GiB are promised to disks on 100 GiB.',
  ]);
});
