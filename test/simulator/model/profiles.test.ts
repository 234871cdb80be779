import { describe, expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import { compareReleases } from '#shared/xapi/releases.ts';
import { modelFor } from '#simulator/model/model-for.ts';
import { profileOf, profileOfSchema, profiles } from '#simulator/model/profiles.ts';

const full = await loadModel();
const as = (name: string) => modelFor(profileOf(name), full);

test('the newest release knows the whole model', () => {
  const newest = as('9');
  expect([...newest.classes.keys()]).toEqual([...full.classes.keys()]);
  expect(newest.messages.size).toBe(full.messages.size);
});

test('profiles come in order of release, API and schema', () => {
  const ordered = profiles.toSorted((a, b) => compareReleases(a.release, b.release));
  expect(ordered).toEqual(profiles);
  expect(profiles.toSorted((a, b) => a.schema.minor - b.schema.minor)).toEqual(profiles);
  expect(profiles.toSorted((a, b) => a.apiVersion.major * 100 + a.apiVersion.minor - (b.apiVersion.major * 100 + b.apiVersion.minor))).toEqual(
    profiles,
  );
});

describe.each([
  { name: 'VM_group', in: ['8.3', '9'] },
  { name: 'Caller', in: ['9'] },
  { name: 'Certificate', in: ['8.2', '8.3', '9'] },
  { name: 'DR_task', in: ['6.0', '8.2', '8.3', '9'] },
])('class $name', ({ name: className, in: releases }) => {
  test.each(['5.6', '6.0', '8.2', '8.3', '9'])('%s', (name) => {
    expect(as(name).classes.has(className)).toBe(releases.includes(name));
  });
});

test.each([
  ['8.2', 'pool', 'coordinator_bias', false],
  ['8.3', 'pool', 'coordinator_bias', true],
  ['8.3', 'host', 'ssh_enabled', false],
  ['9', 'host', 'ssh_enabled', true],
  ['5.6.1', 'PIF', 'properties', false],
  ['8.2', 'PIF', 'properties', true],
])('%s, field %s.%s: %s', (name, className, field, isThere) => {
  expect(
    as(name)
      .classes.get(className)
      ?.fields.some((other) => other.name === field),
  ).toBe(isThere);
});

test('a field brings its getters and setters with it', () => {
  const names = ['pool.get_coordinator_bias', 'pool.set_coordinator_bias', 'pool.get_name_label'];
  expect(names.filter((name) => as('8.2').messages.has(name))).toEqual(['pool.get_name_label']);
  expect(names.filter((name) => as('8.3').messages.has(name))).toEqual(names);
});

test('a call has the parameters of its release', () => {
  const names = ['8.2', '8.3', '9'];
  const parameters = names.map((name) =>
    as(name)
      .messages.get('host.evacuate')
      ?.parameters.map((parameter) => parameter.name),
  );
  expect(parameters).toEqual([['host'], ['host', 'network', 'evacuate_batch_size'], ['host', 'network', 'evacuate_batch_size']]);
});

const vmOperations = (name: string) => as(name).classes.get('VM')?.enums['vm_operations'] ?? [];

test('an operation is no member of its enum before there is a call for it', () => {
  const names = ['6.0', '8.2', '8.3', '9'];
  const operations = ['start', 'changing_NVRAM', 'create_vtpm', 'sysprep'];
  const known = names.map((name) => operations.filter((operation) => vmOperations(name).includes(operation)));
  expect(known).toEqual([['start'], ['start', 'changing_NVRAM'], ['start', 'changing_NVRAM', 'create_vtpm'], operations]);
});

test('types of fields and parameters lack the same members', () => {
  const { classes, messages } = as('8.2');
  const field = classes.get('VM')?.fields.find((other) => other.name === 'allowed_operations');
  const parameter = messages.get('VM.assert_operation_valid')?.parameters[1];
  expect(JSON.stringify([field?.type, parameter?.type])).not.toContain('sysprep');
});

test('what was removed by a release stays and is marked, what was removed later is not marked yet', () => {
  const removedIn = ['5.6.1', '6.0', '8.2'].map((name) => as(name).messages.get('VMPP.protect_now')?.removed);
  expect(removedIn).toEqual([undefined, undefined, 'clearwater']);
  expect(
    as('8.2')
      .classes.get('VBD')
      ?.fields.find((field) => field.name === 'metrics')?.removed,
  ).toBe('tampa');
  expect(
    as('6.0')
      .classes.get('VBD')
      ?.fields.find((field) => field.name === 'metrics')?.removed,
  ).toBeUndefined();
});

test.each(['8.2', '8.3', '9'])('nothing in the model of %s points to what it lacks', (name) => {
  const { classes } = as(name);
  const text = JSON.stringify([...classes.values()]);
  const named = new Set([...text.matchAll(/"kind":"(?:ref|record)","class":"([^"]+)"/g)].map((match) => match[1] ?? ''));
  expect([...named].filter((other) => !classes.has(other))).toEqual(named.has('<class>') ? ['<class>'] : []);
});

test.each([
  [61, '5.6.1'],
  [62, '5.6.1'],
  [63, '6.0'],
  [66, '6.1'],
  [602, '8.2'],
  [775, '8.3'],
  [910, '9'],
])('a database of schema 5.%i was written by %s', (minor, name) => {
  expect(profileOfSchema({ major: 5, minor }).name).toBe(name);
});

test('names and schemas nobody knows are refused', () => {
  expect(() => profileOf('8.4')).toThrow(RangeError);
  expect(() => profileOfSchema({ major: 4, minor: 1 })).toThrow(RangeError);
});

test('errors are objects in JSON-RPC 2.0 from 7.3 on', () => {
  const names = ['6.1', '7.2', '7.3', '8.2', '9'];
  expect(names.map((name) => profileOf(name).jsonRpcErrors)).toEqual(['arrays', 'arrays', 'objects', 'objects', 'objects']);
});
