import { expect, test } from 'vitest';
import { applyDelta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { DiskRequest } from '#shared/domain/operations/disk-request.ts';
import { problemsOf } from '#shared/domain/rules/rules.ts';
import { aRecord, anInventory } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const DISK_FEATURES = ['VDI_CREATE', 'VDI_DELETE', 'VDI_RESIZE', 'VDI_SNAPSHOT', 'VDI_MIRROR', 'VDI_CONFIG_CBT'];

/** Two hosts; 'thick' and 'thin' on both, 'local' on the second, 'library' for discs. A running, a halted and a sleeping machine. */
function aPool(more: { readonly vdi?: Partial<Record<string, object>>; readonly sr?: Partial<Record<string, object>> } = {}): Inventory {
  const sr = (name: string, type: string, fields: object = {}) => ({
    ...aRecord('sr', { uuid: `${name}-uuid`, name, type, isShared: true, physicalSize: 100 * GIB, physicalUtilisation: 60 * GIB }),
    ...fields,
    ...more.sr?.[name],
  });
  const disk = (name: string, fields: object = {}) => ({
    ...aRecord('vdi', { uuid: `${name}-uuid`, name, sr: 'thick' as RefOf<'sr'>, type: 'user', virtualSize: 10 * GIB, physicalUtilisation: 10 * GIB }),
    ...fields,
    ...more.vdi?.[name],
  });
  const link = (host: string, to: string) => aRecord('pbd', { host: host as never, sr: to as never, isAttached: true });
  const drive = (vm: string, vdi: string, isAttached: boolean) =>
    aRecord('vbd', { vm: vm as VmRef, vdi: vdi as never, isAttached, mode: 'RW', type: 'Disk', position: '0' });
  const driver = (type: string, features: readonly string[]) =>
    aRecord('sm', { type, features: Object.fromEntries(features.map((name) => [name, '1'])) });
  return applyDelta(
    anInventory({ hosts: { h1: {}, h2: {} }, vms: { web: { on: 'h1' }, off: {}, asleep: { power: 'Suspended', suspendVdi: 'image' as never } } }),
    {
      sr: {
        set: {
          thick: sr('thick', 'lvmoiscsi'),
          thin: sr('thin', 'nfs'),
          local: sr('local', 'lvm', { isShared: false }),
          library: sr('library', 'iso', { contentType: 'iso' }),
        },
      },
      pbd: {
        set: {
          a: link('h1', 'thick'),
          b: link('h2', 'thick'),
          c: link('h1', 'thin'),
          d: link('h2', 'thin'),
          e: link('h2', 'local'),
          f: link('h1', 'library'),
        },
      },
      vdi: { set: { root: disk('root'), data: disk('data'), loose: disk('loose'), image: disk('image', { type: 'suspend' }) } },
      vbd: { set: { 1: drive('web', 'root', true), 2: drive('off', 'data', false) } },
      sm: {
        set: {
          1: driver('lvmoiscsi', DISK_FEATURES),
          2: driver('nfs', [...DISK_FEATURES, 'THIN_PROVISIONING']),
          3: driver('lvm', DISK_FEATURES),
          4: driver('iso', []),
        },
      },
    },
  );
}

type Draft<R> = R extends unknown ? Omit<R, 'server'> : never;

function problems(request: Draft<DiskRequest>, inventory = aPool()) {
  return problemsOf({ ...request, server: 's' }, { inventory, link: 'live' });
}

const ref = (name: string) => name as RefOf<'vdi'>;
const sr = (name: string) => name as RefOf<'sr'>;
const slot = (machine: string) => ({ machine: machine as VmRef, isReadOnly: false, isBootable: false });
const create = (target: string, sizeBytes: number) => ({ kind: 'disk.create', target: sr(target), name: 'x', description: '', sizeBytes }) as const;
const move = (disk: string, target: string) => ({ kind: 'disk.move', disk: ref(disk), target: sr(target) }) as const;

test.each([
  ['on storage with room', create('thick', 40 * GIB), []],
  [
    'larger than a thick repository has room',
    create('thick', 41 * GIB),
    [{ rule: 'sr-too-full', sr: 'thick', needBytes: 41 * GIB, freeBytes: 40 * GIB }],
  ],
  ['larger than a thin repository has room', create('thin', 400 * GIB), []],
  ['in a library', create('library', GIB), [{ rule: 'sr-holds-no-disks' }]],
  ['without a size', create('thick', 0), [{ rule: 'bad-size' }]],
  ['without a name', { ...create('thick', GIB), name: ' ' }, [{ rule: 'empty-name' }]],
  [
    'for a machine whose host does not reach it',
    { ...create('local', GIB), slot: slot('web') },
    [{ rule: 'not-on-host', what: 'storage', name: 'local', host: 'h1' }],
  ],
  [
    'for a machine that sleeps',
    { ...create('thick', GIB), slot: slot('asleep') },
    [{ rule: 'wrong-power-state', power: 'Suspended', needs: ['Halted', 'Running'] }],
  ],
] as const)('a new disk %s', (_what, request, expected) => {
  expect(problems(request)).toEqual(expected);
});

test.each([
  ['grows', 'data', 20 * GIB, []],
  ['does not shrink', 'data', 5 * GIB, [{ rule: 'disk-only-grows', sizeBytes: 10 * GIB }]],
  ['does not grow while a machine has it open', 'root', 20 * GIB, [{ rule: 'disk-in-use', vms: ['web'] }]],
  ['does not outgrow its storage', 'data', 51 * GIB, [{ rule: 'sr-too-full', sr: 'thick', needBytes: 41 * GIB, freeBytes: 40 * GIB }]],
] as const)('a disk %s', (_what, disk, sizeBytes, expected) => {
  expect(problems({ kind: 'disk.resize', disk: ref(disk), sizeBytes })).toEqual(expected);
});

test.each([
  ['of a running machine goes where its host reaches', move('root', 'thin'), []],
  [
    'of a running machine does not go where its host does not reach',
    move('root', 'local'),
    [{ rule: 'not-on-host', what: 'storage', name: 'local', host: 'h1' }],
  ],
  ['of a halted machine goes where some host reaches both', move('data', 'local'), []],
  ['that no machine has is copied', move('loose', 'thin'), []],
  ['is there already', move('data', 'thick'), [{ rule: 'disk-lies-there' }]],
] as const)('a disk %s', (_what, request, expected) => {
  expect(problems(request)).toEqual(expected);
});

test('a disk whose changes are tracked does not move with its machine, and no other operation minds', () => {
  const pool = aPool({ vdi: { data: { isTrackingChanges: true } } });
  expect(problems(move('data', 'thin'), pool)).toEqual([{ rule: 'disk-tracks-changes' }]);
  expect(problems({ kind: 'disk.track-changes', disk: ref('data'), isOn: true }, pool)).toEqual([{ rule: 'unchanged' }]);
  expect(problems({ kind: 'disk.track-changes', disk: ref('data'), isOn: false }, pool)).toEqual([]);
});

test.each([
  ['missing', { isMissing: true }, 'disk-missing'],
  ['a base copy', { isManaged: false }, 'disk-is-base'],
  ['being copied', { currentOperations: { task: 'copy' } }, 'busy'],
  ['the statistics of the storage', { type: 'rrd' }, 'disk-of-server'],
] as const)('a disk that is %s is not deleted', (_what, fields, rule) => {
  expect(problems({ kind: 'disk.delete', disk: ref('loose') }, aPool({ vdi: { loose: fields } })).map((problem) => problem.rule)).toEqual([rule]);
});

test('the memory of a machine that sleeps is not deleted, and its disks only while nobody has them open', () => {
  expect(problems({ kind: 'disk.delete', disk: ref('image') })).toEqual([{ rule: 'disk-is-memory', vm: 'asleep' }]);
  expect(problems({ kind: 'disk.delete', disk: ref('root') })).toEqual([{ rule: 'disk-in-use', vms: ['web'] }]);
  expect(problems({ kind: 'disk.delete', disk: ref('data') })).toEqual([]);
});

test('two machines share a disk only to read it, or if it was made for that', () => {
  const attach = { kind: 'disk.attach', disk: ref('data'), slot: slot('web') } as const;
  expect(problems(attach)).toContainEqual({ rule: 'disk-of-others', vms: ['off'] });
  expect(problems(attach, aPool({ vdi: { data: { isSharable: true } } }))).not.toContainEqual({ rule: 'disk-of-others', vms: ['off'] });
  expect(problems({ ...attach, slot: slot('off') })).toEqual([{ rule: 'unchanged' }]);
  expect(problems({ ...attach, disk: ref('loose'), slot: { ...slot('off'), position: '0' } })).toEqual([{ rule: 'position-taken', position: '0' }]);
});

test('a driver that cannot is named with what it cannot', () => {
  const pool = aPool({ sr: { thick: { type: 'iso' } } });
  expect(problems({ kind: 'disk.delete', disk: ref('loose') }, pool)).toEqual([{ rule: 'driver-cannot', sr: 'thick', feature: 'VDI_DELETE' }]);
});

test('a disk with snapshots needs room for all that was written, although little of it lies in the disk itself', () => {
  const pool = aPool({
    vdi: {
      loose: { physicalUtilisation: GIB, smConfig: { 'vhd-parent': 'data-uuid' } },
      data: { isManaged: false, physicalUtilisation: 7 * GIB },
    },
    sr: { thin: { physicalUtilisation: 93 * GIB } },
  });
  expect(problems(move('loose', 'thin'), pool)).toEqual([{ rule: 'sr-too-full', sr: 'thin', needBytes: 8 * GIB, freeBytes: 7 * GIB }]);
});
