import { expect, test } from 'vitest';
import { aRecoveredHost } from './recovered-host.ts';

test('a dark host whose SSH is closed is offered what its own toolstack can do, and what is not proven is refused with every reason', async () => {
  await using host = await aRecoveredHost('dark-ssh-off-old-master', 'dark-3');
  const view = await host.until(({ overHttps }) => overHttps !== undefined);
  expect(view.toolstack).toMatchObject({ address: '10.8.0.13', says: { is: 'emergency' } });
  expect(view.overHttps?.map(({ repair, on, commands, blockedBy }) => [repair, on, commands, blockedBy])).toEqual([
    ['point-to-master', 'toolstack', ['pool.emergency_reset_master("10.8.0.11")'], []],
    ['emergency-management', 'toolstack', ['host.local_management_reconfigure("xenbr0")'], []],
    ['disable-tls-checks', 'toolstack', ['host.emergency_disable_tls_verification()'], []],
  ]);
  const blocked = await host.carryOut({ fault: 'F45', repair: 'emergency-disable-ha', parameters: {}, over: 'https' });
  expect(blocked).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'not-offered' }] } });
  const other = await host.carryOut({ fault: 'F45', repair: 'point-to-master', parameters: { address: '10.8.0.12' }, over: 'https' });
  expect(other).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'not-offered' }] } });
});
