import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { type Lab, startLab } from './lab.ts';
import { type ConnectedEngine, connectEngine, faultsIn, watch } from './watching.ts';

const isPossible = process.env['POOLKEEPER_LAB'] === 'yes';

// Each at a member of its own and all at the same time: most of it is waiting for what does not answer.
describe.skipIf(!isPossible)('a member in trouble is found, explained, repaired, and the repair proven', () => {
  let lab: Lab;
  let engine: ConnectedEngine & AsyncDisposable;

  beforeAll(async () => {
    lab = await startLab(7);
    engine = await connectEngine(lab);
  });
  afterAll(async () => {
    const said = [JSON.stringify(engine.engine.said), ...engine.engine.log];
    if (said.some((text) => text.includes(DEFAULT_LOGIN.password))) throw new Error('a secret was said in all that');
    await engine[Symbol.asyncDispose]();
    await lab[Symbol.asyncDispose]();
  });

  it.concurrent('a pulled management cable: found through the storage network, its machines seen to run, back when it is plugged', async () => {
    await lab.network.cable('lab-2', 'eth0', 'pulled');
    await using host = await watch(lab, engine, 'lab-2');
    const { active } = await host.connected();
    expect(active).toMatch(/^jump:10\.8\.1\.12:22@/);
    await host.believedLive(false);
    const view = await host.view(({ diagnosis }) => diagnosis.verdict.is === 'isolated' && diagnosis.headline !== undefined);
    expect(view.diagnosis).toMatchObject({
      verdict: { vms: lab.guests('lab-2') },
      lock: { is: 'locked', because: 'vms-alive' },
      headline: { fault: 'F01', confidence: 'certain' },
    });
    const witnesses = await engine.engine.call('pool.witnesses', { server: host.at.server });
    expect(witnesses.ok && witnesses.value.hosts[host.at.host]?.shell).toMatchObject({
      isComplete: true,
      running: { length: lab.guests('lab-2') },
    });
    await lab.network.cable('lab-2', 'eth0', 'plugged');
    await host.believedLive(true);
    await host.next((seen) => seen.is === 'connected' && seen.diagnosis.verdict.is === 'live' && !faultsIn(seen).includes('F01'));
  });

  it.concurrent('a wrong mask: the right address is set for the time being, and what would have taken that back is called off', async () => {
    await lab
      .host('lab-3')
      .type('ip addr add 10.8.0.13/30 dev xenbr0; ip addr del 10.8.0.13/24 dev xenbr0; ip route replace default via 10.8.0.14 dev xenbr0');
    await using host = await watch(lab, engine, 'lab-3');
    expect((await host.connected()).active).toMatch(/^jump:/);
    await host.believedLive(false);
    const offer = await host.offer('F03', 'temporary-address');
    expect(await host.repair('F03', offer)).toEqual({ is: 'done' });
    const { stdout } = await lab.host('lab-3').type('ip -o -4 addr show xenbr0; ip route show default; ls /run');
    expect(stdout).toMatch(/10\.8\.0\.13\/24[^]*default via 10\.8\.0\.1 /);
    expect(stdout).not.toContain('poolkeeper-undo');
    await host.believedLive(true);
  });

  it.concurrent('a dead toolstack: started again over SSH, and the pool hears of the host', async () => {
    lab.befall('stop-toolstack', 'lab-4');
    await using host = await watch(lab, engine, 'lab-4');
    await host.connected();
    await host.believedLive(false);
    const offer = await host.offer('F12', 'start-xapi');
    expect(await host.repair('F12', offer)).toEqual({ is: 'done' });
    await host.believedLive(true);
  });

  it.concurrent('a full disk: old logs are really deleted, and the finding is gone', async () => {
    lab.befall('fill-disk', 'lab-5', 'log');
    await using host = await watch(lab, engine, 'lab-5');
    await host.connected();
    const offer = await host.offer('F15', 'clear-logs');
    const before = await lab.host('lab-5').type('ls /var/log/*.gz | wc -l');
    expect(await host.repair('F15', offer)).toEqual({ is: 'done' });
    const after = await lab.host('lab-5').type('ls /var/log/*.gz | wc -l');
    expect([Number(before.stdout), Number(after.stdout)]).toEqual([40, 11]);
  });

  it.concurrent('a full root disk: it is the cause that is found, and what fills it is looked for in earnest', async () => {
    lab.befall('fill-disk', 'lab-7', 'root');
    lab.befall('stop-toolstack', 'lab-7');
    await using host = await watch(lab, engine, 'lab-7');
    await host.connected();
    const { diagnosis } = await host.view(({ diagnosis: { headline } }) => headline?.fault === 'F15');
    expect(diagnosis.headline).toMatchObject({ facts: { on: '/', what: 'space' }, severity: 'critical' });
    await engine.engine.call('recovery.look', { ...host.at, probes: ['large-files'] });
    const seen = await host.view(({ sight: { requested } }) => requested.is === 'seen' && (requested.value['large-files'] ?? []).length > 0);
    expect(seen.sight.requested).toMatchObject({ value: { 'large-files': expect.arrayContaining([expect.stringMatching(/^\d+\s+\/\w/)]) } });
  });

  it.concurrent('a master that is no more: the member is pointed to the one that is, and joins', async () => {
    lab.befall('follow-master', 'lab-6', '10.8.0.99');
    await using host = await watch(lab, engine, 'lab-6');
    await host.connected();
    expect((await lab.host('lab-6').type('cat /etc/xensource/pool.conf')).stdout).toBe('slave:10.8.0.99');
    await host.believedLive(false);
    const offer = await host.offer('F24', 'point-to-master');
    expect(await host.repair('F24', offer)).toEqual({ is: 'done' });
    expect((await lab.host('lab-6').type('cat /etc/xensource/pool.conf')).stdout).toBe('slave:10.8.0.11');
    await host.believedLive(true);
  });
});
