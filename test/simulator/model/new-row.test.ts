import { describe, expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import type { TypeShape } from '#shared/xapi/model.ts';
import { emptyValue, parseDefault } from '#simulator/model/default-value.ts';
import { modelFor } from '#simulator/model/model-for.ts';
import { newRow } from '#simulator/model/new-row.ts';
import { profileOf, profiles } from '#simulator/model/profiles.ts';
import { misfits } from '#test/support/misfits.ts';

const full = await loadModel();
const string: TypeShape = { kind: 'string' };

test('a row has every field of its release, as given or at its default', () => {
  expect(newRow(full, 'network', { name_label: 'Storage', MTU: 9000 })).toEqual({
    uuid: '',
    name_label: 'Storage',
    name_description: '',
    allowed_operations: [],
    current_operations: {},
    VIFs: [],
    PIFs: [],
    MTU: 9000,
    other_config: {},
    bridge: '',
    managed: true,
    blobs: {},
    tags: [],
    default_locking_mode: 'unlocked',
    assigned_ips: {},
    purpose: [],
  });
});

test('a field or class the release lacks is refused', () => {
  const old = modelFor(profileOf('8.2'), full);
  expect(() => newRow(old, 'pool', { coordinator_bias: true })).toThrow('pool.coordinator_bias');
  expect(() => newRow(old, 'VM_group', {})).toThrow('VM_group');
});

test('every new row fits the model of its release', () => {
  const wrong = profiles.flatMap((profile) => {
    const model = modelFor(profile, full);
    return [...model.classes.keys()].flatMap((name) => misfits(model, { kind: 'record', class: name }, newRow(model, name, {})));
  });
  expect(wrong).toEqual([]);
});

describe('defaults as the model writes them', () => {
  test.each<[string, TypeShape, unknown]>([
    ['""', string, ''],
    ['"0:0"', string, '0:0'],
    ['"()"', string, '()'],
    ['19700101T00:00:00Z', { kind: 'datetime' }, '19700101T00:00:00Z'],
    ['-1', { kind: 'int' }, -1],
    ['1.', { kind: 'float' }, 1],
    ['true', { kind: 'bool' }, true],
    ['Null', { kind: 'ref', class: 'VM' }, 'OpaqueRef:NULL'],
    ['OpaqueRef:NULL', { kind: 'ref', class: 'VM' }, 'OpaqueRef:NULL'],
    ['{}', { kind: 'set', of: string }, []],
    ['{0}', { kind: 'set', of: { kind: 'int' } }, [0]],
    ['{"a, b", "c"}', { kind: 'set', of: string }, ['a, b', 'c']],
    ['{}', { kind: 'map', key: string, value: string }, {}],
    ['{"address" -> "localhost", "port" -> "27000"}', { kind: 'map', key: string, value: string }, { address: 'localhost', port: '27000' }],
    ['{"a" -> 1}', { kind: 'map', key: string, value: { kind: 'int' } }, { a: 1 }],
  ])('%s', (text, type, value) => {
    expect(parseDefault(type, text)).toEqual(value);
  });

  test('text that is no set or map is refused', () => {
    expect(() => parseDefault({ kind: 'set', of: string }, 'nothing')).toThrow(TypeError);
    expect(() => parseDefault({ kind: 'map', key: string, value: string }, '{"key"}')).toThrow(TypeError);
  });

  test('an option without a value is left out', () => {
    expect(emptyValue({ kind: 'option', of: string })).toBeUndefined();
  });
});
