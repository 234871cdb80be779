import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Investigation } from '#shared/contract/recovery-schema.ts';
import { type Lab, startLab } from './lab.ts';
import { type ConnectedEngine, connectEngine, watch } from './watching.ts';

const isPossible = process.env['POOLKEEPER_LAB'] === 'yes';
const OTHER_PASSWORD = 'planted-4711';

// Each at a member of its own and all at the same time.
describe.skipIf(!isPossible)('what a real SSH server says when it does not let us in', () => {
  let lab: Lab;
  let engine: ConnectedEngine & AsyncDisposable;

  beforeAll(async () => {
    lab = await startLab(7, { sshd: ['AllowTcpForwarding no'] });
    engine = await connectEngine(lab);
  });
  afterAll(async () => {
    const said = [JSON.stringify(engine.engine.said), ...engine.engine.log];
    if (said.some((text) => text.includes(OTHER_PASSWORD))) throw new Error('a secret was said in all that');
    await engine[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  it.concurrent('another password than the pool has: it is asked for, and with the right one the host is seen', async () => {
    const { stdout: hash } = await lab.host('lab-2').type(`/usr/bin/openssl passwd -6 ${OTHER_PASSWORD}`);
    expect(await lab.host('lab-2').type(`sed -i 's|^root:[^:]*:|root:${hash.trim()}:|' /etc/shadow`)).toMatchObject({ code: 0 });
    await using host = await watch(lab, engine, 'lab-2');
    const { question } = await host.asked('secret');
    expect(question).toMatchObject({ of: { name: 'lab-2', isOnTheWay: false }, user: 'root', wasRefused: true });
    await host.answer(question, { is: 'secrets', secrets: [OTHER_PASSWORD], isKept: false });
    // A member's shell may get there before we do.
    expect((await host.connected()).active).toContain(':10.8.0.12:22');
  });

  it.concurrent('another host key than before is a full stop: nothing is sent, and both keys are shown', async () => {
    {
      await using before = await watch(lab, engine, 'lab-3');
      await before.connected();
    }
    // The next server goes into the background before it takes the port: it would say nothing of one that is still taken.
    const steps = [
      'rm /etc/ssh/ssh_host_ed25519_key*',
      'ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/ssh_host_ed25519_key',
      'old=$(cat /run/sshd.pid)',
      'kill $old',
      'while kill -0 $old 2>/dev/null; do sleep 0.05; done',
      '/usr/sbin/sshd',
    ];
    expect(await lab.host('lab-3').type(steps.join(' && '))).toMatchObject({ code: 0 });
    await using host = await watch(lab, engine, 'lab-3');
    // Members on the way may have questions of their own.
    const view = await host.view(({ attempts }) => attempts.some(({ failure }) => failure?.is === 'host-key-changed'));
    expect(view).not.toMatchObject({ question: { of: { name: 'lab-3' } } });
    expect(view.attempts.find(({ route }) => route === 'direct-management:10.8.0.13:22')).toMatchObject({
      stage: 'host-key',
      failure: { is: 'host-key-changed', shown: { type: 'ssh-ed25519' }, known: [{ type: 'ssh-ed25519' }] },
    });
  });

  it.concurrent('SSH is off: the toolstack itself is asked over 443, and names the reason why it waits', async () => {
    lab.befall('follow-master', 'lab-4', '10.8.0.99');
    await lab.host('lab-4').type('kill $(cat /run/sshd.pid)');
    await using host = await watch(lab, engine, 'lab-4');
    const isAsked = ({ attempts }: Investigation): boolean =>
      attempts.some(({ route, state }) => route.startsWith('xapi-only:10.8.0.14:') && state === 'works');
    const view = await host.view((seen) => seen.toolstack?.says.is === 'emergency' && isAsked(seen));
    expect(view.toolstack).toMatchObject({ address: '10.8.0.14', says: { code: 'INTERNAL_ERROR' } });
    expect(view.attempts.find(({ route }) => route === 'direct-management:10.8.0.14:22')).toMatchObject({ failure: { is: 'refused' } });
  });

  it.concurrent('SSH servers on the way forward nothing: a shell on one of them carries the connection', async () => {
    expect((await lab.host('lab-1').type('/usr/sbin/sshd -T')).stdout).toContain('allowtcpforwarding no');
    await lab.network.cable('lab-7', 'eth0', 'pulled');
    await using host = await watch(lab, engine, 'lab-7');
    const { active, attempts } = await host.connected();
    expect(active).toMatch(/^jump:10\.8\.1\.17:22@/);
    expect(attempts.find(({ route }) => route === active)).toMatchObject({ state: 'in-use' });
  });

  it.concurrent('high availability armed on the host: its toolstack is not started, and that is the reason given', async () => {
    lab.befall('set-armed', 'lab-5', 'on');
    lab.befall('stop-toolstack', 'lab-5');
    await using host = await watch(lab, engine, 'lab-5');
    await host.connected();
    const offer = await host.offer('F12', 'start-xapi');
    expect(offer.blockedBy).toEqual(['ha-not-armed']);
    expect(await host.repair('F12', offer)).toMatchObject({
      is: 'failed',
      failure: { kind: 'precheck', problems: [{ rule: 'not-proven', condition: 'ha-not-armed' }] },
    });
    expect(lab.host('lab-5').host.toolstack.is).toBe('stopped');
  });

  it.concurrent('a clock that is seven minutes fast: told by how much, and set', async () => {
    lab.befall('skew-clock', 'lab-6', '420');
    await using host = await watch(lab, engine, 'lab-6');
    await host.connected();
    const offer = await host.offer('F18', 'step-clock');
    expect(await host.repair('F18', offer)).toEqual({ is: 'done' });
    expect(Number((await lab.host('lab-6').type('date +%s')).stdout)).toBeLessThan(Date.now() / 1000 + 60);
  });
});
