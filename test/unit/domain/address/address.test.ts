import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from '#shared/domain/address/address.ts';

test.each([
  ['xs-par-01', 'xs-par-01', 443],
  [' 10.20.0.11 ', '10.20.0.11', 443],
  ['10.20.0.11:8443', '10.20.0.11', 8443],
  ['https://xs-par-01/', 'xs-par-01', 443],
  ['https://xs-par-01:8443/some/page', 'xs-par-01', 8443],
  ['fe80::1', 'fe80::1', 443],
  ['[fe80::1]', 'fe80::1', 443],
  ['[fe80::1%eth0]:8443', 'fe80::1%eth0', 8443],
  ['höst.example', 'höst.example', 443],
])('%s is host %s, port %i', (typed, host, port) => {
  expect(parseAddress(typed)).toEqual({ host, port });
});

test.each(['', ' ', 'two words', 'host:', 'host:0', 'host:65536', 'host:abc', 'user@host', '[fe80::1', 'a:b:c', 'https://'])(
  '%j is no address',
  (typed) => {
    expect(parseAddress(typed)).toBeUndefined();
  },
);

test('what is shown leads back to the same place', () => {
  const hosts = fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain());
  fc.assert(
    fc.property(hosts, fc.integer({ min: 1, max: 65_535 }), (host, port) => {
      expect(parseAddress(formatAddress({ host, port }))).toEqual({ host, port });
    }),
  );
});
