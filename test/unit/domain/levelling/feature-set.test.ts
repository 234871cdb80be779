import { expect, test } from 'vitest';
import {
  canMoveTo,
  commonFeatures,
  featuresBeyond,
  includesFeatures,
  levelOf,
  readFeatures,
  writeFeatures,
} from '#shared/domain/levelling/feature-set.ts';

const features = (text: string) => readFeatures(text) ?? [];

test('a pool offers what all of its hosts have; words an old toolstack never wrote count as none', () => {
  expect(writeFeatures(levelOf(['000000ff-0000000f', '0000000f', '000000f7-00000001'].map(features)))).toBe('00000007-00000000');
});

test('what levelling takes from a host can be told', () => {
  const level = commonFeatures(features('ffffffff-00000003'), features('0fffffff-00000001'));
  expect(writeFeatures(featuresBeyond(features('ffffffff-00000003'), level))).toBe('f0000000-00000002');
});

test('a VM that started with more than a host has cannot move there until it restarts', () => {
  expect([canMoveTo(features('00000003'), features('00000001')), canMoveTo(features('00000003'), features('00000007'))]).toEqual([true, false]);
});

test('text that is no features is not taken for none', () => {
  expect([readFeatures(''), readFeatures('xyz'), readFeatures('123456789')]).toEqual([[], undefined, undefined]);
  expect(includesFeatures([], features('00000001'))).toBe(true);
});
