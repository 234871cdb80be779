import { expect, test } from 'vitest';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { ask } from '#test/support/ask.ts';
import { operating } from '#test/support/operating.ts';
import { timePasses } from '#test/support/passing-time.ts';
import { type BetweenPools, betweenPools, onePool } from '#test/support/two-pools.ts';

/** Gigabytes take minutes in the world. */
const QUICKLY = 100;

async function within() {
  const at = await operating('two-hosts-iscsi', QUICKLY);
  const home = onePool(at.served.world.pools[0] ?? ({} as never), at.server);
  const [vm, host] = [home.find('vm', 'web'), home.find('host', 'host-b')];
  const disks = (target: RefOf<'sr'>) => home.disksOf(vm).map((disk) => ({ disk, target }));
  const to = (target: RefOf<'sr'>, where: HostRef = host) =>
    ({ kind: 'vm.relocate', server: at.server, vm, host: where, disks: disks(target) }) as const;
  return { at, home, vm, host, to, [Symbol.asyncDispose]: async () => await at[Symbol.asyncDispose]() };
}

test('a running machine goes to another host with its disk, and back when that is undone', async () => {
  await using world = await within();
  const { at, home, vm, host, to } = world;
  const from = home.row('VM', vm)['resident_on'];
  const [before] = home.disksOf(vm).map((disk) => home.row('VDI', disk));
  const moved = await at.end(await at.begin(to(home.localOf(host))));
  expect(moved).toMatchObject({ state: { is: 'done' }, subject: { name: 'web', targetName: 'host-b' }, canUndo: true });
  expect(home.row('VM', vm)).toMatchObject({ power_state: 'Running', resident_on: host });
  expect(home.disksOf(vm).map((disk) => home.row('VDI', disk)['SR'])).toEqual([home.localOf(host)]);
  const undo = await at.engine.call('operation.undo', { operation: moved.id });
  const [back] = undo.ok ? undo.value.operations : [];
  expect(back === undefined ? undefined : (await at.end(back)).state).toEqual({ is: 'done' });
  expect(home.row('VM', vm)).toMatchObject({ power_state: 'Running', resident_on: from });
  expect(home.disksOf(vm).map((disk) => home.row('VDI', disk)['SR'])).toEqual([before?.['SR']]);
});

test('every reason is told at once, before anything is asked of the server', async () => {
  await using world = await within();
  const { at, home, vm, host, to } = world;
  const away = home.localOf(home.row('VM', vm)['resident_on'] as HostRef);
  const [disk = ''] = home.disksOf(vm);
  home.pool.database.set('VDI', disk, { cbt_enabled: true });
  home.pool.database.set('host', host, { enabled: false });
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.host?.set?.[host]?.isEnabled === false);
  const end = await at.end(await at.begin(to(away)));
  expect(end.state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'disk-tracks-changes' }, { rule: 'host-disabled' }, { rule: 'not-on-host', what: 'storage' }] },
    left: [{ is: 'nothing-changed' }],
  });
});

test('three at a time: the fourth waits for its turn instead of being refused', async () => {
  await using at = await betweenPools(QUICKLY);
  const requests = [1, 2, 3, 4].map((number) => at.abroad(`nor-vm-${number}`));
  const started = await at.engine.call('operation.start', { id: 'four', requests });
  const ids = started.ok ? started.value.operations : [];
  const [fourth] = ids.slice(3);
  expect(fourth === undefined ? undefined : at.latest(fourth)?.state).toEqual({ is: 'waiting' });
  for (const id of ids) expect((await at.end(id)).state).toEqual({ is: 'done' });
});

