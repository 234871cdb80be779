import { expect, test } from 'vitest';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { named, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';

function power({ served }: Operating, name: string): unknown {
  return rowOf(served.world, 'VM', name)['power_state'];
}

function stepsOf({ steps }: Operation): readonly string[] {
  return steps.map(({ name, state }) => `${name} ${state}`);
}

type Kind = 'vm.start' | 'vm.suspend' | 'vm.resume' | 'vm.pause';

test.each<[kind: Kind, vm: string, becomes: string]>([
  ['vm.start', 'spare', 'Running'],
  ['vm.suspend', 'web', 'Suspended'],
  ['vm.resume', 'paused-work', 'Running'],
  ['vm.pause', 'web', 'Paused'],
])('%s of %s is done when the server shows it as %s', async (kind, name, becomes) => {
  await using at = await operating();
  const id = await at.begin({ kind, server: at.server, vm: at.vm(name) });
  const operation = await at.end(id);
  expect(operation).toMatchObject({ state: { is: 'done' }, subject: { class: 'vm', name, serverName: 'two-hosts' } });
  expect(stepsOf(operation)).toEqual(['check done', 'act done', 'confirm done']);
  expect(power(at, name)).toBe(becomes);
});

test.each<[kind: 'vm.shut-down' | 'vm.reboot', way: 'clean' | 'forced', becomes: string]>([
  ['vm.shut-down', 'clean', 'Halted'],
  ['vm.shut-down', 'forced', 'Halted'],
  ['vm.reboot', 'clean', 'Running'],
  ['vm.reboot', 'forced', 'Running'],
])('%s, %s', async (kind, way, becomes) => {
  await using at = await operating();
  const id = await at.begin({ kind, way, server: at.server, vm: at.vm('web') });
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(power(at, 'web')).toBe(becomes);
});

test('what is paused goes on', async () => {
  await using at = await operating();
  const on = { server: at.server, vm: at.vm('web') };
  await at.end(await at.begin({ kind: 'vm.pause', ...on }));
  expect((await at.end(await at.begin({ kind: 'vm.unpause', ...on }))).state).toEqual({ is: 'done' });
  expect(power(at, 'web')).toBe('Running');
});

test('a running machine moves to another host of its pool, and says how far it is', async () => {
  await using at = await operating();
  const host = named(at.served.world, 'host', 'host-b') as HostRef;
  const id = await at.begin({ kind: 'vm.migrate', server: at.server, vm: at.vm('web'), host });
  await at.until(id, ({ state }) => state.is === 'running' && state.progress !== undefined && state.progress > 0);
  expect(await at.end(id)).toMatchObject({ state: { is: 'done' }, subject: { name: 'web', targetName: 'host-b' } });
  expect(rowOf(at.served.world, 'VM', 'web')).toMatchObject({ power_state: 'Running', resident_on: host });
});
