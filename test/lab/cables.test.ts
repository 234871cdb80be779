import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';
import { ran, removeStale } from './network.ts';
import { connectEngine, findingsIn, watch } from './watching.ts';

const isPossible = process.env['POOLKEEPER_LAB'] === 'yes';

describe.skipIf(!isPossible)('hosts on real cables with a real SSH server, a real bash and their toolstacks on 443', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(async () => await lab[Symbol.asyncDispose]());

  it('a healthy host is reached straight, answers every question in real bash, and nothing is found wrong with it', async () => {
    await using engine = await connectEngine(lab);
    await using host = await watch(lab, engine, 'lab-2');
    expect((await host.connected()).active).toBe('direct-management:10.8.0.12:22');
    const all = [
      'identity',
      'role',
      'services',
      'emergency',
      'links',
      'addresses',
      'nics',
      'ovs',
      'management',
      'masterPath',
      'ntp',
      'domains',
      'disks',
      'ha',
      'logs',
    ] as const;
    const view = await host.view(({ sight }) => all.every((section) => sight[section].is === 'seen'));
    expect(findingsIn(view)).toEqual([]);
    expect(view.diagnosis.verdict).toEqual({ is: 'live', vms: lab.guests('lab-2') });
    expect(view.sight.masterPath).toMatchObject({ value: { ports: { 443: 'open' }, hasPing: true } });
    expect(view.toolstack).toMatchObject({ address: 'localhost', says: { is: 'healthy' } });
  });

  it.each([
    {
      what: 'a pulled cable',
      does: async () => await lab.network.cable('lab-3', 'eth0', 'pulled'),
      undoes: async () => await lab.network.cable('lab-3', 'eth0', 'plugged'),
    },
    { what: 'a card that is switched off', does: 'ip link set eth0 down', undoes: 'ip link set eth0 up' },
    {
      what: 'a wrong mask',
      does: 'ip addr add 10.8.0.13/30 dev xenbr0; ip addr del 10.8.0.13/24 dev xenbr0',
      undoes: 'ip addr add 10.8.0.13/24 dev xenbr0; ip addr del 10.8.0.13/30 dev xenbr0',
    },
    {
      what: 'a firewall rule',
      does: 'iptables -I INPUT -i xenbr0 -p tcp --dport 443 -j DROP',
      undoes: 'iptables -D INPUT -i xenbr0 -p tcp --dport 443 -j DROP',
    },
    {
      what: 'a black hole',
      does: 'for n in 0 128; do ip route add blackhole 10.8.0.$n/25; done',
      undoes: 'for n in 0 128; do ip route del blackhole 10.8.0.$n/25; done',
    },
  ])('$what darkens the host in its pool, and undone it comes back', async ({ does, undoes }) => {
    const act = async (how: string | (() => Promise<void>)): Promise<void> => {
      if (typeof how !== 'string') return await how();
      expect(await lab.host('lab-3').type(how)).toMatchObject({ code: 0, stderr: '' });
    };
    await expect.poll(() => lab.isLive('lab-3'), WAIT).toBe(true);
    await act(does);
    await expect.poll(() => lab.isLive('lab-3'), WAIT).toBe(false);
    expect([lab.isLive('lab-1'), lab.isLive('lab-2')]).toEqual([true, true]);
    await act(undoes);
    await expect.poll(() => lab.isLive('lab-3'), WAIT).toBe(true);
  });

  it('what a run that died left behind is removed at the next start, and what a living one has stays', async () => {
    // No process ever has this number.
    const dead = 'pklab-99999999-1-lan';
    await ran('ip', ['netns', 'add', dead]);
    mkdirSync(join(tmpdir(), dead, 'deep'), { recursive: true });
    const left = Number((await ran('ip', ['netns', 'exec', dead, 'bash', '-c', 'sleep 1000 >/dev/null 2>&1 & echo $!'])).stdout);
    await removeStale();
    const { stdout } = await ran('ip', ['netns', 'list']);
    expect(stdout).not.toContain(dead);
    expect(stdout).toContain(lab.network.nameOf('lab-3'));
    expect(readdirSync(tmpdir())).not.toContain(dead);
    await expect.poll(() => isRunning(left)).toBe(false);
    expect(lab.isLive('lab-2')).toBe(true);
  });
});

/** What nobody has taken in yet has ended all the same. */
function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/^\d+ \(.*\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

const WAIT = { timeout: 45_000, interval: 50 };
