import { assert, constantFrom, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlaceAnswer, readPlace } from '#shared/domain/storage/from-shell/answers.ts';
import { admits, judgeShell } from '#shared/domain/storage/from-shell/judge.ts';
import { placeScript } from '#shared/domain/storage/from-shell/lines.ts';
import { placesOf } from '#shared/domain/storage/from-shell/places.ts';
import { failedLook, measured } from '#shared/domain/storage/host-checks.ts';
import type { StorageSource } from '#shared/domain/storage/source.ts';

const IQN = 'iqn.2010-01.test.array:spare';
const nfs: StorageSource = { kind: 'nfs', server: 'nas', path: '/export/vms/pool' };
const iscsi: StorageSource = { kind: 'iscsi', target: '10.7.1.50, [fd00::50]', port: 3260, iqn: IQN, scsiId: '36' };

/** As a host prints it: CentOS 7, nfs-utils 1.3, open-iscsi 6.2. */
const printed = (list: string, more: { readonly port?: string; readonly large?: number } = {}): string => `== address
10.7.1.60
== port
${more.port ?? 'rc=0'}
== route
10.7.1.60 dev xenbr2 src 10.7.1.11 \\    cache
== size
mtu=9000
small=0
large=${more.large ?? 0}
== list
${list}
`;

const EXPORTS = '/export/vms     10.7.1.0/24,10.9.0.5\n/export/iso     (everyone)\nrc=0';
const answer = (of: Partial<PlaceAnswer>): PlaceAnswer => ({ ...readPlace('nfs', 'nas', printed(EXPORTS)), ...of });

describe('what is asked', () => {
  test('every machine the storage is reached by, without the brackets tools do not take', () => {
    expect(placesOf(iscsi)).toEqual({ service: 'iscsi', hosts: ['10.7.1.50', 'fd00::50'], port: 3260 });
    expect(placesOf({ kind: 'smb', share: '\\\\files\\vms' })).toEqual({ service: 'smb', hosts: ['files'], port: 445 });
    expect(placesOf({ kind: 'hba', scsiId: '36' })).toBeUndefined();
  });

  test('nothing that is typed is ever more than one word of the script', () => {
    const places = { service: 'nfs', hosts: [], port: 2049 } as const;
    const plain = placeScript(places, 'THE-HOST');
    assert(
      property(string(), (host) => {
        expect([undefined, plain?.replaceAll('THE-HOST', () => host)]).toContain(placeScript(places, host));
      }),
    );
    expect(placeScript(places, 'nas; reboot')).toBeUndefined();
    expect(placeScript(places, '$(reboot)')).toBeUndefined();
    expect(placeScript(places, '-oProxyCommand=x')).toBeUndefined();
  });
});

describe('what a host prints', () => {
  test('is read as far as it goes', () => {
    expect(readPlace('nfs', 'nas', printed(EXPORTS))).toEqual({
      host: 'nas',
      address: '10.7.1.60',
      port: 'open',
      route: { device: 'xenbr2', from: '10.7.1.11', mtu: 9000 },
      fits: 'yes',
      list: {
        is: 'exports',
        exports: [
          { path: '/export/vms', access: '10.7.1.0/24,10.9.0.5' },
          { path: '/export/iso', access: '(everyone)' },
        ],
      },
    });
    expect(readPlace('nfs', 'nas', '== address\n\n')).toEqual({ host: 'nas', port: 'not-asked', fits: 'not-known', list: { is: 'not-asked' } });
  });

  test.each([
    ['bash: connect: Connection refused\nbash: /dev/tcp/10.7.1.60/2049: Connection refused\nrc=1', 'refused'],
    ['bash: connect: No route to host\nrc=1', 'no-answer'],
    ['rc=124', 'no-answer'],
    ['', 'not-asked'],
  ] as const)('of a port: %j is %s', (port, expected) => {
    expect(readPlace('nfs', 'nas', printed(EXPORTS, { port })).port).toBe(expected);
  });

  test.each([
    ['10.7.1.50:3260,1 iqn.a\n10.7.1.51:3260,2 iqn.a\n[fd00::50]:3260,-1 iqn.b\nrc=0', { is: 'targets', names: ['iqn.a', 'iqn.b'] }],
    ['iscsiadm: Login failed to authenticate with target\nrc=24', { is: 'not-listed', wantsLogin: true }],
    ['iscsiadm: cannot make connection to 10.7.1.50: Connection refused\nrc=4', { is: 'not-listed', wantsLogin: false }],
    ['iscsiadm: No portals found\nrc=21', { is: 'not-listed', wantsLogin: false }],
  ] as const)('of targets: %j', (list, expected) => {
    expect(readPlace('iscsi', '10.7.1.50', printed(list)).list).toMatchObject(expected);
  });

  test('and whatever else it prints breaks nothing', () => {
    assert(
      property(constantFrom('nfs', 'iscsi', 'smb'), string(), (service, text) => {
        expect([readPlace(service, 'nas', text), readPlace(service, 'nas', printed(text))]).toMatchObject([
          { host: 'nas' },
          { address: '10.7.1.60' },
        ]);
      }),
    );
  });
});

