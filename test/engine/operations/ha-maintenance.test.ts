import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import { named, poolOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';

let at: Operating;
beforeAll(async () => {
  at = await operating('ha-three-hosts');
});
afterAll(async () => await at[Symbol.asyncDispose]());

const database = () => poolOf(at.served.world).database;
const poolRow = () => database().get('pool', String(database().refs('pool')[0]));
const tolerated = () => Number(poolRow()['ha_host_failures_to_tolerate']);
// Refs of the simulator are those of the wire.
const ref = (name: string) => named(at.served.world, 'host', name) as HostRef;
const isEnabled = (name: string) => database().get('host', ref(name))['enabled'];

const entering = (failures?: number) =>
  ({ kind: 'host.enter-maintenance', server: at.server, host: ref('ha-2'), vms: 'stay', ...(failures !== undefined && { failures }) }) as const;

test('a host HA counts on leaves only once less is promised, and more is promised again when it is back', async () => {
  expect((await at.end(await at.begin({ kind: 'ha.configure', server: at.server, failures: 2, settings: [] }))).state).toEqual({ is: 'done' });
  const refused = await at.end(await at.begin(entering()));
  expect(refused.state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'plan-would-break', failures: 2, most: 1 }] },
  });
  const entered = await at.end(await at.begin(entering(1)));
  expect([entered.state, entered.steps.map(({ name }) => name)]).toEqual([{ is: 'done' }, ['check', 'write-new-value', 'set-aside', 'confirm']]);
  expect([isEnabled('ha-2'), tolerated()]).toEqual([false, 1]);
  const exited = await at.end(
    await at.begin({ kind: 'host.exit-maintenance', server: at.server, host: ref('ha-2'), bringsBack: false, failures: 2 }),
  );
  expect(exited.state).toEqual({ is: 'done' });
  expect([isEnabled('ha-2'), tolerated()]).toEqual([true, 2]);
});

test('the same is refused before a reboot and a shutdown', async () => {
  for (const kind of ['host.reboot', 'host.shut-down'] as const) {
    const { state } = await at.end(await at.begin({ kind, server: at.server, host: ref('ha-2') }));
    expect(state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'plan-would-break' }] } });
  }
});

test('cancelled while its VMs leave, the host is back and what HA promised is promised again', async () => {
  const settings = database()
    .refs('VM')
    .filter((vm) => database().get('VM', vm)['resident_on'] === ref('ha-2') && database().get('VM', vm)['is_control_domain'] === false)
    .map((vm) => ({ vm: vm as VmRef, priority: 'restart' as const, order: 0, startDelaySeconds: 0 }));
  expect((await at.end(await at.begin({ kind: 'ha.configure', server: at.server, failures: 1, settings }))).state).toEqual({ is: 'done' });
  const id = await at.begin({ ...entering(0), vms: 'leave' });
  await at.until(id, ({ steps, task }) => task !== undefined && steps.some(({ name, state }) => name === 'move-vms' && state === 'running'));
  await at.engine.call('operation.cancel', { operation: id });
  const { state } = await at.end(id);
  expect(state).toMatchObject({ is: 'cancelled', undone: [expect.anything(), { is: 'value-restored' }] });
  expect([isEnabled('ha-2'), tolerated()]).toEqual([true, 1]);
});
