import { expect, test } from 'vitest';
import { memberWordOf, withMemberWords } from '#shared/domain/diagnosis/member-word.ts';
import { parsePower } from '#shared/domain/diagnosis/parsers/power.ts';
import { powerLine, serialConsoleLine } from '#shared/domain/diagnosis/power-line.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { healthyBelieved, healthySight } from '#test/support/healthy-host.ts';
import { anInput, SEEN_AT } from '#test/support/sights.ts';

test.each([
  ['Chassis Power is on\n', 0, { is: 'on', atMs: 5 }],
  ['Chassis Power is off\n', 0, { is: 'off', atMs: 5 }],
  ['Chassis Power is off\nError: Unable to establish IPMI v2 / RMCP+ session\n', 1, { is: 'unreachable' }],
  ['Error: Unable to establish IPMI v2 / RMCP+ session\n', 1, { is: 'unreachable' }],
  ['RAKP 2 HMAC is invalid\nError: Unable to establish IPMI v2 / RMCP+ session\n', 1, { is: 'refused' }],
  ['', 124, { is: 'unreachable' }],
  ['Chassis Power is off', undefined, { is: 'unreachable' }],
  ['bash: ipmitool: command not found\n', 127, undefined],
])('a controller says %j with %j', (raw, code, word) => {
  expect(parsePower(raw, { code, atMs: 5 })).toEqual(word);
});

test('the controller is asked with the password on its input alone, and only at an address', () => {
  expect(powerLine('10.99.0.13', "o'neil")).toMatch(/^read -r IPMI_PASSWORD; .* -H 10\.99\.0\.13 -U 'o'\\''neil' -E chassis power status/);
  expect(powerLine('10.99.0.13; reboot', 'admin')).toBeUndefined();
});

test('the line to the host’s own console asks for the password, and names nothing but an address', () => {
  expect(serialConsoleLine('10.99.0.13')).toBe('ipmitool -I lanplus -H 10.99.0.13 -U root -a sol activate');
  expect(serialConsoleLine('10.99.0.13 -P secret')).toBeUndefined();
});

test('what a host says of itself is its role, its database, its armed flag and its guests', () => {
  const { sight } = anInput({ sight: healthySight });
  expect(memberWordOf(sight)).toMatchObject({
    uuid: healthyBelieved.host.uuid,
    role: 'member',
    dbGeneration: 100,
    isHaArmed: false,
    domains: { length: 1 },
  });
  expect(memberWordOf(emptySight)).toBeUndefined();
});

test('what ran there minutes ago proves nothing any more, and the database does not get older', () => {
  const [master] = healthyBelieved.hosts;
  const word = { uuid: master?.uuid ?? '', atMs: SEEN_AT, role: 'master', dbGeneration: 9, isHaArmed: true, domains: ['a'] } as const;
  const told = (nowMs: number) => withMemberWords(healthyBelieved, { words: [word], off: new Set(), nowMs }).master;
  expect(told(SEEN_AT + 1_000)).toMatchObject({ dbGeneration: 9, isHaArmed: true, domains: ['a'], saysRole: 'master' });
  expect(told(SEEN_AT + 600_000)).toMatchObject({ dbGeneration: 9 });
  expect(told(SEEN_AT + 600_000)).not.toHaveProperty('domains');
  expect(withMemberWords(healthyBelieved, { words: [], off: new Set([word.uuid]), nowMs: SEEN_AT }).master).toMatchObject({ isProvenOff: true });
});
