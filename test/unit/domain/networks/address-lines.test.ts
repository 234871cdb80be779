import { expect, test } from 'vitest';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { armedLines, formerLine, pingLine } from '#shared/domain/networks/address-lines.ts';
import type { HostAddress } from '#shared/domain/operations/network-request.ts';
import { aRecord } from '#test/support/inventories.ts';

const before = aRecord('pif', { ip: '10.8.0.13', netmask: '255.255.255.0', gateway: '10.8.0.1' });
const wished: HostAddress = { host: 'h1' as HostRef, mode: 'Static', ip: '10.8.0.43', netmask: '255.255.255.0', gateway: '', dns: '' };

test('the former address and route come back, and the new address goes', () => {
  expect(armedLines({ bridge: 'xenbr0', before, wished })).toEqual([
    'ip addr replace 10.8.0.13/24 dev xenbr0',
    'ip route replace default via 10.8.0.1 dev xenbr0',
    'ip addr del 10.8.0.43/24 dev xenbr0 || true',
  ]);
});

test('a host that is managed over IPv6 alone gets that address and route back', () => {
  const onlyV6 = aRecord('pif', { ip: '', netmask: '', gateway: '', ipv6: ['2001:db8::13/64'], ipv6Gateway: 'fe80::1' });
  const ipv6 = { mode: 'Static', address: '2001:db8::43/64', gateway: 'fe80::1' } as const;
  expect(armedLines({ bridge: 'xenbr0', before: onlyV6, wished: { ...wished, mode: 'None', ip: '', netmask: '', ipv6 } })).toEqual([
    'ip -6 addr replace 2001:db8::13/64 dev xenbr0',
    'ip -6 route replace default via fe80::1 dev xenbr0',
    'ip -6 addr del 2001:db8::43/64 dev xenbr0 || true',
  ]);
  expect(formerLine({ bridge: 'xenbr0', before: onlyV6 })).toBe('ip -o addr show dev xenbr0 | grep -qF 2001:db8::13/64');
});

test('what is no address never becomes part of a line', () => {
  const odd = aRecord('pif', { ip: '', ipv6: ['2001:db8::1/64; reboot'] });
  const ipv6 = { mode: 'None', address: '', gateway: '' } as const;
  expect(armedLines({ bridge: 'xenbr0', before: odd, wished: { ...wished, mode: 'None', ipv6 } })).toEqual([]);
});

test('a packet fills what its interface takes, whichever kind of address it goes to', () => {
  expect(pingLine({ to: '10.8.0.1', from: '10.8.0.13', mtu: 9000 })).toBe('ping -n -c 2 -W 2 -M do -s 8972 -I 10.8.0.13 10.8.0.1');
  expect(pingLine({ to: '2001:db8::1', from: '2001:db8::13', mtu: 9000 })).toBe('ping6 -n -c 2 -W 2 -M do -s 8952 -I 2001:db8::13 2001:db8::1');
});