test('a running machine goes to another pool and is the same there; nothing of it stays', async () => {
  await using at = await betweenPools(QUICKLY);
  const { north, south } = at;
  const request = at.abroad('nor-vm-1');
  const { uuid } = north.row('VM', request.vm);
  const end = await at.end(await at.begin(request));
  expect(end).toMatchObject({
    state: { is: 'done' },
    subject: { name: 'nor-vm-1', targetName: 'sou-1, south', serverName: 'north' },
    canUndo: false,
  });
  expect(south.row('VM', south.find('vm', 'nor-vm-1'))).toMatchObject({ uuid, power_state: 'Running', resident_on: request.host });
  expect(north.pool.database.find('VM', request.vm)).toBeUndefined();
  const told = JSON.stringify([at.engine.log, at.engine.said]);
  expect([...south.pool.sessions.keys()].filter((session) => told.includes(session))).toEqual([]);
});

test('one that is shut down is copied, and stays', async () => {
  await using at = await betweenPools(QUICKLY);
  const { north, south } = at;
  ask(at.served.world, 'VM.hard_shutdown', [north.find('vm', 'nor-vm-2')]);
  const request = at.abroad('nor-vm-2', 'copied');
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.vm?.set?.[request.vm]?.power === 'Halted');
  const end = await at.end(await at.begin(request));
  expect(end.state).toEqual({ is: 'done' });
  expect(south.row('VM', south.find('vm', 'nor-vm-2'))['uuid']).not.toBe(north.row('VM', request.vm)['uuid']);
});

test('what the other pool has against it is told before anything moves', async () => {
  await using at = await betweenPools(QUICKLY);
  const request = at.abroad('nor-vm-1');
  at.south.pool.database.set('host', request.host, { enabled: false });
  await at.engine.heard((event) => event.topic === 'pools' && event.payload.delta.host?.set?.[request.host]?.isEnabled === false);
  const { into } = request;
  const end = await at.end(await at.begin({ ...request, ...(into !== undefined && { into: { ...into, cards: [] } }) }));
  expect(end.state).toMatchObject({ is: 'failed', failure: { problems: [{ rule: 'host-disabled' }, { rule: 'card-without-network' }] } });
});

test.each([
  ['is cancelled', 'cancelled'],
  ['fails at the receiver', 'failed'],
] as const)('one that %s is where it was, and the other pool has nothing of it', async (how, state) => {
  await using at = await betweenPools(10);
  const { north, south } = at;
  const [before, there] = [north.records(), south.records()];
  const id = await at.begin(at.abroad('nor-vm-1'));
  await at.until(id, (operation) => operation.state.is === 'running' && (operation.state.progress ?? 0) > 0.2);
  expect(south.records()).not.toEqual(there);
  if (how === 'is cancelled') await at.engine.call('operation.cancel', { operation: id });
  else runCommand(at.served.world, 'pull-cable', ['sou-1', 'storage']);
  const end = await at.end(id);
  expect(end.state).toMatchObject({
    is: state,
    left: [
      { is: 'power', power: 'Running' },
      { is: 'vm-in', pool: 'south', isThere: false },
    ],
  });
  expect(south.records()).toEqual(there);
  expect(north.records()).toEqual(before);
});

function standing({ engine }: BetweenPools, server: string): string | undefined {
  const last = engine.said.findLast((event) => event.topic === 'servers');
  return last?.topic === 'servers' ? last.payload.find(({ id }) => id === server)?.state.is : undefined;
}

test.each([
  ['the pool it leaves', 'north'],
  ['the pool it goes to', 'south'],
] as const)('a connection lost to %s in the middle costs nothing but time', async (_what, which) => {
  await using at = await betweenPools(QUICKLY);
  const { master } = at[which].pool;
  const id = await at.begin(at.abroad('nor-vm-1'));
  await at.until(id, ({ task }) => task !== undefined);
  master.link.mode = 'refuse';
  at.served.refresh();
  await timePasses(at.engine, () => standing(at, at[which].server) !== 'live');
  master.link.mode = 'ok';
  at.served.refresh();
  expect((await at.end(id)).state).toEqual({ is: 'done' });
  expect(at.north.pool.database.refs('VM').some((vm) => at.north.row('VM', vm)['name_label'] === 'nor-vm-1')).toBe(false);
});
