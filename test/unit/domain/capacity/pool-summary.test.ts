import { expect, test } from 'vitest';
import { KeptCapacity } from '#shared/domain/capacity/kept-capacity.ts';
import { inRowOrder, storageRows } from '#shared/domain/capacity/pool-summary.ts';
import { processorsOf } from '#shared/domain/capacity/processors.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { anInventory, plain } from '#test/support/inventories.ts';

const DAY_MS = 86_400_000;
const now = 1_000 * DAY_MS;

const threeHosts = anInventory({
  pool: 'Paris',
  hosts: { h2: {}, h10: { isEnabled: false }, h1: { isDark: true } },
  vms: { a: { on: 'h2' }, stranded: { on: 'h1' }, off: {}, template: { isTemplate: true } },
});

test('VMs on a dark host are last known, neither live nor off', () => {
  expect(new KeptCapacity(threeHosts).capacity.numbers).toMatchObject({ hosts: { live: 2, dark: 1 }, vms: { live: 1, lastKnown: 1, off: 1 } });
});

test('the master comes first, then names in natural order; in a big pool problems come before', () => {
  const names = (order: 'as-named' | 'problems-first') => inRowOrder(new KeptCapacity(threeHosts).capacity.hosts, order).map(({ host }) => host.name);
  expect(names('as-named')).toEqual(['h2', 'h1', 'h10']);
  expect(names('problems-first')).toEqual(['h1', 'h10', 'h2']);
});

test('what each host has for itself is one row with their sums; the tools are none', () => {
  const sr = { ...plain('sr'), type: 'ext', physicalSize: 100, physicalUtilisation: 40, virtualAllocation: 60 };
  const inventory = applyDelta(threeHosts, {
    sr: {
      set: {
        l1: { ...sr, name: 'Local' },
        l2: { ...sr, name: 'Local' },
        nfs: { ...sr, type: 'nfs', name: 'nfs', isShared: true },
        tools: { ...sr, isToolsSr: true, isShared: true },
      },
    },
  });
  expect(storageRows(inventory).map(({ srs, usedBytes, sizeBytes, promisedBytes }) => ({ srs, usedBytes, sizeBytes, promisedBytes }))).toEqual([
    { srs: ['nfs'], usedBytes: 40, sizeBytes: 100, promisedBytes: 60 },
    { srs: ['l1', 'l2'], usedBytes: 80, sizeBytes: 200, promisedBytes: 120 },
  ]);
});

test('cores are told from threads where the host does', () => {
  const cpuInfo = { cpu_count: '128', socket_count: '2', threads_per_core: '2', modelname: 'Xeon  Gold', speed: '2000.000' };
  expect(processorsOf({ cpuInfo })).toEqual({ model: 'Xeon Gold', sockets: 2, cores: 64, threads: 128 });
  expect(processorsOf({ cpuInfo: { cpu_count: '8', modelname: 'Old' } })).toMatchObject({ sockets: 1, cores: 8, threads: 8 });
  expect(processorsOf({ cpuInfo: {} })).toBeUndefined();
});

test('old snapshots, missing tools, discs left behind and certificates that end soon are worth a look, and nothing younger', () => {
  const inventory = applyDelta(
    anInventory({
      hosts: { h1: {} },
      vms: {
        old: { isSnapshot: true, snapshotTime: now - 91 * DAY_MS },
        young: { isSnapshot: true, snapshotTime: now - 89 * DAY_MS },
        server: { on: 'h1', guestMetrics: 'tools' as RefOf<'guestMetrics'>, metrics: 'long' as RefOf<'vmMetrics'> },
        fresh: { on: 'h1', metrics: 'short' as RefOf<'vmMetrics'> },
      },
    }),
    {
      guestMetrics: { set: { tools: { ...plain('guestMetrics'), hasDrivers: true } } },
      vmMetrics: {
        set: {
          long: { ...plain('vmMetrics'), startTime: now - 3 * DAY_MS },
          short: { ...plain('vmMetrics'), startTime: now - DAY_MS / 2 },
        },
      },
      vdi: { set: { disk: { ...plain('vdi'), physicalUtilisation: 7 }, iso: plain('vdi') } },
      vbd: {
        set: {
          d: { ...plain('vbd'), type: 'Disk', vm: 'old' as VmRef, vdi: 'disk' as RefOf<'vdi'> },
          left: { ...plain('vbd'), type: 'CD', vm: 'server' as VmRef, vdi: 'iso' as RefOf<'vdi'> },
          installing: { ...plain('vbd'), type: 'CD', vm: 'fresh' as VmRef, vdi: 'iso' as RefOf<'vdi'> },
        },
      },
      certificate: {
        set: {
          soon: { ...plain('certificate'), type: 'host', host: 'h1' as HostRef, validTo: now + 41 * DAY_MS },
          inner: { ...plain('certificate'), type: 'host_internal', host: 'h1' as HostRef, validTo: now + DAY_MS },
        },
      },
    },
  );
  expect(new KeptCapacity(inventory).worthALook(now)).toEqual({
    oldSnapshots: { vms: ['old'], bytes: 7 },
    withoutTools: ['fresh'],
    forgottenDiscs: ['server'],
    endingCertificates: [{ host: 'h1', endsMs: now + 41 * DAY_MS }],
  });
});
