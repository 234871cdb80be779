import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { createLogReader, withNewLines } from '#shared/domain/diagnosis/log-follow.ts';
import { reasonIn } from '#shared/domain/diagnosis/parsers/emergency.ts';
import type { ProbeAnswer, ProbeId } from '#shared/domain/diagnosis/probe.ts';
import { probeIds } from '#shared/domain/diagnosis/probe-table.ts';
import { readAnswers } from '#shared/domain/diagnosis/read-answers.ts';
import { withoutSecrets } from '#shared/domain/diagnosis/redact.ts';
import type { HostSight, Section } from '#shared/domain/diagnosis/sight.ts';
import { machineSamples } from '#test/support/probe-samples/machine.ts';
import { networkSamples } from '#test/support/probe-samples/network.ts';
import { storageSamples } from '#test/support/probe-samples/storage.ts';
import { switchSamples } from '#test/support/probe-samples/switch.ts';
import { toolstackSamples } from '#test/support/probe-samples/toolstack.ts';

const samples = [...toolstackSamples, ...networkSamples, ...switchSamples, ...machineSamples, ...storageSamples];

function answer(id: ProbeId, raw: string, more: Partial<ProbeAnswer> = {}): ProbeAnswer {
  return { id, atMs: 5, tookMs: 1, rc: 0, state: 'ok', raw, ...more };
}

function read(id: ProbeId, raw: string, more: Partial<ProbeAnswer> = {}): HostSight {
  return readAnswers(emptySight, [answer(id, raw, more)]);
}

test.each(samples)('$name', ({ id, raw, section, expected }) => {
  expect(read(id, raw)[section]).toMatchObject({ is: 'seen', value: expected });
});

test.each<[string, ProbeId, string, Partial<ProbeAnswer>, Section, string]>([
  ['a file that is not there', 'identity', 'cat: /etc/xensource-inventory: No such file or directory\nxcp3\n', {}, 'identity', 'unreadable'],
  ['a tool that is not there', 'multipath', 'bash: line 1: multipath: command not found\n', { rc: 127, state: 'missing' }, 'multipath', 'missing'],
  ['silence until the limit', 'services', '', { rc: 124, state: 'timeout' }, 'services', 'timeout'],
  ['a mount that holds everything', 'lvm', '', { rc: undefined, state: 'stuck' }, 'lvm', 'stuck'],
  ['a pool that is not asked', 'pbds', 'Error: Connection refused (calling connect )\n', { rc: 1, state: 'error' }, 'pbds', 'error'],
  ['no list at all', 'domains', '== list_domains\nrc=127\n', { rc: 0 }, 'domains', 'unreadable'],
])('%s is told apart from nothing being there', (_case, id, raw, more, section, why) => {
  expect(read(id, raw, more)[section]).toEqual({ is: 'failed', atMs: 5, why });
});

const list = `== list_domains
id |                                 uuid |  state
 0 | c1a6b2b0-5d0a-4d0f-9c0c-7b1f9e1f2d33 |     R \u0020
12 | 2f7d3c1e-9b2a-4a60-8c8e-1b5b6f0a9c01 |    B H
13 | 2f7d3c1e-9b2a-4a60-8c8e-1b5b6f0a9c02 | D     \u0020
rc=0
`;
const names = `== xl
Name                                        ID   Mem VCPUs	State	Time(s)
Domain-0                                     0  4096     8     r-----    8123.4
my web 01                                   12  8191     4     -b----    5120.9
rc=0
`;

test('a list of machines that was cut short is no list, wherever it was cut', () => {
  fc.assert(
    fc.property(fc.nat(list.length - 6), fc.constantFrom<ProbeId>('domains', 'domain-names'), (length, id) => {
      const text = id === 'domains' ? list : names;
      const { domains } = read(id, text.slice(0, Math.min(length, text.length - 6)), { state: 'timeout', rc: 124 });
      expect(domains.is).toBe('failed');
    }),
  );
});