describe('what it means', () => {
  test.each([
    ['*', '10.7.1.11', 'yes'],
    ['(everyone)', '10.7.1.11', 'yes'],
    ['10.7.1.0/24', '10.7.1.11', 'yes'],
    ['10.7.1.0/255.255.255.0', '10.7.1.11', 'yes'],
    ['10.7.1.12,10.7.1.13', '10.7.1.11', 'no'],
    ['10.7.2.0/24', '10.7.1.11', 'no'],
    ['10.7.1.12,@hosts', '10.7.1.11', 'not-known'],
    ['*.example', '10.7.1.11', 'not-known'],
    ['10.7.1.12', 'fd00::1', 'not-known'],
  ] as const)('an export for %s, asked from %s: %s', (access, from, expected) => {
    expect(admits(access, from)).toBe(expected);
  });

  test('a folder below an export is offered by it, and one beside is not', () => {
    expect(judgeShell(nfs, [answer({})]).checks).toEqual({
      resolves: 'yes',
      answers: 'yes',
      'lets-in': 'yes',
      'offers-it': 'yes',
      'large-packets': 'yes',
    });
    const beside = judgeShell({ kind: 'nfs', server: 'nas', path: '/export/vms2' }, [answer({})]);
    expect(beside).toMatchObject({ checks: { 'offers-it': 'not-known' }, doubts: [{ is: 'not-exported', host: 'nas', path: '/export/vms2' }] });
  });

  test('each thing that is wrong is said, and one portal of two is enough', () => {
    const list = { is: 'targets', names: ['iqn.other'] } as const;
    const closed = answer({ host: 'b', port: 'no-answer', fits: 'not-known', list: { is: 'not-asked' } });
    expect(judgeShell(iscsi, [answer({ host: 'a', fits: 'no', list }), closed])).toEqual({
      checks: { resolves: 'yes', answers: 'yes', 'lets-in': 'not-known', 'offers-it': 'no', 'large-packets': 'no' },
      doubts: [
        { is: 'too-large', host: 'a', device: 'xenbr2', mtu: 9000 },
        { is: 'port-closed', host: 'b', how: 'no-answer' },
        { is: 'target-not-offered', host: 'a', iqn: IQN },
      ],
      open: 1,
      all: 2,
    });
    expect(judgeShell(nfs, [{ host: 'nas', port: 'not-asked', fits: 'not-known', list: { is: 'not-asked' } }])).toMatchObject({
      checks: { resolves: 'no', answers: 'not-known' },
      doubts: [{ is: 'name-unknown', host: 'nas' }],
    });
  });

  test('the driver comes before the shell, which fills what the driver does not tell', () => {
    const shell = judgeShell(nfs, [answer({ fits: 'no' })]);
    expect(measured(failedLook('SR_BACKEND_FAILURE_73'), shell)).toEqual({
      resolves: { result: 'yes', by: 'pool' },
      answers: { result: 'yes', by: 'pool' },
      'lets-in': { result: 'no', by: 'pool' },
      'offers-it': { result: 'yes', by: 'shell' },
      'large-packets': { result: 'no', by: 'shell' },
    });
    expect(measured(undefined, undefined).resolves).toEqual({ result: 'not-known' });
  });
});
