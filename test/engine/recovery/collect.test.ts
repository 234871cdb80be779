import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { anSshMachine, type RunCommand } from '#test/support/ssh-machine.ts';
import { acceptingKeys, aRoute, DARK_UUID, reaching } from './reaching.ts';

const PASSWORD = 'planted-4711';

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
