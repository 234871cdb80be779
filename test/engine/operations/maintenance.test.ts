import { expect, test } from 'vitest';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { type Joining, joining } from '#test/support/joining.ts';

type At = Joining;

// Refs of the simulator are those of the wire.
const refOf = (host: SimHost): HostRef => host.ref as HostRef;
const host = (at: At, name: string): SimHost => hostNamed(at.served.world, name);
const row = (at: At, name: string) => host(at, name).pool.database.get('host', host(at, name).ref);

function guestsOn(at: At, name: string): readonly string[] {
  const { database } = host(at, name).pool;
  const residents = row(at, name)['resident_VMs'] as readonly string[];
  return residents
    .map((vm) => database.get('VM', vm))
    .filter((vm) => vm['is_control_domain'] === false)
    .map((vm) => String(vm['name_label']))
    .toSorted();
}

const entering = (at: At, name: string) =>
  ({ kind: 'host.enter-maintenance', server: at.server, host: refOf(host(at, name)), vms: 'leave' }) as const;

test('a host is emptied and taken out of service, and filled again with what was there', async () => {
  await using at = await joining();
  const before = guestsOn(at, 'off-2');
  expect(before.length).toBeGreaterThan(0);
  const entered = await at.end(await at.begin(entering(at, 'off-2')));
  expect([entered.state, entered.steps.map(({ name }) => name)]).toEqual([{ is: 'done' }, ['check', 'set-aside', 'move-vms', 'confirm']]);
  expect([guestsOn(at, 'off-2'), row(at, 'off-2')['enabled']]).toEqual([[], false]);
  const told = at.engine.said.flatMap((event) => (event.topic === 'operations' ? event.payload.changed : []));
  const places = told.flatMap(({ id, state }) => (id === entered.id && state.is === 'running' && state.at !== undefined ? [state.at] : []));
  expect([places.length > 0, places.every(({ name, of }) => before.includes(name) && of === before.length)]).toEqual([true, true]);
  expect(row(at, 'off-2')['other_config']).toMatchObject({ MAINTENANCE_MODE: 'true' });
  const exited = await at.end(await at.begin({ kind: 'host.exit-maintenance', server: at.server, host: refOf(host(at, 'off-2')), bringsBack: true }));
  expect(exited.state).toEqual({ is: 'done' });
  expect([guestsOn(at, 'off-2'), row(at, 'off-2')['enabled']]).toEqual([before, true]);
  expect(Object.keys(row(at, 'off-2')['other_config'] as object).filter((key) => key.startsWith('MAINTENANCE'))).toEqual([]);
});

test('cancelled while its VMs leave, it is in service again and has those that had left', async () => {
  await using at = await joining();
  const before = guestsOn(at, 'off-2');
  const id = await at.begin(entering(at, 'off-2'));
  await at.until(id, ({ steps, task }) => task !== undefined && steps.some(({ name, state }) => name === 'move-vms' && state === 'running'));
  await at.engine.call('operation.cancel', { operation: id });
  const end = await at.end(id);
  expect(end.state.is).toBe('cancelled');
  expect([guestsOn(at, 'off-2'), row(at, 'off-2')['enabled']]).toEqual([before, true]);
});

test('a VM that has nowhere to go is named before anything happens', async () => {
  await using at = await joining();
  const { database } = host(at, 'off-1').pool;
  database.set('host', host(at, 'off-1').ref, { enabled: false });
  await at.engine.heard((event) => event.topic === 'pools' && JSON.stringify(event.payload.delta.host ?? {}).includes('"isEnabled":false'));
  const end = await at.end(await at.begin(entering(at, 'off-2')));
  expect(end.state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'cannot-leave', host: 'off-2', vms: guestsOn(at, 'off-2') }] },
  });
  expect(row(at, 'off-2')['enabled']).toBe(true);
  const told = await at.engine.call('maintenance.look', { server: at.server, host: refOf(host(at, 'off-2')) });
  expect(told.ok && told.value.blocked.map(({ code }) => code)).toEqual(guestsOn(at, 'off-2').map(() => 'NO_HOSTS_AVAILABLE'));
});

test('a master hands over before it is emptied, and the connection follows', async () => {
  await using at = await joining();
  const next = refOf(host(at, 'off-2'));
  const end = await at.end(await at.begin({ ...entering(at, 'off-1'), nextMaster: next }));
  expect([end.state, end.steps.map(({ name }) => name)]).toEqual([{ is: 'done' }, ['check', 'hand-over', 'set-aside', 'move-vms', 'confirm']]);
  expect([host(at, 'off-2').role.is, guestsOn(at, 'off-1'), row(at, 'off-1')['enabled']]).toEqual(['master', [], false]);
});

test('a host is restarted: its VMs are shut down first, and that it has booted is the proof', async () => {
  await using at = await joining();
  const booted = host(at, 'off-2').dom0.bootedMs;
  const end = await at.end(await at.begin({ kind: 'host.reboot', server: at.server, host: refOf(host(at, 'off-2')) }));
  expect(end.state).toEqual({ is: 'done' });
  expect([host(at, 'off-2').dom0.bootedMs > booted, row(at, 'off-2')['enabled'], guestsOn(at, 'off-2')]).toEqual([true, true, []]);
});

test('one host after the other is restarted with its VMs elsewhere meanwhile; begun again there is nothing left to do', async () => {
  await using at = await joining();
  const before = [guestsOn(at, 'off-1'), guestsOn(at, 'off-2')];
  const sinceMs = at.served.world.clock.now();
  const request = { kind: 'pool.roll', server: at.server, hosts: [refOf(host(at, 'off-1')), refOf(host(at, 'off-2'))], sinceMs } as const;
  const end = await at.end(await at.begin(request));
  expect(end.state).toEqual({ is: 'done' });
  expect([guestsOn(at, 'off-1'), guestsOn(at, 'off-2')]).toEqual(before);
  expect([host(at, 'off-1'), host(at, 'off-2')].every(({ dom0 }) => dom0.bootedMs >= sinceMs)).toBe(true);
  const again = await at.end(await at.begin(request));
  expect(again.state).toEqual({ is: 'done' });
});

test('a host leaves the pool only when nothing is on it, and is no member afterwards', async () => {
  await using at = await joining();
  const request = { kind: 'pool.eject', server: at.server, host: refOf(host(at, 'off-2')) } as const;
  const refused = await at.end(await at.begin(request));
  expect(refused.state).toMatchObject({ is: 'failed', failure: { kind: 'precheck', problems: [{ rule: 'vms-on-host' }] } });
  await at.end(await at.begin(entering(at, 'off-2')));
  expect((await at.end(await at.begin(request))).state).toEqual({ is: 'done' });
  expect(host(at, 'off-1').pool.database.refByUuid('host', at.uuidOf('off-2'))).toBeUndefined();
});

test('what is set on a host is written and shown', async () => {
  await using at = await joining();
  const ref = refOf(host(at, 'off-2'));
  const settings = {
    iqn: 'iqn.2026-01.test.lab:renamed',
    isMultipathing: true,
    logDestination: '10.8.0.9',
    powerOn: { mode: 'wake-on-lan', config: {} },
  };
  expect((await at.end(await at.begin({ kind: 'host.configure', server: at.server, host: ref, ...settings }))).state).toEqual({ is: 'done' });
  expect(row(at, 'off-2')).toMatchObject({
    iscsi_iqn: settings.iqn,
    multipathing: true,
    logging: { syslog_destination: '10.8.0.9' },
    power_on_mode: 'wake-on-lan',
  });
});
