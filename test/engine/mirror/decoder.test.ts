import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aDecodedPool } from '#test/support/decoded.ts';

const NULL_REF = 'OpaqueRef:NULL';
const records = (members: unknown): string => JSON.stringify({ jsonrpc: '2.0', result: members, id: 1 });
const events = (list: readonly unknown[], rest: object = {}): string =>
  JSON.stringify({ jsonrpc: '2.0', result: { events: list, valid_ref_counts: {}, token: 't', ...rest }, id: 1 });
const event = (operation: string, ref: string, snapshot?: object): object => ({
  id: '1',
  class: 'vm',
  operation,
  ref,
  ...(snapshot !== undefined && { snapshot }),
});
const vms = { is: 'records', of: 'vm' } as const;

test('a record becomes the watched fields, and nothing else', () => {
  const pool = aDecodedPool();
  pool.answer(
    { is: 'records', of: 'vbd' },
    records({ b1: { uuid: 'u', VM: 'v1', VDI: NULL_REF, device: 'xvda', bootable: true, other_config: { a: 'b' } } }),
  );
  expect(Object.fromEntries(pool.inventory.vbd)).toEqual({
    b1: {
      uuid: 'u',
      vm: 'v1',
      vdi: null,
      device: 'xvda',
      position: '',
      type: '',
      mode: '',
      isBootable: true,
      isEmpty: false,
      isAttached: false,
      isUnpluggable: true,
      currentOperations: {},
      qosType: '',
      qosParameters: {},
    },
  });
});

test.each([
  ['text', { name_label: 'a "quoted" \\ name \u20ac\n' }, { name: 'a "quoted" \\ name \u20ac\n' }],
  ['text that is a number', { name_label: 7 }, { name: '7' }],
  ['text that is a list', { name_label: ['x'] }, { name: '' }],
  ['a number', { memory_static_max: 4_294_967_296 }, { memoryStaticMax: 4_294_967_296 }],
  ['a number as text', { memory_static_max: '8589934592' }, { memoryStaticMax: 8_589_934_592 }],
  ['a number with a fraction', { memory_static_max: 0.25 }, { memoryStaticMax: 0.25 }],
  ['a number that is none', { memory_static_max: 'many' }, { memoryStaticMax: 0 }],
  ['an empty number', { memory_static_max: '' }, { memoryStaticMax: 0 }],
  ['a flag that is none', { is_a_template: 'yes' }, { isTemplate: false }],
  ['a moment', { snapshot_time: '20260609T12:34:56Z' }, { snapshotTime: Date.UTC(2026, 5, 9, 12, 34, 56) }],
  ['a moment with dashes and a zone', { snapshot_time: '2026-06-09T12:34:56+02:00' }, { snapshotTime: Date.UTC(2026, 5, 9, 10, 34, 56) }],
  ['a moment without a zone', { snapshot_time: '20260609T12:34:56' }, { snapshotTime: Date.UTC(2026, 5, 9, 12, 34, 56) }],
  ['never', { snapshot_time: '19700101T00:00:00Z' }, { snapshotTime: null }],
  ['no moment', { snapshot_time: 'soon' }, { snapshotTime: null }],
  ['a reference', { resident_on: 'OpaqueRef:h' }, { residentOn: 'OpaqueRef:h' }],
  ['a reference to nothing', { resident_on: NULL_REF }, { residentOn: null }],
  ['a set', { tags: ['a', 'b'] }, { tags: ['a', 'b'] }],
  ['a set of anything', { tags: ['a', 1, { b: 2 }, null] }, { tags: ['a', '1'] }],
  ['a map', { current_operations: { task: 'start' } }, { currentOperations: { task: 'start' } }],
  ['a map of anything', { current_operations: { a: 1, b: { c: 2 } } }, { currentOperations: { a: '1', b: '{"c":2}' } }],
  ['a map that is a list', { current_operations: ['x'] }, { currentOperations: {} }],
  ['a release with values of its own', { power_state: 'Hovering', new_field: {} }, { power: 'Hovering' }],
])('%s', (_what, record, expected) => {
  const pool = aDecodedPool();
  pool.answer(vms, records({ v: record }));
  expect(pool.inventory.vm.get('v' as never)).toMatchObject(expected);
  const spaced = aDecodedPool();
  spaced.answer(vms, JSON.stringify({ id: 1, result: { v: record }, error: null }, undefined, 3));
  expect(spaced.inventory.vm).toEqual(pool.inventory.vm);
});

test('wherever an answer is cut into pieces, it says the same', () => {
  const answer = Buffer.from(records({ v1: { uuid: '1', name_label: 'caf\u00e9 \\u0022 "x"', tags: ['a'] }, v2: { name_label: 'two', order: 12 } }));
  const whole = aDecodedPool();
  whole.answer(vms, answer);
  for (let pieceBytes = 1; pieceBytes < answer.length; pieceBytes += 1) {
    const pool = aDecodedPool();
    pool.answer(vms, answer, pieceBytes);
    expect(pool.inventory.vm).toEqual(whole.inventory.vm);
  }
});