test('the hypervisor says what runs; other tools lend names and stand in where it cannot be asked', () => {
  const both = readAnswers(emptySight, [answer('domains', list), answer('domain-names', names)]);
  expect(both.domains).toMatchObject({
    value: {
      by: 'list_domains',
      domains: [
        { id: 0, name: 'Domain-0', state: 'running' },
        { id: 12, uuid: '2f7d3c1e-9b2a-4a60-8c8e-1b5b6f0a9c01', name: 'my web 01', state: 'blocked', memoryMiB: 8191, vcpus: 4 },
        { id: 13, state: 'dying' },
      ],
    },
  });
  const alone = readAnswers(emptySight, [answer('domains', 'rc=127\n', { state: 'missing', rc: 127 }), answer('domain-names', names)]);
  expect(alone.domains).toMatchObject({ value: { by: 'xl', domains: [{ id: 0 }, { id: 12, name: 'my web 01' }] } });
});

test('a later answer takes the place of an earlier one, also when it failed', () => {
  const sight = readAnswers(emptySight, [answer('role', 'master\n'), answer('role', '', { atMs: 9, state: 'timeout', rc: 124 })]);
  expect(sight.role).toEqual({ is: 'failed', atMs: 9, why: 'timeout' });
});

test('logs keep together, each file in its own place', () => {
  const line = 'Nov 21 00:50:11 xcp3 kernel: ixgbe 0000:3b:00.0 eth0: NIC Link is Down';
  const sight = readAnswers(emptySight, [
    answer('log-kernel', `${line}\n`),
    answer('log-storage', 'tail: cannot open /var/log/SMlog\n', { rc: 1, state: 'error' }),
    answer('log-xensource', 'Nov 21 00:50:12 xcp3 xapi: [error||42 |x R:1|master_connection] Connection to master died. I will continue to retry\n'),
  ]);
  expect(sight.logs).toMatchObject({
    value: [
      { file: 'kernel', at: 'Nov 21 00:50:11', signature: 'link-changed' },
      { file: 'xensource', at: 'Nov 21 00:50:12', signature: 'master-lost' },
    ],
  });
});

const followed = [
  '==> /var/log/xensource.log <==',
  'Nov 21 00:50:12 xcp3 xapi: [error||42 |x R:1|master_connection] Connection to master died. password=planted-4711',
  '',
  '==> /var/log/SMlog <==',
  'Nov 21 00:50:13 xcp3 SM: -----BEGIN RSA PRIVATE KEY-----',
  'cGxhbnRlZC00NzEx',
  '',
  '==> /var/log/xensource.log <==',
  `x${'y'.repeat(20_000)}`,
  '==> /not/a/log <==',
  '',
  '==> /var/log/SMlog <==',
  'cGxhbnRlZA==',
  'Nov 21 00:50:13 xcp3 SM: -----END RSA PRIVATE KEY-----',
  'Nov 21 00:50:14 xcp3 SM: after',
  'not yet whole',
].join('\n');

test('lines that are followed are those of their files, without secrets however they are cut', () => {
  const read = (pieces: readonly string[]) => {
    const reader = createLogReader();
    return pieces.flatMap((piece) => reader.add(piece));
  };
  const whole = read([followed]);
  expect(whole).toMatchObject([
    { file: 'xensource', at: 'Nov 21 00:50:12', signature: 'master-lost' },
    { file: 'storage', text: 'xcp3 SM: …' },
    { file: 'xensource', text: expect.stringMatching(/^xy{8191}$/) as string },
    { file: 'xensource', text: '==> /not/a/log <==' },
    { file: 'storage', at: 'Nov 21 00:50:14', text: 'xcp3 SM: after' },
  ]);
  expect(JSON.stringify(whole)).not.toMatch(/planted-4711|cGxhbnRlZ/);
  const cuts = fc.uniqueArray(fc.nat(followed.length), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, (at) => {
      const ends = [...at.toSorted((a, b) => a - b), followed.length];
      expect(read(ends.map((end, index) => followed.slice(ends[index - 1] ?? 0, end)))).toEqual(whole);
    }),
  );
});

