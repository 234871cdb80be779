import { expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import { compareReleases } from '#shared/xapi/releases.ts';

test('code names come in the order of their releases, then versions by number', () => {
  const shuffled = ['24.19.1', 'stockholm', '1.250.0', 'rio', '24.9.0', 'boston', 'stockholm_psr', '1.1000.0', '24.19'];
  expect(shuffled.toSorted(compareReleases)).toEqual([
    'rio',
    'boston',
    'stockholm',
    'stockholm_psr',
    '1.250.0',
    '1.1000.0',
    '24.9.0',
    '24.19',
    '24.19.1',
  ]);
});

test('a release nobody knows is refused', () => {
  expect(() => compareReleases('atlantis', 'rio')).toThrow(RangeError);
});

test('every release the data model names has its place', async () => {
  const { classes } = await loadModel();
  const lifecycles = [...classes.values()].flatMap((entry) => [entry, ...entry.fields, ...entry.messages]);
  const releases = lifecycles.flatMap((entry) => [entry.since, entry.prototyped, entry.deprecated, entry.removed]);
  const unknown = releases.filter((release) => release !== undefined && Number.isNaN(compareReleases(release, 'rio')));
  expect(unknown).toEqual([]);
});
