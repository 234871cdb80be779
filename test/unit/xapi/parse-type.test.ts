import { expect, test } from 'vitest';
import { parseType } from '#build/generate-xapi/parse-type.ts';

const enums = new Map([['vm_operations', ['start', 'pause']]]);
const operations = { kind: 'enum', name: 'vm_operations', values: ['start', 'pause'] };
const string = { kind: 'string' };

test.each([
  ['int', { kind: 'int' }],
  ['VM ref', { kind: 'ref', class: 'VM' }],
  ['string option', { kind: 'option', of: string }],
  ['string set set', { kind: 'set', of: { kind: 'set', of: string } }],
  ['sr_stat record option', { kind: 'option', of: { kind: 'record', class: 'sr_stat' } }],
  ['<class> record', { kind: 'record', class: '<class>' }],
  ['an event batch', { kind: 'record', class: 'event_batch' }],
  ['enum vm_operations set', { kind: 'set', of: operations }],
  ['(string -> enum vm_operations) map', { kind: 'map', key: string, value: operations }],
  ['(VM ref -> string set) map', { kind: 'map', key: { kind: 'ref', class: 'VM' }, value: { kind: 'set', of: string } }],
  ['(string -> (string -> string) map) map', { kind: 'map', key: string, value: { kind: 'map', key: string, value: string } }],
])('%s', (text, shape) => {
  expect(parseType(text, enums)).toEqual(shape);
});

test.each(['VM', 'VM reference', 'enum unheard_of', '(string -> string)', '(string, string) map', 'string string', ''])('"%s" is refused', (text) => {
  expect(() => parseType(text, enums)).toThrow(TypeError);
});
