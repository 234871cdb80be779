import { array, assert, boolean, constantFrom, dictionary, double, integer, oneof, property, record, string } from 'fast-check';
import { expect, test } from 'vitest';
import { changedText } from '#engine/mirror/worker/changed-text.ts';
import { changedFields } from '#shared/domain/inventory/inventory.ts';

/** As rows are kept: one character per byte. */
function rowOf(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('latin1');
}

function recordOf(text: string | undefined): unknown {
  return text === undefined ? undefined : JSON.parse(Buffer.from(text, 'latin1').toString('utf8'));
}

const text = oneof(string({ unit: 'grapheme' }), constantFrom('', '\\', '"', '\\"', '","name":"x', '{}', '},{', 'é\\\\"'));
const number = oneof(integer(), double({ noNaN: true, noDefaultInfinity: true }));
const row = record({
  name: text,
  isEnabled: boolean(),
  residentOn: oneof(constantFrom(null), text),
  size: number,
  tags: array(text, { maxLength: 3 }),
  otherConfig: dictionary(text, text, { maxKeys: 3 }),
  at: oneof(constantFrom(null), integer()),
});

test('property: the changed fields of two rows are those of the records they stand for', () => {
  assert(
    property(row, row, (before, after) => {
      const expected = changedFields(JSON.parse(JSON.stringify(before)) as object, JSON.parse(JSON.stringify(after)) as object);
      expect(recordOf(changedText(rowOf(before), rowOf(after)))).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('one field that begins as the other does is still another', () => {
  expect(changedText('{"size":1,"name":"a"}', '{"size":12,"name":"a"}')).toBe('{"size":12}');
  expect(changedText('{"size":12,"name":"a"}', '{"size":1,"name":"a"}')).toBe('{"size":1}');
});

test('a map written in another order is the same map', () => {
  expect(changedText('{"otherConfig":{"a":"1","b":"2"}}', '{"otherConfig":{"b":"2","a":"1"}}')).toBeUndefined();
});
