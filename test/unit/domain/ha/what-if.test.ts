import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HaFacts, haFactsOf, type HaVm } from '#shared/domain/ha/ha-facts.ts';
import { protectedNow, serverTolerance } from '#shared/domain/ha/tolerance.ts';
import { everySingleFailure, type WhatIf, whatIf } from '#shared/domain/ha/what-if.ts';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const GIB = 1024 ** 3;
const h1 = 'h1' as HostRef;
const h2 = 'h2' as HostRef;
const h3 = 'h3' as HostRef;

type Sketch = Partial<Omit<HaVm, 'ref' | 'name' | 'host'>> & { readonly on?: HostRef; readonly gib?: number };

function facts(free: Readonly<Record<string, number>>, vms: Readonly<Record<string, Sketch>>): HaFacts {
  return {
    hosts: Object.entries(free).map(([ref, gib]) => ({
      ref: ref as HostRef,
      uuid: ref,
      name: ref,
      isReady: true,
      capacityBytes: 256 * GIB,
      freeBytes: gib * GIB,
    })),
    vms: Object.entries(vms).map(([ref, { on, gib = 1, ...vm }]) => ({
      ref: ref as VmRef,
      name: ref,
      priority: 'restart' as const,
      isAlwaysRun: true,
      order: 0,
      startDelaySeconds: 0,
      sizeBytes: gib * GIB,
      host: on,
      obstacles: [],
      ...vm,
    })),
    isEnabled: true,
    clusterStack: 'xhad',
  };
}

function asked(pool: HaFacts, ...lost: readonly HostRef[]): WhatIf {
  return whatIf(pool, protectedNow(pool), new Set(lost));
}

const local = { is: 'storage', sr: 'local', isLocal: true, disks: [], isOnlyDisc: false, hosts: [] } as const;

test('the VMs of a lost host restart in their order where there is most room; others are tried, tied or left off', () => {
  const pool = facts(
    { h1: 4, h2: 20, h3: 16 },
    {
      database: { on: h1, gib: 12, order: 1, startDelaySeconds: 30 },
      web: { on: h1, gib: 4, order: 2 },
      cache: { on: h1, gib: 2, order: -1 },
      wiki: { on: h1, gib: 3, priority: 'best-effort' },
      archive: { on: h1, gib: 9, priority: 'best-effort' },
      lab: { on: h1, gib: 1, priority: 'none' },
      build: { on: h1, gib: 1, obstacles: [{ ...local, sr: 'local' as RefOf<'sr'> }] },
      other: { on: h2, gib: 5 },
    },
  );
  const { vms, hosts, lostBytes, isComplete } = asked(pool, h1);
  expect(vms.map(({ vm, fate }) => [vm, fate])).toEqual([
    ['database', { is: 'restarts', host: h2, wave: 1, afterSeconds: 0 }],
    ['web', { is: 'restarts', host: h3, wave: 2, afterSeconds: 30 }],
    ['cache', { is: 'restarts', host: h3, wave: 3, afterSeconds: 30 }],
    ['archive', { is: 'may-restart', host: h3 }],
    ['wiki', { is: 'may-restart', host: h2 }],
    ['build', { is: 'not-agile', obstacles: [local] }],
    ['lab', { is: 'left-off' }],
  ]);
  expect({ hosts, lostGib: lostBytes / GIB, isComplete }).toEqual({
    hosts: [
      { host: h2, freeBeforeBytes: 20 * GIB, freeBytes: 5 * GIB, takes: ['database', 'wiki'] },
      { host: h3, freeBeforeBytes: 16 * GIB, freeBytes: GIB, takes: ['web', 'cache', 'archive'] },
    ],
    lostGib: 32,
    isComplete: false,
  });
});

test('a protected VM that finds no room says how much there was; two hosts may be lost at once', () => {
  const pool = facts({ h1: 0, h2: 9, h3: 6 }, { big: { on: h1, gib: 8 }, small: { on: h2, gib: 3 } });
  expect(asked(pool, h1, h2).vms.map(({ vm, from, fate }) => [vm, from, fate])).toEqual([
    ['small', h2, { is: 'restarts', host: h3, wave: 1, afterSeconds: 0 }],
    ['big', h1, { is: 'no-room', mostFreeBytes: 3 * GIB }],
  ]);
  expect(everySingleFailure(pool, protectedNow(pool)).map(({ lost, isComplete }) => [...lost, isComplete])).toEqual([
    [h1, true],
    [h2, true],
    [h3, true],
  ]);
});

