import { afterAll, beforeAll, expect, test } from 'vitest';
import { aRecoveredHost, type RecoveredHost } from './recovered-host.ts';

/** It follows a master that is not there any more, and its SSH does not run. */
let host: RecoveredHost;
beforeAll(async () => {
  host = await aRecoveredHost('dark-ssh-off-old-master', 'dark-3');
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});

test('a dark host whose SSH is closed is offered what its own toolstack can do, and what is not proven is refused with every reason', async () => {
  const view = await host.until(({ overHttps }) => overHttps !== undefined);
  expect(view.toolstack).toMatchObject({ address: '10.8.0.13', says: { is: 'emergency' } });
  expect(view.overHttps?.map(({ repair, on, commands, blockedBy }) => [repair, on, commands, blockedBy])).toEqual([
    ['point-to-master', 'toolstack', ['pool.emergency_reset_master("10.8.0.11")'], []],
    ['emergency-management', 'toolstack', ['host.local_management_reconfigure("xenbr0")'], []],
    ['disable-tls-checks', 'toolstack', ['host.emergency_disable_tls_verification()'], []],
    ['reset-certificate', 'toolstack', ['host.emergency_reset_server_certificate()'], []],
  ]);
  const blocked = await host.carryOut({ fault: 'F45', repair: 'emergency-disable-ha', parameters: {}, over: 'https' });
  expect(blocked).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'not-offered' }] } });
  const other = await host.carryOut({ fault: 'F45', repair: 'point-to-master', parameters: { address: '10.8.0.12' }, over: 'https' });
  expect(other).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'not-offered' }] } });
});

test('a certificate that was reset is asked about anew: nothing is sent to the host before somebody has compared it', async () => {
  const { engine, at } = host;
  const found = await host.until(({ overHttps }) => overHttps !== undefined);
  const reset = found.overHttps?.find(({ repair }) => repair === 'reset-certificate');
  expect(await host.carryOut({ fault: 'F45', repair: 'reset-certificate', parameters: reset?.parameters ?? {}, over: 'https' })).toEqual({
    is: 'done',
  });
  const changed = await host.until(({ toolstack }) => toolstack?.says.is === 'untrusted');
  const says = changed.toolstack?.says;
  const fingerprint = says?.is === 'untrusted' ? says.fingerprint : '';
  expect(says).toMatchObject({ pinned: expect.stringMatching(/^[\dA-F:]{95}$/) });
  expect(changed.overHttps?.map(({ blockedBy }) => blockedBy)).toEqual([['certificate-known']]);
  // What is not shown there is confirmed for nobody.
  await engine.call('recovery.confirm-certificate', { ...at, fingerprint: 'AA:BB' });
  expect(await pinned()).toEqual([]);
  await engine.call('recovery.confirm-certificate', { ...at, fingerprint });
  const known = await host.until(({ toolstack }) => toolstack?.says.is === 'emergency');
  expect(known.overHttps?.length).toBe(4);
  expect(await pinned()).toEqual([fingerprint]);
});

async function pinned(): Promise<readonly string[]> {
  const kept = await host.engine.call('certificates.list', {});
  return kept.ok ? kept.value.certificates.filter(({ address }) => address === '10.8.0.13').map(({ fingerprint }) => fingerprint) : [];
}
