import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answersOf, bundleScript, readFrames } from '#shared/domain/diagnosis/frames.ts';
import { probeIds, readyProbes } from '#shared/domain/diagnosis/probe-table.ts';
import { readAnswers } from '#shared/domain/diagnosis/read-answers.ts';
import { emptySight } from '#shared/domain/diagnosis/empty-sight.ts';
import { flag, ref } from '#simulator/world/fields.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { type Lab, startLab } from './lab.ts';
import { ran, removeStale } from './network.ts';

const isPossible = process.env['POOLKEEPER_LAB'] === 'yes';

describe.skipIf(!isPossible)('hosts on real cables with a real SSH server and a real bash', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab('dark-member');
  }, 60_000);
  afterAll(async () => await lab[Symbol.asyncDispose]());

  const isLive = (host: SimHost): boolean => {
    const { database } = host.pool;
    return flag(database.find('host_metrics', ref(database.get('host', host.ref), 'metrics') ?? '') ?? {}, 'live');
  };

  it('the bundle of small questions runs in real bash and is understood', async () => {
    const { stdout } = await lab.ssh('10.8.0.13', bundleScript(readyProbes(0, 'bundle', {})));
    const answers = answersOf(readFrames(stdout, probeIds), { atMs: 0, isOver: true });
    expect(answers.map(({ id }) => id)).toEqual(readyProbes(0, 'bundle', {}).map(({ id }) => id));
    const sight = readAnswers(emptySight, answers);
    expect(sight.identity).toMatchObject({ is: 'seen', value: { hostUuid: lab.host('dark-3').uuid } });
    expect([sight.role.is, sight.addresses.is, sight.links.is, sight.disks.is, sight.memory.is, sight.ha.is]).toEqual(Array(6).fill('seen'));
  });

  it.each([
    { what: 'a pulled cable', does: 'ip link set eth0 down', undoes: 'ip link set eth0 up', oper: 'down' },
    {
      what: 'a wrong mask',
      does: 'ip addr flush dev eth0; ip addr add 10.8.0.13/30 dev eth0',
      undoes: 'ip addr flush dev eth0; ip addr add 10.8.0.13/24 dev eth0',
      oper: 'up',
    },
    {
      what: 'a black hole',
      does: 'for n in 0 128; do ip route replace blackhole 10.8.0.$n/25; done',
      undoes: 'for n in 0 128; do ip route del blackhole 10.8.0.$n/25; done',
      oper: 'up',
    },
  ])(
    '$what darkens the host, a member with a leg in its storage network leads to it, and undone there it comes back',
    async ({ does, undoes, oper }) => {
      const host = lab.host('dark-3');
      const shell = async (text: string): Promise<void> => void (await lab.network.inside('dark-3', 'bash', '-c', text));
      await lab.heartbeat();
      lab.world.clock.advance(11 * 60_000);
      expect(isLive(host)).toBe(true);
      await shell(does);
      await lab.heartbeat();
      lab.world.clock.advance(11 * 60_000);
      expect(isLive(host)).toBe(false);
      const direct = await lab.ssh('10.8.0.13', 'hostname');
      const through = await lab.ssh(
        '10.8.1.13',
        `hostname; cat /sys/class/net/eth0/operstate; list_domains -minimal | wc -l; ${undoes}`,
        '10.8.0.12',
      );
      // Three machines and the control domain; the administrator is outside the narrow mask as well.
      expect([direct.stdout, through.stdout]).toEqual(['', `dark-3\n${oper}\n4\n`]);
      await lab.heartbeat();
      lab.world.clock.advance(60_000);
      expect(isLive(host)).toBe(true);
    },
  );

  it('what a run that died left behind is removed at the next start', async () => {
    // No process ever has this number.
    await ran('ip', ['netns', 'add', 'pklab-99999999-lan']);
    await removeStale();
    const { stdout } = await ran('ip', ['netns', 'list']);
    expect(stdout).not.toContain('pklab-99999999-lan');
    expect(stdout).toContain(lab.network.nameOf('dark-3'));
  });
});
