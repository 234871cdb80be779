import { expect, test } from 'vitest';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { pullCable } from '#simulator/world/machine.ts';
import type { Row } from '#simulator/world/value.ts';
import { operating, type Operating } from '#test/support/operating.ts';
import { firstPool, memberOf } from '#test/support/served-world.ts';

type Enable = Extract<Requested, { kind: 'ha.enable' }>;

const database = (at: Operating) => firstPool(at.served.world).database;
const poolRow = (at: Operating): Row => database(at).get('pool', String(database(at).refs('pool')[0]));
const isOn = (at: Operating) => poolRow(at)['ha_enabled'];

function settingsOf(at: Operating) {
  const { ha_restart_priority: priority, order, start_delay: delay } = database(at).get('VM', at.vm('web'));
  return [priority, Number(order), Number(delay)];
}

function enabling(at: Operating): Enable {
  const sr = database(at)
    .refs('SR')
    .find((ref) => database(at).get('SR', ref)['type'] === 'lvmoiscsi');
  // Refs of the simulator are those of the wire.
  const heartbeat = sr as RefOf<'sr'>;
  const settings = [{ vm: at.vm('web'), priority: 'restart', order: 2, startDelaySeconds: 15 } as const];
  return { kind: 'ha.enable', server: at.server, heartbeat, failures: 1, settings };
}

test('HA is turned on with its plan, step by step, and off again', async () => {
  await using at = await operating();
  const id = await at.begin(enabling(at));
  const running = await at.until(id, ({ state }) => state.is === 'running' && state.progress !== undefined && state.progress > 0.3);
  expect(running.steps.map(({ name }) => name)).toEqual(['check', 'write-new-value', 'act', 'confirm']);
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect([isOn(at), Number(poolRow(at)['ha_host_failures_to_tolerate']), settingsOf(at)]).toEqual([true, 1, ['restart', 2, 15]]);
  const again = await at.end(await at.begin(enabling(at)));
  expect(again.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'ha-on' }] } });
  expect((await at.end(await at.begin({ kind: 'ha.disable', server: at.server }))).state).toEqual({ is: 'done' });
  expect(isOn(at)).toBe(false);
});

test('where a host cannot take part, the server’s word is told and the settings are as before', async () => {
  await using at = await operating();
  const before = settingsOf(at);
  const id = await at.begin(enabling(at));
  await at.until(id, ({ steps }) => steps.some(({ name, state }) => name === 'act' && state === 'running'));
  pullCable(memberOf(at.served.world), 'storage');
  expect((await at.end(id)).state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'HA_HOST_CANNOT_ACCESS_STATEFILE' },
    undone: [{ is: 'value-restored' }],
    left: [{ is: 'ha', isOn: false }],
  });
  expect([isOn(at), settingsOf(at), Number(poolRow(at)['ha_host_failures_to_tolerate'])]).toEqual([false, before, 0]);
});

test('settings of many VMs are written as one, and taken back as one', async () => {
  await using at = await operating();
  const before = settingsOf(at);
  const vms = database(at)
    .refs('VM')
    .filter((vm) => database(at).get('VM', vm)['is_control_domain'] === false && database(at).get('VM', vm)['is_a_template'] === false);
  const settings = vms.map((vm) => ({ vm: vm as VmRef, priority: 'best-effort' as const, order: 4, startDelaySeconds: 0 }));
  const id = await at.begin({ kind: 'ha.configure', server: at.server, failures: 1, settings });
  expect(await at.end(id)).toMatchObject({ state: { is: 'done' }, canUndo: true });
  expect([settingsOf(at), Number(poolRow(at)['ha_host_failures_to_tolerate'])]).toEqual([['best-effort', 4, 0], 1]);
  const undone = await at.engine.call('operation.undo', { operation: id });
  const [back] = undone.ok ? undone.value.operations : [];
  if (back === undefined) throw new RangeError('undo began nothing');
  expect((await at.end(back)).state).toEqual({ is: 'done' });
  expect([settingsOf(at), Number(poolRow(at)['ha_host_failures_to_tolerate'])]).toEqual([before, 0]);
});

test('cancelling while hosts are being armed leaves HA off and the settings as before', async () => {
  await using at = await operating();
  const id = await at.begin(enabling(at));
  await at.until(id, ({ task }) => task !== undefined);
  await at.engine.call('operation.cancel', { operation: id });
  const end = await at.end(id);
  expect(end.state.is).toBe('cancelled');
  expect(isOn(at)).toBe(false);
  expect(settingsOf(at)).toEqual(['', 0, 0]);
});
