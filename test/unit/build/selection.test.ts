import { expect, test } from 'vitest';
import { suites } from '#build/suites.ts';
import { selectTests } from '#build/test-run/selection.ts';

function chosen(...names: string[]): unknown {
  return selectTests(names).map(({ suite, filters }) => [suite.name, ...filters]);
}

test('no names choose every suite whole, in order', () => {
  expect(chosen()).toEqual(suites.map((suite) => [suite.name]));
});

test('suites run in their own order, whatever order they are named in', () => {
  expect(chosen('simulator', 'unit')).toEqual([['unit'], ['simulator']]);
});

test('a path chooses its suite and filters it, with slashes of either kind', () => {
  expect(chosen('test/unit/build', String.raw`.\test\unit\xapi\types.test.ts`)).toEqual([
    ['unit', 'test/unit/build', 'test/unit/xapi/types.test.ts'],
  ]);
});

test('a suite named whole is not filtered', () => {
  expect(chosen('unit', 'test/unit/build')).toEqual([['unit']]);
});

test('an unknown name is refused with the names there are', () => {
  expect(() => selectTests(['units'])).toThrow(/no suite for "units"; there are architecture, unit/);
});
