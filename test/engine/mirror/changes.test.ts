import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf } from '#shared/domain/inventory/inventory.ts';
import { aDecodedPool, type DecodedPool } from '#test/support/decoded.ts';

const vms = { is: 'records', of: 'vm' } as const;
const refs = ['OpaqueRef:a', 'OpaqueRef:b', 'OpaqueRef:c'];

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '\\', '"', '\\"', '","name_label":"x', '{}', '},{', '\u00e9\\\\"', 'x'.repeat(3_000)),
);
const record = fc.record(
  {
    name_label: text,
    is_a_template: fc.boolean(),
    resident_on: fc.oneof(fc.constantFrom('OpaqueRef:NULL', ''), text),
    memory_static_max: fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom('12', 1, 12, 123)),
    snapshot_time: fc.constantFrom('19700101T00:00:00Z', '20260609T12:34:56Z', '2026-06-09T12:34:56Z'),
    tags: fc.array(text, { maxLength: 3 }),
    other_config: fc.dictionary(text, text, { maxKeys: 3 }),
    unwatched: fc.oneof(text, fc.array(fc.integer(), { maxLength: 3 }), fc.dictionary(text, fc.boolean(), { maxKeys: 2 })),
  },
  { requiredKeys: [] },
);
/** Records as servers may write them: fields in any order, blanks between, letters as escapes. */
const spelling = fc.record({ isTurnedRound: fc.boolean(), indent: fc.constantFrom(0, 1), isEscaped: fc.boolean() });
const answer = fc.record({ objects: fc.dictionary(fc.constantFrom(...refs), record), spelling, pieceBytes: fc.integer({ min: 7, max: 5_000 }) });
type Answer = typeof answer extends fc.Arbitrary<infer A> ? A : never;

function textOf({ objects, spelling: { isTurnedRound, indent, isEscaped } }: Answer): string {
  const turned = (one: object): object => (isTurnedRound ? Object.fromEntries(Object.entries(one).toReversed()) : one);
  const result = Object.fromEntries(Object.entries(objects).map(([ref, one]) => [ref, turned(one)]));
  const json = JSON.stringify({ jsonrpc: '2.0', result, id: 1 }, undefined, indent);
  return isEscaped ? json.replaceAll(/[\u0080-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`) : json;
}

function pictureOf(pool: DecodedPool): DecodedPool['inventory'] {
  return { ...pool.inventory, vm: new Map(pool.inventory.vm) };
}

test('property: what is told of one answer after another is the difference between them', () => {
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 8 }), (answers) => {
      const pool = aDecodedPool();
      for (const one of answers) {
        const [before, told] = [pictureOf(pool), pool.deltas.length];
        const alone = aDecodedPool();
        alone.answer(vms, textOf(one));
        pool.answer(vms, textOf(one), one.pieceBytes);
        expect(pool.inventory.vm).toEqual(alone.inventory.vm);
        expect(pool.deltas.slice(told)).toEqual([differenceOf(before, pictureOf(pool))].filter((delta) => delta !== undefined));
      }
    }),
    { numRuns: 100 },
  );
});

function toldOf(...records: readonly string[]): unknown {
  const pool = aDecodedPool();
  for (const one of records) pool.answer(vms, `{"result":{"a":${one}},"id":1}`);
  return pool.deltas.slice(1).map(({ vm }) => vm?.set?.['a']);
}

test('one value that begins as the other does is still another', () => {
  expect(toldOf('{"order":1,"name_label":"a"}', '{"order":12,"name_label":"a"}', '{"order":1,"name_label":"a"}')).toEqual([
    { order: 12 },
    { order: 1 },
  ]);
});

test('the same value written in another way is no change, and what follows is compared with what was written last', () => {
  expect(
    toldOf(
      '{"other_config":{"a":"1","b":"2"},"name_label":"\u00e9"}',
      '{"name_label":"\\u00e9","other_config": {"b":"2", "a":"1"}}',
      '{"name_label":"e","other_config":{"b":"2"}}',
    ),
  ).toEqual([{ name: 'e', otherConfig: { b: '2' } }]);
});

test('a field that comes and goes is told of', () => {
  expect(toldOf('{}', '{"tags":["a"]}', '{}')).toEqual([{ tags: ['a'] }, { tags: [] }]);
});
