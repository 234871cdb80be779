import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sendLogs } from '#engine/diagnostics/log-streams.ts';
import { systemClock } from '#hosting/system-ports.ts';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { logNewsText } from '#shared/contract/log-news.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { followScript } from '#shared/domain/diagnosis/log-follow.ts';
import { anSshMachine, type RunCommand } from '#test/support/ssh-machine.ts';
import { acceptingKeys, aRoute, DARK_UUID, reaching } from './reaching.ts';

const PASSWORD = 'planted-4711';
const patiently = { timeout: 20_000 };

/** A shell as hosts have one; what it finds is what this computer is. */
const realShell: RunCommand = (command, channel) => {
  if (!command.includes('\\036B')) return false;
  const shell = spawn('bash', ['-c', command]);
  shell.stdout.on('data', (part: Buffer) => void channel.write(part));
  shell.once('close', (code) => {
    channel.exit(code ?? 255);
    channel.end();
  });
  channel.once('close', () => shell.kill());
  return true;
};

test('the probes run in a real shell as they are, and what it says is read', async () => {
  await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD, run: realShell });
  await using reached = await reaching({
    routes: [aRoute('direct-management', '10.0.0.1')],
    ports: { '10.0.0.1:22': host.port },
    password: PASSWORD,
  });
  await acceptingKeys(reached);
  const view = await reached.heard(({ sight }) => sight.memory.is !== 'not-asked' && sight.clock.is === 'seen');
  expect(view.sight.memory).toMatchObject({ is: 'seen', value: { totalKiB: expect.any(Number) as number } });
  expect(reached.bugs).toEqual([]);
});

test('a probe that hangs is left alone, and the others have their say', async () => {
  const hangsFirst: RunCommand = (command, channel) => {
    const [, first] = /\\036B %s %s\\n' (\S+)/.exec(command) ?? [];
    if (first !== 'identity') return realShell(command, channel);
    // It has begun, and says nothing any more.
    channel.write(`\u001EB identity ${Date.now()}000000\n`);
    return true;
  };
  await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD, run: hangsFirst });
  await using reached = await reaching({
    routes: [aRoute('direct-management', '10.0.0.1')],
    ports: { '10.0.0.1:22': host.port },
    password: PASSWORD,
  });
  await acceptingKeys(reached);
  const view = await reached.heard(({ sight }) => sight.memory.is === 'seen');
  expect(view.sight.identity).toMatchObject({ is: 'failed', why: 'stuck' });
  expect(view.is).toBe('connected');
  expect(reached.bugs).toEqual([]);
});

test('where no further channel is granted, logs are not followed, and that is said', async () => {
  let isGenerous = true;
  await using host = await anSshMachine({ uuid: DARK_UUID, password: PASSWORD, run: realShell, grantsSession: () => isGenerous });
  await using reached = await reaching({
    routes: [aRoute('direct-management', '10.0.0.1')],
    ports: { '10.0.0.1:22': host.port },
    password: PASSWORD,
  });
  await acceptingKeys(reached);
  isGenerous = false;
  const heard: string[] = [];
  const stream = { write: async (bytes: Uint8Array) => await Promise.resolve(void heard.push(Buffer.from(bytes).toString('utf8'))) } as ByteStream;
  const closing = new AbortController();
  const over = sendLogs(
    { investigations: { of: () => reached.investigation }, clock: systemClock },
    { server: 'pool' as ServerId, host: 'dark' as HostRef },
    { stream, signal: closing.signal },
  );
  await expect.poll(() => heard, patiently).toEqual([logNewsText({ is: 'waiting', why: 'refused' })]);
  closing.abort();
  await expect(over).rejects.toThrow(/aborted/);
  expect(reached.bugs).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'a real shell follows files as they grow and are rotated, and leaves nothing running once nobody listens',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'poolkeeper-logs-'));
    const [one, two] = [join(folder, 'one.log'), join(folder, 'two log')];
    writeFileSync(one, 'first\n');
    const shell = spawn('bash', ['-c', `${followScript([one, two])}echo ended`]);
    let said = '';
    shell.stdout.on('data', (part: Buffer) => (said += part.toString('utf8')));
    const closed = new Promise((resolve) => shell.once('close', resolve));
    try {
      await expect.poll(() => said, patiently).toContain(`==> ${one} <==\nfirst\n`);
      appendFileSync(one, 'second\n');
      await expect.poll(() => said, patiently).toContain('second\n');
      writeFileSync(two, 'late\n');
      await expect.poll(() => said, patiently).toContain(`==> ${two} <==\nlate\n`);
      renameSync(one, `${one}.1`);
      writeFileSync(one, 'after\n');
      await expect.poll(() => said, patiently).toContain('after\n');
      const child = Number(readFileSync(`/proc/${shell.pid}/task/${shell.pid}/children`, 'utf8').trim());
      expect(child).toBeGreaterThan(0);
      shell.stdin.end();
      // Its output closes only once nobody holds it any more, and `tail` would.
      await closed;
      expect(said).toMatch(/ended\n$/);
      expect(existsSync(`/proc/${child}`)).toBe(false);
    } finally {
      shell.stdin.end();
      rmSync(folder, { recursive: true });
    }
  },
);
