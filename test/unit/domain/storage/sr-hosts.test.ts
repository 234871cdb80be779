import { expect, test } from 'vitest';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { storageLines } from '#shared/domain/operations/storage-xe.ts';
import { storageProblems } from '#shared/domain/rules/storage-rules.ts';
import { dependantsOf } from '#shared/domain/storage/dependants.ts';
import { hostsOfSr, isMultipathingUneven } from '#shared/domain/storage/sr-hosts.ts';
import { dependantsText } from '#shared/text/sr-hosts-text.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const sr = 'lun' as RefOf<'sr'>;
const h = (name: string) => name as HostRef;
const link = (host: string, more: object) => aRecord('pbd', { uuid: `${host}-link`, host: h(host), sr, isAttached: true, ...more });

const pool = applyDelta(
  anInventory({
    hosts: { h1: { isMultipathing: true }, h2: { isMultipathing: true }, h3: {}, h4: { isDark: true }, h5: {} },
    vms: { web: {}, db10: {}, db2: {} },
  }),
  {
    sr: { set: { lun: aRecord('sr', { uuid: 'lun-uuid', name: 'lun', type: 'lvmoiscsi', isShared: true, smConfig: { multipathable: 'true' } }) } },
    pbd: {
      set: {
        a: link('h1', { otherConfig: { 'mpath-3600b': '[4, 4]', 'mpath-3600a': '[1L, 4L]', multipathed: 'true', iscsi_sessions: '4' } }),
        b: link('h2', { otherConfig: { iscsi_sessions: '1' }, deviceConfig: { multihomelist: '10.0.0.1:3260,10.0.0.2:3260' } }),
        c: link('h3', { isAttached: false, otherConfig: { iscsi_sessions: '2' } }),
        d: link('h4', { otherConfig: { 'mpath-3600a': '[0, 4]' } }),
      },
    },
    vdi: {
      set: {
        disk: aRecord('vdi', { sr, isManaged: true }),
        other: aRecord('vdi', { sr, isManaged: true }),
        shot: aRecord('vdi', { sr, isManaged: true, isSnapshot: true }),
      },
    },
    vbd: {
      set: {
        x: aRecord('vbd', { vm: 'db10' as RefOf<'vm'>, vdi: 'disk' as RefOf<'vdi'> }),
        y: aRecord('vbd', { vm: 'db2' as RefOf<'vm'>, vdi: 'other' as RefOf<'vdi'> }),
      },
    },
  },
);

test('a host tells its paths to each LUN and its sessions, the LUN that has lost most first, and nothing of what it is not connected to', () => {
  expect(
    hostsOfSr(pool, sr).map(({ name, link: { state }, isMaster, luns, sessions, isDegraded }) => [name, state, isMaster, luns, sessions, isDegraded]),
  ).toEqual([
    [
      'h1',
      'paths-lost',
      true,
      [
        { scsiId: '3600a', up: 1, all: 4 },
        { scsiId: '3600b', up: 4, all: 4 },
      ],
      { up: 4, all: undefined },
      true,
    ],
    ['h2', 'connected', false, [], { up: 1, all: 2 }, true],
    ['h3', 'unplugged', false, [], undefined, false],
    ['h4', 'host-not-live', false, [], undefined, false],
    ['h5', 'missing', false, [], undefined, false],
  ]);
});

test('hosts that do not all use several paths are told apart, and storage that knows no paths has none', () => {
  const files = applyDelta(pool, { sr: { set: { lun: aRecord('sr', { name: 'files', type: 'nfs', isShared: true }) } } });
  expect([isMultipathingUneven(hostsOfSr(pool, sr)), isMultipathingUneven(hostsOfSr(files, sr))]).toEqual([true, false]);
});

test('one host is repaired by itself: what stands against it, and what it is in commands', () => {
  const repair = (host?: string) => ({ kind: 'sr.repair', server: 's', sr, ...(host !== undefined && { host: h(host) }) }) as const;
  expect(['h1', 'h3', 'h4', 'h5', 'gone'].map((host) => storageProblems(repair(host), pool))).toEqual([
    [{ rule: 'unchanged' }],
    [],
    [{ rule: 'unchanged' }],
    [],
    [{ rule: 'not-there' }],
  ]);
  expect([storageLines(repair('h3'), pool), storageLines(repair('h5'), pool).length, storageLines(repair(), pool).length]).toEqual([
    ['xe pbd-plug uuid=h3-link'],
    2,
    3,
  ]);
});

test('before storage is taken away, who would miss it is named', () => {
  expect(dependantsOf(pool, [sr])).toEqual({ vms: ['db2', 'db10'], isDefault: false, snapshots: 1 });
  expect([dependantsText({ vms: [], isDefault: false, snapshots: 0 }), dependantsText(dependantsOf(pool, [sr]))]).toEqual([
    '',
    'db2, db10 have disks or discs there and do not start without it. 1 snapshot of a disk lies there.',
  ]);
});
