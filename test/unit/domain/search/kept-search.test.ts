import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, PoolRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { noFilter } from '#shared/domain/search/filter.ts';
import type { SearchServer } from '#shared/domain/search/found.ts';
import { KeptSearch } from '#shared/domain/search/kept-search.ts';
import type { SearchQuestion } from '#shared/domain/search/result-lines.ts';
import { objectKinds } from '#shared/domain/organization/groups.ts';
import type { TreeItem } from '#shared/domain/tree/items.ts';
import { anInventory, aRecord } from '#test/support/inventories.ts';

const start = anInventory({
  pool: 'Paris',
  hosts: { h1: {}, h2: {} },
  vms: { a: { on: 'h1', tags: ['web'] }, b: {}, c: { on: 'h2' }, snap: { isSnapshot: true, snapshotOf: 'a' as VmRef } },
});
const server = 'paris';
const nothingFolded: ReadonlySet<string> = new Set();
const aRef = fc.constantFrom('a', 'b', 'c', 'd', 'snap');
const aTag = fc.constantFrom('web', 'prod');

const aDelta: fc.Arbitrary<Delta> = fc.oneof(
  fc
    .record({
      ref: aRef,
      name: fc.constantFrom('web', 'Db', 'x1', 'x10', 'x2'),
      power: fc.constantFrom('Running', 'Halted'),
      residentOn: fc.constantFrom(null, 'h1' as HostRef, 'h2' as HostRef),
      tags: fc.uniqueArray(aTag),
      isSnapshot: fc.boolean(),
      snapshotOf: fc.constantFrom(null, 'a' as VmRef),
      isControlDomain: fc.boolean(),
      guestMetrics: fc.constantFrom(null, 'g1' as RefOf<'guestMetrics'>),
      metrics: fc.constantFrom(null, 'm1' as RefOf<'vmMetrics'>),
    })
    .map(({ ref, ...vm }): Delta => ({ vm: { set: { [ref]: aRecord('vm', { ...vm, uuid: ref }) } } })),
  aRef.map((ref): Delta => ({ vm: { gone: [ref] } })),
  fc
    .constantFrom('Debian', 'Windows')
    .map((name): Delta => ({ guestMetrics: { set: { g1: aRecord('guestMetrics', { os: { name }, networks: { '0/ip': '10.0.0.9' } }) } } })),
  fc.constant<Delta>({ guestMetrics: { gone: ['g1'] } }),
  fc.nat(9).map((startTime): Delta => ({ vmMetrics: { set: { m1: aRecord('vmMetrics', { startTime }) } } })),
  fc.boolean().map((isLive): Delta => ({ hostMetrics: { set: { 'h2-metrics': { isLive } } } })),
  fc.constantFrom('h1', 'new').map((name): Delta => ({ host: { set: { h1: { name } } } })),
  fc
    .tuple(fc.constantFrom('v1', 'v2'), fc.string({ maxLength: 2 }), fc.nat(9), fc.constantFrom(null, 's1' as RefOf<'sr'>))
    .map(([ref, name, virtualSize, sr]): Delta => ({ vdi: { set: { [ref]: aRecord('vdi', { name, virtualSize, sr, isManaged: true }) } } })),
  fc
    .tuple(fc.constantFrom('d1', 'd2'), fc.constantFrom('a', 'b'), fc.constantFrom('v1', 'v2'))
    .map(([ref, vm, vdi]): Delta => ({ vbd: { set: { [ref]: aRecord('vbd', { vm: vm as VmRef, vdi: vdi as RefOf<'vdi'>, type: 'Disk' }) } } })),
  fc.nat(9).map((physicalSize): Delta => ({ sr: { set: { s1: aRecord('sr', { name: 'store', physicalSize }) } } })),
  fc.boolean().map((isAttached): Delta => ({ pbd: { set: { p1: aRecord('pbd', { host: 'h1' as HostRef, sr: 's1' as RefOf<'sr'>, isAttached }) } } })),
  fc.constantFrom('lan', 'wan').map((name): Delta => ({ network: { set: { n1: aRecord('network', { name }) } } })),
);

