import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { xapiErrorText } from '#shared/text/xapi-error-text.ts';

/** What the data model names; joining has its own table. */
const known = [...readFileSync('shared/xapi/generated/errors.ts', 'utf8').matchAll(/^ {2}([A-Z_]+): /gm)].map(([, code = '']) => code);
const ofNetworks = known.filter(
  (code) =>
    /^(PIF_|NETWORK_|VLAN_|BRIDGE_|CANNOT_ADD_|DEVICE_|VIF_|MAC_)|PIF_|_VIF$|_MANAGEMENT_I|_IP_ADDRESS|_CIDR_|^INVALID_(DEVICE|VALUE)$|^NOT_IN_EMERGENCY_MODE$/.test(
      code,
    ) && !code.startsWith('POOL_JOINING'),
);

test('every code that the data model has for networks has words of its own', () => {
  expect(ofNetworks.length).toBeGreaterThan(50);
  expect(ofNetworks.filter((code) => xapiErrorText(code, []) === undefined)).toEqual([]);
});

test('what a refusal names is in its words', () => {
  expect(xapiErrorText('VLAN_IN_USE', ['eth1', '120'])?.what).toContain('VLAN 120 on eth1');
});
