import { appendFile, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { SimHost } from '#simulator/world/world.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import type { Operation } from '#shared/contract/calls/operation-calls.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { ask, named, rowOf } from '#test/support/ask.ts';
import { crashing } from '#test/support/crashing.ts';
import type { Operating } from '#test/support/operating.ts';
import { PACE } from '#test/support/passing-time.ts';
import { firstPool, type ServedWorld } from '#test/support/served-world.ts';
import { onePool } from '#test/support/two-pools.ts';

const GIB = 1024 ** 3;

async function listOf({ engine }: Operating): Promise<readonly Operation[]> {
  const result = await engine.call('operation.list', {});
  return result.ok ? result.value.operations : [];
}

test('a task that is still at work after a restart is followed to its end', async () => {
  await using world = await crashing(1);
  const { at, served, server } = world;
  const id = await at.begin({ kind: 'vm.shut-down', way: 'clean', server, vm: at.vm('web') });
  await at.until(id, ({ task }) => task !== undefined);
  world.crash();
  const next = await world.restart();
  const found = await next.until(id, ({ state }) => state.is === 'running');
  expect(found.subject.name).toBe('web');
  expect((await next.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(served.world, 'VM', 'web')['power_state']).toBe('Halted');
});

test('one whose task is gone is shown as interrupted, with what its machine says now', async () => {
  await using world = await crashing(PACE);
  const { at, server } = world;
  const id = await at.begin({ kind: 'vm.start', server, vm: at.vm('spare') });
  await at.until(id, ({ task }) => task !== undefined);
  world.crash();
  await at.end(id);
  const next = await world.restart();
  const { state } = await next.until(id, ({ state: now }) => now.is === 'interrupted' && now.left.length > 0);
  expect(state).toMatchObject({ is: 'interrupted', left: [{ is: 'power', power: 'Running' }] });
  expect((await listOf(next)).map((operation) => operation.id)).toEqual([id]);
});

test('a move that was done meanwhile says where the machine and its disks are, and is not offered again', async () => {
  await using world = await crashing(100);
  const { at, served, server } = world;
  const home = onePool(firstPool(served.world), server);
  const [vm, host] = [home.find('vm', 'web'), home.find('host', 'host-b')];
  const disks = home.disksOf(vm).map((disk) => ({ disk, target: home.localOf(host) }));
  const id = await at.begin({ kind: 'vm.relocate', server, vm, host, disks });
  await at.until(id, ({ task }) => task !== undefined);
  world.crash();
  await at.end(id);
  const next = await world.restart();
  const { state } = await next.until(id, ({ state: now }) => now.is === 'interrupted' && now.left.length > 0);
  const storage = [String(home.row('SR', home.localOf(host))['name_label'])];
  expect(state).toEqual({
    is: 'interrupted',
    left: [
      { is: 'power', power: 'Running' },
      { is: 'vm-at', host: 'host-b', storage },
    ],
    next: [],
  });
});

test('what had ended is remembered, can still be undone and is cleared on request', async () => {
  await using world = await crashing(PACE);
  const { at, server } = world;
  const request = { kind: 'object.describe', value: 'new', server, class: 'vm', ref: at.vm('web') } as const;
  const id = await at.begin(request);
  await at.end(id);
  await at.engine.call('operation.list', {});
  world.crash();
  const next = await world.restart();
  expect(await listOf(next)).toMatchObject([{ id, request, state: { is: 'done' }, canUndo: true }]);
  const undone = await next.engine.call('operation.undo', { operation: id });
  const [back] = undone.ok ? undone.value.operations : [];
  if (back === undefined) throw new RangeError('undo began nothing');
  expect((await next.end(back)).state).toEqual({ is: 'done' });
  await next.engine.call('operation.forget', { operations: [id, back] });
  expect(await listOf(next)).toEqual([]);
});

test('a line that a crash cut short costs nothing but itself, and no password is ever written', async () => {
  await using world = await crashing(PACE);
  const { at, server, served } = world;
  const id = await at.begin({ kind: 'object.describe', value: 'new', server, class: 'vm', ref: at.vm('web') });
  await at.end(id);
  await at.engine.call('operation.list', {});
  world.crash();
  await appendFile(world.journal, '{"operation":{"id":"half');
  const next = await world.restart();
  expect(await listOf(next)).toHaveLength(1);
  expect(await readFile(world.journal, 'utf8')).not.toContain(served.login.password);
});

/** A handing over that has been asked for: it goes on by itself, with the app or without. */
async function isHandedOver({ world }: ServedWorld, to: SimHost): Promise<void> {
  const { database } = firstPool(world);
  const operations = (): readonly unknown[] =>
    database.refs('pool').flatMap((ref) => Object.values(database.get('pool', ref)['current_operations'] ?? {}));
  await expect.poll(() => operations().includes('designate_new_master') || firstPool(world).master === to).toBe(true);
}

/** It is not left in the middle of it: its members restart their toolstacks, come back and are heard of. */
async function comesToRest({ world }: ServedWorld, master: SimHost): Promise<void> {
  const pool = firstPool(world);
  const { database } = pool;
  const members = world.hosts.filter((host) => host.pool === pool);
  const isHeard = (ref: string): boolean => database.get('host_metrics', String(database.get('host', ref)['metrics']))['live'] === true;
  const areBack = (): boolean =>
    members.every(({ ref, toolstack }) => toolstack.is === 'running' && database.get('host', ref)['enabled'] === true && isHeard(ref));
  await expect.poll(() => pool.master === master && areBack()).toBe(true);
}

test('hosts restarted one after the other go on where they were when the app ended, and none restarts twice', async () => {
  await using world = await crashing(20, 'lone-hosts');
  const { at, served, server } = world;
  const [first, second] = ['off-2', 'off-1'].map((name) => hostNamed(served.world, name));
  if (first === undefined || second === undefined) throw new RangeError('the office has two hosts');
  const hosts = [first, second].map(({ ref }) => ref as HostRef);
  const request = { kind: 'pool.roll', server, hosts, sinceMs: served.world.clock.now() } as const;
  const id = await at.begin(request);
  await at.until(id, ({ state }) => state.is === 'running' && state.at?.position === 2 && state.at.of === 2 && state.at.name === 'off-1');
  const bootedMs = first.dom0.bootedMs;
  await isHandedOver(served, first);
  world.crash();
  await world.end();
  await comesToRest(served, first);
  const next = await world.restart();
  const { state } = await next.until(id, ({ state: now }) => now.is === 'interrupted' && now.next.length > 0);
  expect(state).toMatchObject({ next: [request], left: [{ is: 'rolled', done: ['off-2'], ahead: ['off-1'] }] });
  const again = await next.engine.call('operation.start', { id: 'goes-on', requests: [request] });
  const [resumed] = again.ok ? again.value.operations : [];
  if (resumed === undefined) throw new RangeError('nothing was resumed');
  expect((await next.end(resumed)).state).toEqual({ is: 'done' });
  expect([first.dom0.bootedMs, second.dom0.bootedMs > request.sinceMs]).toEqual([bootedMs, true]);
});

test('a new machine whose template was being copied is finished by the next start', async () => {
  // Slow enough that the copy is still at work when the next start looks.
  await using world = await crashing(0.1);
  const { at, server, served } = world;
  ask(served.world, 'VM.clone', [at.vm('spare'), 'golden']);
  ask(served.world, 'VM.set_is_a_template', [at.vm('golden'), true]);
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[at.vm('golden')]?.isTemplate === true);
  const shape = { vcpus: 2, coresPerSocket: 1, memoryBytes: GIB, leastMemoryBytes: GIB, boot: { is: 'disk' }, disks: [], cards: [] } as const;
  const copyTo = named(served.world, 'SR', 'shared-lun') as RefOf<'sr'>;
  const template = at.vm('golden');
  const id = await at.begin({ kind: 'vm.create', server, template, name: 'late', description: 'made', copyTo, startsAfter: false, ...shape });
  const { task = '' } = await at.until(id, (now) => now.task !== undefined);
  await world.written(task);
  world.crash();
  // Two at work on the same machine would be one too many.
  await at.engine.engine.close();
  const next = await world.restart();
  expect((await next.end(id)).state).toEqual({ is: 'done' });
  expect(rowOf(served.world, 'VM', 'late')).toMatchObject({ is_a_template: false, name_description: 'made', VCPUs_max: 2 });
});