const items: readonly (readonly TreeItem[])[] = [
  [{ is: 'pool', server, ref: 'pool' as PoolRef }],
  [{ is: 'host', server, ref: 'h1' as HostRef }],
  [{ is: 'vm', server, ref: 'a' as VmRef }],
  [
    { is: 'vm', server, ref: 'a' as VmRef },
    { is: 'sr', server, ref: 's1' as RefOf<'sr'> },
  ],
  [{ is: 'group', id: 'tag:web' }],
];

const aQuestion = fc.record({
  items: fc.constantFrom(...items),
  quick: fc.constantFrom('', 'x', '10.0'),
  search: fc.record({
    kinds: fc.constant(objectKinds),
    filter: fc.constantFrom(noFilter, { ...noFilter, conditions: [{ column: 'state', operator: 'is', value: 'running' } as const] }),
    columns: fc.constant(['name'] as const),
    sort: fc.constantFrom(
      [{ column: 'name', down: false }] as const,
      [
        { column: 'uptime', down: true },
        { column: 'os', down: false },
      ] as const,
    ),
    groups: fc.constantFrom([] as const, ['kind'] as const, ['tags', 'host'] as const),
  }),
});

function finished<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function serverWith(inventory: Inventory): SearchServer {
  return { id: server, address: '10.0.0.1', inventory };
}

/** What a person sees of it; among equals who comes first may differ. */
function said(kept: KeptSearch) {
  const { lines, matching, all } = finished(kept.result(nothingFolded));
  const shown = lines.map((line) => (line.is === 'group' ? `${line.key} ${line.count}` : line.key));
  return { matching, all, shown: shown.toSorted() };
}

function namesInOrder(kept: KeptSearch): readonly string[] {
  return finished(kept.result(nothingFolded)).lines.flatMap((line) => (line.is === 'object' ? [line.found.record.name.toLowerCase()] : []));
}

test('whatever happens, an answer that is kept up says what looking through everything says', () => {
  fc.assert(
    fc.property(aQuestion, fc.array(aDelta, { maxLength: 25 }), (asked, deltas) => {
      const ask = (inventory: Inventory): SearchQuestion => ({ ...asked, servers: [serverWith(inventory)], folded: nothingFolded });
      let inventory = start;
      let kept = finished(KeptSearch.begin(ask(inventory)));
      for (const delta of deltas) {
        const before = said(kept);
        inventory = applyDelta(inventory, delta);
        const step = kept.apply([serverWith(inventory)], new Map([[server, [delta]]]));
        const anew = finished(KeptSearch.begin(ask(inventory)));
        if (step === 'anew') kept = anew;
        expect(step === 'same' ? before : said(kept)).toEqual(said(anew));
        const isByName = asked.search.sort[0].column === 'name';
        expect(isByName ? namesInOrder(kept) : []).toEqual(isByName ? namesInOrder(anew) : []);
      }
    }),
    { numRuns: 150 },
  );
});

test('a change of one machine is no reason to look at the others', () => {
  const question: SearchQuestion = {
    search: { kinds: ['vm'], filter: noFilter, columns: ['name'], sort: [{ column: 'name', down: false }], groups: [] },
    items: [{ is: 'pool', server, ref: 'pool' as PoolRef }],
    servers: [serverWith(start)],
    quick: '',
    folded: nothingFolded,
  };
  const kept = finished(KeptSearch.begin(question));
  const delta: Delta = { vm: { set: { b: { name: 'zz' } } } };
  const inventory = applyDelta(start, delta);
  const watched = { ...inventory, vm: new Map([['b' as VmRef, inventory.vm.get('b' as VmRef)]]) } as Inventory;
  expect(kept.apply([serverWith(watched)], new Map([[server, [delta]]]))).toBe('changed');
  expect(namesInOrder(kept)).toEqual(['a', 'c', 'zz']);
});

test('what nobody looks for changes nothing', () => {
  const question: SearchQuestion = {
    search: { kinds: ['host'], filter: noFilter, columns: ['name'], sort: [], groups: [] },
    items: [{ is: 'pool', server, ref: 'pool' as PoolRef }],
    servers: [serverWith(start)],
    quick: '',
    folded: nothingFolded,
  };
  const kept = finished(KeptSearch.begin(question));
  const delta: Delta = { vm: { set: { b: { name: 'zz' } } } };
  expect(kept.apply([serverWith(applyDelta(start, delta))], new Map([[server, [delta]]]))).toBe('same');
});
