import { expect, test } from 'vitest';
import { prefixOf } from '#shared/domain/address/netmask.ts';

test.each([
  ['255.255.255.0', 24],
  ['255.255.255.255', 32],
  ['0.0.0.0', 0],
  ['255.255.128.0', 17],
  ['255.0.255.0', undefined],
  ['255.255.255', undefined],
  ['', undefined],
  ['a.b.c.d', undefined],
])('the netmask %s has the prefix %s', (netmask, prefix) => {
  expect(prefixOf(netmask)).toBe(prefix);
});