test('a VM that is down already has its place counted before any host is lost', () => {
  const pool = facts({ h1: 5, h2: 9 }, { down: { gib: 6 }, up: { on: h1, gib: 4 } });
  expect(asked(pool, h1)).toMatchObject({ isComplete: false, hosts: [{ host: h2, freeBeforeBytes: 3 * GIB, freeBytes: 3 * GIB, takes: [] }] });
});

test('the server promises nothing while one protected VM is tied to a host, and what it would promise is said apart', () => {
  const tied = { ...local, sr: 'local' as RefOf<'sr'> };
  const pool = facts({ h1: 5, h2: 9 }, { tied: { on: h1, obstacles: [tied] }, free: { on: h1 } });
  expect(serverTolerance(pool, protectedNow(pool))).toEqual({
    failures: 0,
    method: 'exhaustive',
    notAgile: ['tied'],
    noRoomNow: [],
    failuresIfAgile: 1,
  });
});

test('a cluster must keep its majority', () => {
  const pool = { ...facts({ h1: 5, h2: 9, h3: 9 }, {}), clusterStack: 'corosync' };
  expect([serverTolerance(pool, new Set()).failures, serverTolerance({ ...pool, clusterStack: 'xhad' }, new Set()).failures]).toEqual([1, 3]);
});

test('while HA is on only what the server keeps running counts; before that, whatever it will', () => {
  const pool = facts({ h1: 5 }, { running: { on: h1 }, off: { isAlwaysRun: false }, tried: { priority: 'best-effort' } });
  expect([[...protectedNow(pool)], [...protectedNow({ ...pool, isEnabled: false })]]).toEqual([['running'], ['running', 'off']]);
});

test('nothing is placed beyond what a host has, and nothing on a host that is lost or not ready', () => {
  const size = fc.integer({ min: 0, max: 20 });
  const sketch = fc.record({
    free: fc.array(size, { minLength: 2, maxLength: 5 }),
    vms: fc.array(fc.record({ gib: size, on: fc.nat(4), priority: fc.constantFrom('restart' as const, 'best-effort' as const) }), { maxLength: 12 }),
    lost: fc.array(fc.nat(4), { maxLength: 3 }),
    notReady: fc.nat(4),
  });
  fc.assert(
    fc.property(sketch, ({ free, vms, lost, notReady }) => {
      const name = (index: number) => `h${index % free.length}` as HostRef;
      const made = facts(
        Object.fromEntries(free.map((gib, index) => [name(index), gib])),
        Object.fromEntries(vms.map((vm, index) => [`v${index}`, { ...vm, on: name(vm.on) }])),
      );
      const pool = { ...made, hosts: made.hosts.map((host) => ({ ...host, isReady: host.ref !== name(notReady) })) };
      const answer = asked(pool, ...lost.map(name));
      expect(answer.hosts.every(({ host, freeBytes }) => freeBytes >= 0 && host !== name(notReady) && !lost.map(name).includes(host))).toBe(true);
      const sizes = new Map(answer.vms.map(({ vm, sizeBytes }) => [vm, sizeBytes]));
      for (const { takes, freeBeforeBytes, freeBytes } of answer.hosts) {
        expect(freeBeforeBytes - freeBytes).toBe(takes.reduce((sum, vm) => sum + (sizes.get(vm) ?? Number.NaN), 0));
      }
    }),
  );
});

/** A VM with one disk and one network card in a pool of two hosts that share both. */
function wired(changes: Delta): Inventory {
  const record = <C extends 'sr' | 'vdi' | 'vbd' | 'pbd' | 'vif' | 'pif' | 'network'>(name: C, fields: Partial<RecordOf<C>>) => aRecord(name, fields);
  const ref = <C extends 'sr' | 'vdi' | 'vm' | 'network'>(name: string) => name as RefOf<C>;
  const pool = anInventory({ hosts: { h1: {}, h2: {} }, vms: { web: { on: 'h1', haRestartPriority: 'restart', memoryStaticMax: GIB } } });
  const base: Delta = {
    sr: { set: { san: record('sr', { isShared: true }), local: record('sr', {}) } },
    vdi: { set: { disk: record('vdi', { sr: ref<'sr'>('san') }) } },
    vbd: { set: { drive: record('vbd', { vm: ref<'vm'>('web'), vdi: ref<'vdi'>('disk'), type: 'Disk' }) } },
    pbd: {
      set: {
        p1: record('pbd', { host: h1, sr: ref<'sr'>('san'), isAttached: true }),
        p2: record('pbd', { host: h2, sr: ref<'sr'>('san'), isAttached: true }),
      },
    },
    network: { set: { lan: record('network', {}) } },
    vif: { set: { card: record('vif', { vm: ref<'vm'>('web'), network: ref<'network'>('lan') }) } },
    pif: {
      set: { e1: record('pif', { host: h1, network: ref<'network'>('lan') }), e2: record('pif', { host: h2, network: ref<'network'>('lan') }) },
    },
  };
  return applyDelta(applyDelta(pool, base), changes);
}

