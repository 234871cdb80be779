import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, startLab } from './lab.ts';

const isPossible = process.env['POOLKEEPER_LAB'] === 'yes';

describe.skipIf(!isPossible)('a pool whose master is off', () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(async () => await lab[Symbol.asyncDispose]());

  it('a member takes over, finds the other over the cables, and both follow it', async () => {
    await lab.losePower('lab-1');
    await expect.poll(() => lab.host('lab-2').host.dom0.masterLostMs, WAIT).toBeDefined();
    expect(await lab.host('lab-2').type('xe pool-emergency-transition-to-master')).toMatchObject({ code: 0 });
    await expect.poll(() => lab.host('lab-2').host.role.is, WAIT).toBe('master');
    await expect.poll(() => lab.host('lab-2').host.toolstack.is, WAIT).toBe('running');
    expect(await lab.host('lab-2').type('xe pool-recover-slaves')).toMatchObject({ code: 0 });
    await expect.poll(async () => (await lab.host('lab-3').type('cat /etc/xensource/pool.conf')).stdout, WAIT).toBe('slave:10.8.0.12');
    await expect.poll(() => lab.host('lab-3').host.toolstack.is, WAIT).toBe('running');
    expect(lab.host('lab-3').host.pool).toBe(lab.host('lab-2').host.pool);
  });
});

const WAIT = { timeout: 60_000, interval: 100 };
