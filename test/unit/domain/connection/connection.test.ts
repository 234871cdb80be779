import { expect, test } from 'vitest';
import { isListed } from '#shared/domain/connection/certificates.ts';
import { findingOf } from '#shared/domain/connection/host-finding.ts';
import { candidatesOf } from '#shared/domain/connection/members.ts';
import { mayCall } from '#shared/domain/connection/permissions.ts';
import { applyDelta } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { ProbeWitness } from '#shared/domain/liveness/witness.ts';
import { hostFindingText } from '#shared/text/host-finding-text.ts';
import { anInventory } from '#test/support/inventories.ts';

const typed = { host: 'xs-par.example', port: 443 };
const threeHosts = anInventory({ hosts: { one: { address: '10.0.0.1' }, two: { address: '10.0.0.2' }, six: { address: 'fd00::6' } } });

test('a pool is asked for where it answered last and where the user said, then at every member it has', () => {
  expect(candidatesOf(typed, threeHosts)).toEqual({
    first: [{ host: '10.0.0.1', port: 443 }, typed],
    others: [
      { host: '10.0.0.2', port: 443 },
      { host: 'fd00::6', port: 443 },
    ],
  });
});

test('an ejected host is not a fail-over candidate', () => {
  const after = applyDelta(threeHosts, { host: { gone: ['two'] } });
  expect(JSON.stringify(candidatesOf(typed, after))).not.toContain('10.0.0.2');
});

test('an address that was typed and is a member too is asked once', () => {
  const { first, others } = candidatesOf({ host: '10.0.0.1', port: 443 }, threeHosts);
  expect([first.length, others.length]).toEqual([1, 2]);
});

test('a certificate is listed only for the very host it is shown by, and only as the one for clients', () => {
  const certificate = { host: 'two' as HostRef, type: 'host', fingerprint: 'AA', validFrom: 1, validTo: 2 };
  const inventory = applyDelta(threeHosts, {
    certificate: { set: { c: certificate, d: { ...certificate, type: 'host_internal', fingerprint: 'BB' } } },
  });
  const asked = [
    { address: '10.0.0.2', fingerprint: 'AA' },
    { address: '10.0.0.1', fingerprint: 'AA' },
    { address: '10.0.0.2', fingerprint: 'BB' },
  ];
  expect(asked.map((of) => isListed(inventory, of))).toEqual([true, false, false]);
  expect(isListed(threeHosts, { address: '10.0.0.2', fingerprint: 'AA' })).toBeUndefined();
});

test('what a role may do is told by name and by key', () => {
  const limited = { is: 'limited', permissions: ['vm.start', 'pool.add_to_other_config/key:folder'] } as const;
  expect([
    mayCall({ is: 'full' }, 'host.destroy'),
    mayCall(limited, 'VM.start'),
    mayCall(limited, 'VM.destroy'),
    mayCall(limited, 'pool.add_to_other_config'),
    mayCall(limited, 'pool.add_to_other_config', 'key:folder'),
  ]).toEqual([true, true, false, false, true]);
});

const answered: ProbeWitness = { atMs: 0, https: 'open', ssh: 'open', tls: 'trusted', toolstack: { is: 'silent' } };
const refusing = (code: string, ...parameters: string[]): ProbeWitness => ({ ...answered, toolstack: { is: 'refuses', code, parameters } });

test.each([
  ['nothing answers', { ...answered, https: 'silent', ssh: 'silent' }, /host is off/, /power/],
  ['both ports are refused', { ...answered, https: 'refused', ssh: 'refused' }, /host is off/, /switch/],
  ['only SSH answers', { ...answered, https: 'refused' }, /toolstack does not listen/, /restart the toolstack/],
  ['the toolstack hangs', answered, /does not answer/, /storage/],
  ['it is a member', refusing('HOST_IS_SLAVE', '10.0.0.1'), /master is 10\.0\.0\.1/, /Connect to the master/],
  ['it is starting', refusing('HOST_STILL_BOOTING'), /starting/, /Wait/],
  ['it has no address', refusing('HOST_HAS_NO_MANAGEMENT_IP'), /lost its address/, /console/],
  ['the master cannot talk back', refusing('HOST_MASTER_CANNOT_TALK_BACK', '10.0.0.7'), /cannot reach the host at 10\.0\.0\.7/, /firewall/],
  ['the master has forgotten it', refusing('HOST_UNKNOWN_TO_MASTER', 'u'), /does not know/, /join again/],
  ['it follows itself', refusing('HOST_ITS_OWN_SLAVE'), /member of itself/, /role file/],
  ['it is newer than its master', refusing('HOST_XAPI_VERSION_HIGHER_THAN_COORDINATOR', '26.1'), /before its master/, /master first/],
  ['the password differs', refusing('SESSION_AUTHENTICATION_FAILED', 'root', 'x'), /password/, /once/],
  [
    'it waits in emergency mode',
    refusing('INTERNAL_ERROR', 'Unix.Unix_error(Unix.EHOSTUNREACH, "connect", "")'),
    /cannot reach its master/,
    /promote/,
  ],
] as const)('when %s, the finding says what it means and what to do first', (_case, probe, what, next) => {
  const text = hostFindingText(findingOf(probe));
  expect(text.what).toMatch(what);
  expect(text.next).toMatch(next);
});