const obstaclesWith = (changes: Delta) => haFactsOf(wired(changes)).vms[0]?.obstacles;

test('a VM on shared storage and a network of all hosts can restart anywhere', () => {
  expect(obstaclesWith({})).toEqual([]);
});

test('storage of one host, or not connected to an enabled one, ties a VM; a disc in its drive does too', () => {
  expect(obstaclesWith({ vdi: { set: { disk: { sr: 'local' as RefOf<'sr'> } } }, vbd: { set: { drive: { type: 'CD' } } } })).toEqual([
    { is: 'storage', sr: 'local', isLocal: true, disks: ['disk'], isOnlyDisc: true, hosts: [h1, h2] },
  ]);
  expect(obstaclesWith({ pbd: { set: { p2: { isAttached: false } } } })).toEqual([
    { is: 'storage', sr: 'san', isLocal: false, disks: ['disk'], isOnlyDisc: false, hosts: [h2] },
  ]);
  expect(obstaclesWith({ pbd: { set: { p2: { isAttached: false } } }, host: { set: { h2: { isEnabled: false } } } })).toEqual([]);
  expect(obstaclesWith({ vdi: { set: { disk: { sr: 'local' as RefOf<'sr'> } } }, vbd: { set: { drive: { isEmpty: true } } } })).toEqual([]);
});

test('a network without a wire on some host, a slave of a bond alone, or virtual functions tie a VM', () => {
  expect(obstaclesWith({ pif: { set: { e2: { bondSlaveOf: 'bond' as RefOf<'bond'> } } } })).toEqual([{ is: 'network', network: 'lan', hosts: [h2] }]);
  expect(obstaclesWith({ pif: { set: { e2: { sriovLogicalOf: ['sriov' as RecordOf<'pif'>['sriovLogicalOf'][number]] } } } })).toEqual([
    { is: 'sriov-network', network: 'lan' },
  ]);
});

test('devices of a host tie a VM, in the server’s order of telling', () => {
  const vgpus = ['g' as RecordOf<'vm'>['vgpus'][number]];
  const vusbs = ['u' as RecordOf<'vm'>['vusbs'][number]];
  expect(obstaclesWith({ vm: { set: { web: { vgpus, vusbs } } } })).toEqual([{ is: 'virtual-graphics' }, { is: 'usb-device' }]);
});

test('memory is what guests would take at their largest, with the overhead counted as the host’s release does', () => {
  const inventory = applyDelta(wired({}), {
    hostMetrics: { set: { 'h1-metrics': { memoryTotal: 16 * GIB } } },
    host: { set: { h1: { memoryOverhead: GIB, software: { xapi_build: '26.17.0' } } } },
    vm: { set: { web: { memoryStaticMax: 4 * GIB, memoryOverhead: 40 * 1024 ** 2, vcpusMax: 4, domainType: 'hvm' } } },
  });
  const older = applyDelta(inventory, { host: { set: { h1: { software: { xapi_build: '1.249.32' } } } } });
  const sizes = [inventory, older].map((each) => haFactsOf(each).vms[0]?.sizeBytes ?? 0);
  expect(sizes.map((bytes) => bytes / 1024 ** 2)).toEqual([4096 + 39, 4096 + 40]);
  expect(haFactsOf(inventory).hosts.map(({ freeBytes, isReady }) => [freeBytes / 1024 ** 2, isReady])).toEqual([
    [(16 - 1 - 4) * 1024 - 40, true],
    [0, true],
  ]);
});

test('a VM with a passed-through device is planned as the server does, and said not to start', () => {
  const pool = facts({ h1: 4, h2: 20 }, { vm: { on: h1, hasPassthrough: true } });
  expect(serverTolerance(pool, protectedNow(pool)).failures).toBe(1);
  expect(asked(pool, h1).vms.map(({ fate }) => fate)).toEqual([{ is: 'planned-in-vain', host: h2 }]);
  const passed = applyDelta(wired({}), { vm: { set: { web: { attachedPcis: ['p' as RecordOf<'vm'>['attachedPcis'][number]] } } } });
  expect(haFactsOf(passed).vms[0]).toMatchObject({ obstacles: [], hasPassthrough: true });
});
