import { expect, test } from 'vitest';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { FoundDevice } from '#shared/domain/storage/discovery/devices.ts';
import { fabricDoubts, fabricSight } from '#shared/domain/storage/fabric-sight.ts';
import { failedLook, type HostLook } from '#shared/domain/storage/host-checks.ts';

const GIB = 2 ** 30;
const [one, two, three] = ['one', 'two', 'three'] as HostRef[] as [HostRef, HostRef, HostRef];
const lun = (scsiId: string, more: Partial<FoundDevice> = {}): FoundDevice => ({ scsiId, sizeBytes: 100 * GIB, paths: 2, ...more });
const seeing = (...devices: readonly FoundDevice[]): HostLook => ({ is: 'seen', discovery: { found: 'devices', devices, adapters: [] } });

test('a LUN a host does not see is named, and others it sees do not matter', () => {
  expect(fabricSight(['a', 'b'], seeing(lun('b'), lun('c')))).toEqual({ seen: [lun('b')], notSeen: ['a'], adapters: [] });
});

test('a host that has not told is not said to see nothing', () => {
  expect(fabricSight(['a'], failedLook('SR_BACKEND_FAILURE_1200'))).toBeUndefined();
  expect(fabricSight(['a'], undefined)).toBeUndefined();
});

test('hosts with fewer paths, and sizes that differ, are told of each LUN', () => {
  const looks = new Map([
    [one, seeing(lun('a', { paths: 4 }), lun('b'))],
    [two, seeing(lun('a', { paths: 2 }), lun('b', { sizeBytes: 200 * GIB }))],
    [three, failedLook('HOST_OFFLINE')],
  ]);
  expect(fabricDoubts(['a', 'b'], looks)).toEqual([
    { is: 'fewer-paths', scsiId: 'a', host: two, paths: 2, most: 4 },
    { is: 'other-size', scsiId: 'b', host: two, sizeBytes: 200 * GIB, usual: 100 * GIB },
  ]);
});

test('one path everywhere is a doubt of the LUN, not of a host; what no driver counts is none', () => {
  expect(
    fabricDoubts(
      ['a'],
      new Map([
        [one, seeing(lun('a', { paths: 1 }))],
        [two, seeing(lun('a', { paths: 1 }))],
      ]),
    ),
  ).toEqual([{ is: 'single-path', scsiId: 'a' }]);
  expect(fabricDoubts(['a'], new Map([[one, seeing(lun('a', { paths: undefined }))]]))).toEqual([]);
});