test('a change says the fields that changed, and one in an unwatched field nothing', () => {
  const pool = aDecodedPool();
  pool.answer(vms, records({ v: { name_label: 'a', power_state: 'Halted', tags: ['x'], last_booted_record: '1' } }));
  const before = pool.deltas.length;
  pool.answer({ is: 'events' }, events([event('mod', 'v', { name_label: 'a', power_state: 'Halted', tags: ['x'], last_booted_record: '2' })]));
  expect(pool.deltas.slice(before)).toEqual([]);
  pool.answer({ is: 'events' }, events([event('mod', 'v', { name_label: 'b', power_state: 'Halted', tags: [] })]));
  expect(pool.deltas.slice(before)).toEqual([{ vm: { set: { v: { name: 'b', tags: [] } } } }]);
});

test('events of unknown classes, of objects never heard of and without a record do no harm', () => {
  const pool = aDecodedPool();
  const list = [{ class: 'flux', operation: 'add', ref: 'f', snapshot: {} }, event('del', 'nobody'), event('mod', 'bare'), 7, null, { class: 'vm' }];
  const reply = pool.answer({ is: 'events' }, events(list));
  expect(reply).toEqual({ is: 'read', notes: { events: 2, token: 't', miscounted: [], unknown: ['vm'], dropped: 0 } });
  expect(pool.deltas).toEqual([]);
});

test('the record of an event may come before its class', () => {
  const pool = aDecodedPool();
  pool.answer({ is: 'events' }, events([{ snapshot: { name_label: 'x' }, ref: 'v', operation: 'add', class: 'VM' }]));
  expect(pool.inventory.vm.get('v' as never)).toMatchObject({ name: 'x' });
});

test('counts that differ are told for watched classes, messages apart', () => {
  const pool = aDecodedPool();
  pool.answer(vms, records({ a: {}, b: {} }));
  const reply = pool.answer({ is: 'events' }, events([], { valid_ref_counts: { vm: 1, message: 5, session: 9, host: 0 } }));
  expect(reply).toMatchObject({ notes: { miscounted: [{ of: 'vm', by: -1 }] } });
});

test('references tell what is gone and what was missed', () => {
  const pool = aDecodedPool();
  pool.answer(vms, records({ a: {}, b: {} }));
  expect(pool.answer({ is: 'references', of: 'vm' }, records(['b', 'c']))).toMatchObject({ notes: { dropped: 1, unknown: ['vm'] } });
  expect([...pool.inventory.vm.keys()]).toEqual(['b']);
});

test('a second load is told as the difference, an interrupted one takes nothing away', () => {
  const pool = aDecodedPool();
  pool.answer(vms, records({ a: { name_label: 'a' }, b: { name_label: 'b' }, c: { name_label: 'c' } }));
  pool.interrupted(vms, '{"result":{"a":{"name_label":"A"},"b":{"na');
  expect([...pool.inventory.vm.keys()]).toEqual(['a', 'b', 'c']);
  pool.answer(vms, records({ a: { name_label: 'A' }, c: { name_label: 'C' } }));
  expect(pool.deltas.at(-1)).toEqual({ vm: { set: { c: { name: 'C' } }, gone: ['b'] } });
});

test.each([
  ['nothing', ''],
  ['a page', '<html><body>500</body></html>'],
  ['no answer', '{"jsonrpc":"2.0","id":1}'],
  ['half an answer', '{"result":{"a":{"name_label":"x"}'],
  ['a list', '[]'],
  ['a control character', '{"result":{"a":{"name_label":"\u0001"}}}'],
  ['no such escape', '{"result":{"a":{"name_label":"\\x"}}}'],
  ['a broken map', '{"result":{"a":{"current_operations":{"a" "b"}}}}'],
])('%s is not XAPI', (_what, answer) => {
  expect(aDecodedPool().answer(vms, answer)).toEqual({ is: 'not-xapi' });
});

test.each([
  ['of version 2', '{"jsonrpc":"2.0","error":{"code":1,"message":"X","data":[]},"id":1}', '{"code":1,"message":"X","data":[]}'],
  ['of version 1', '{"result":null,"error":["X","y"],"id":1}', '["X","y"]'],
])('an error %s is handed on', (_what, answer, error) => {
  expect(aDecodedPool().answer(vms, answer)).toEqual({ is: 'refused', error });
});

test('property: loads and events in any order add up to the last word about every object', () => {
  const ref = fc.constantFrom('a', 'b', 'c', 'd');
  const record = fc.record({
    name_label: fc.string(),
    power_state: fc.constantFrom('Halted', 'Running'),
    order: fc.integer(),
    tags: fc.array(fc.string()),
  });
  const step = fc.oneof(
    fc.record({ load: fc.dictionary(ref, record) }),
    fc.record({ events: fc.array(fc.oneof(fc.tuple(fc.constant('mod'), ref, record), fc.tuple(fc.constant('del'), ref, fc.constant(undefined)))) }),
  );
  fc.assert(
    fc.property(fc.array(step), fc.integer({ min: 1, max: 200 }), (steps, pieceBytes) => {
      const pool = aDecodedPool();
      let expected = new Map<string, unknown>();
      for (const one of steps) {
        if ('load' in one) {
          pool.answer(vms, records(one.load), pieceBytes);
          expected = new Map(Object.entries(one.load));
        } else {
          pool.answer({ is: 'events' }, events(one.events.map(([operation, of, snapshot]) => event(operation, of, snapshot))), pieceBytes);
          for (const [operation, of, snapshot] of one.events) {
            if (operation === 'del') expected.delete(of);
            else expected.set(of, snapshot);
          }
        }
      }
      const ours = new Map(
        [...pool.inventory.vm].map(([of, { name, power, order, tags }]) => [of, { name_label: name, power_state: power, order, tags }]),
      );
      expect(ours).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});
