import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { agentPipes } from '#engine/ssh/agents.ts';
import { isAbout, readKnownHosts } from '#engine/ssh/known-hosts.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGKSqM7Oi9goyZJ7ZAPp47VfRoPeY9Tu1ZsdD9opqtys';
const SALT = Buffer.from('0123456789abcdef0123').toString('base64');
const hashed = `|1|${SALT}|${createHmac('sha1', Buffer.from(SALT, 'base64')).update('10.0.0.3').digest('base64')}`;

test('lines name machines by name, pattern, port or hash; what is about no one machine is skipped', () => {
  const { entries, skipped } = readKnownHosts(
    [
      `# mine`,
      `xcp1,10.0.0.1 ${KEY}`,
      `*.lab,!bad.lab ${KEY}`,
      `[10.0.0.2]:2222 ${KEY}`,
      `${hashed} ${KEY}`,
      `@cert-authority * ${KEY}`,
      'nonsense',
      '',
    ].join('\n'),
  );
  expect({ count: entries.length, skipped }).toEqual({ count: 4, skipped: 2 });
  const about = (host: string, port = 22): readonly number[] => entries.flatMap((entry, at) => (isAbout(entry, { host, port }) ? [at] : []));
  expect(about('XCP1')).toEqual([0]);
  expect(about('one.lab')).toEqual([1]);
  expect(about('bad.lab')).toEqual([]);
  expect(about('10.0.0.2')).toEqual([]);
  expect(about('10.0.0.2', 2222)).toEqual([2]);
  expect(about('10.0.0.3')).toEqual([3]);
  expect(entries[0]?.fingerprint).toMatch(/^SHA256:[\w+/]{43}$/);
});

test("on Windows the pipes of OpenSSH and of this user's Pageant are agents", () => {
  const pipes = ['openssh-ssh-agent', 'pageant.ann.1f2e', 'pageant.bob.aa', 'other'];
  expect(agentPipes(pipes, 'ann')).toEqual([String.raw`\\.\pipe\openssh-ssh-agent`, String.raw`\\.\pipe\pageant.ann.1f2e`]);
});