test('of every file that is followed the newest lines are kept, and a flood of one takes no room of another', () => {
  const flood = Array.from({ length: 1_000 }, (_, index) => ({ file: 'messages', text: `m${index}` }) as const);
  const kept = withNewLines([{ file: 'ha', text: 'old' }, ...flood.slice(0, 500)], flood.slice(500));
  expect([kept.length, kept[0]?.text, kept[1]?.text, kept.at(-1)?.text]).toEqual([401, 'old', 'm600', 'm999']);
});

test.each([
  ['The host is in emergency mode: HOST_MASTER_CANNOT_TALK_BACK: [ 10.20.0.13 ]', 'HOST_MASTER_CANNOT_TALK_BACK', ['10.20.0.13']],
  ['Error: The master says the host is not known to it. Perhaps it was deleted', 'HOST_UNKNOWN_TO_MASTER', []],
  ['xapi: HOST_STILL_BOOTING', 'HOST_STILL_BOOTING', []],
  ['nothing of the kind', undefined, undefined],
])('the reason in "%s"', (text, code, parameters) => {
  const reason = reasonIn(text);
  expect([reason?.code, reason?.parameters]).toEqual([code, parameters]);
});

test('whatever a host answers, it is read without a fault, and what comes out is plain data', () => {
  const ids = fc.constantFrom(...probeIds);
  const texts = fc.constantFrom(...samples.map(({ raw }) => raw));
  const mangled = fc.tuple(texts, fc.nat(), fc.nat(), fc.string({ unit: 'binary', maxLength: 30 })).map(([text, at, to, noise]) => {
    const [start, end] = [at % (text.length + 1), to % (text.length + 1)].sort((a, b) => a - b);
    return text.slice(0, start) + noise + text.slice(end);
  });
  const states = fc.constantFrom<ProbeAnswer['state']>('ok', 'timeout', 'missing', 'stuck', 'error');
  fc.assert(
    fc.property(ids, fc.oneof(mangled, fc.string({ unit: 'binary', maxLength: 300 }), texts), states, (id, raw, state) => {
      const sight = readAnswers(emptySight, [answer(id, raw, { state })]);
      expect(JSON.parse(JSON.stringify(sight))).toEqual(JSON.parse(JSON.stringify(sight)));
      expect(Object.keys(sight)).toEqual(Object.keys(emptySight));
    }),
    { numRuns: 600 },
  );
});

test.each([
  ['device-config (MRO): target: 10.0.0.1; chapuser: ada; chappassword: hunter2; port: 3260', 'hunter2'],
  ['mount.cifs //filer/iso -o username=ada,password=hunter2,vers=3', 'hunter2'],
  ['node.session.auth.password = hunter2', 'hunter2'],
  ['node.session.auth.username = hunter2', 'hunter2'],
  ["SM: [31960] {'chappassword': 'hunter 2', 'device': 'sda'}", 'hunter 2'],
  ['{"password":"hunter2","user":"root"}', 'hunter2'],
  ['<password>hunter2</password>', 'hunter2'],
  ['pool_token=6a1d4dbb-94f6-4f6f-hunter2/94cd66f5', 'hunter2'],
  ['pool secret: 6a1d4dbb-hunter2', 'hunter2'],
  ['session_id=OpaqueRef:11112222-3333-hunter2', 'hunter2'],
  ['GET http://ada:hunter2@filer/iso', 'hunter2'],
  ['Authorization: Basic hunter2==', 'hunter2'],
  ['-----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY-----', 'hunter2'],
])('of "%s" the secret is not shown', (text, secret) => {
  expect(withoutSecrets(text)).not.toContain(secret);
  expect(JSON.stringify(read('log-storage', text))).not.toContain(secret);
});

test('what is no secret stays', () => {
  const line = 'xapi: [warn||7 |sync] The master did not recognise our pool secret, VM OpaqueRef:1234-5678 on 10.0.0.1';
  expect(withoutSecrets(line)).toBe(line);
});
