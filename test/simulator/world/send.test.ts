import { expect, test } from 'vitest';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { ask, begin, named, poolOf } from '#test/support/ask.ts';

/** Tables in which something could be left. */
function records(pool: PoolState): readonly Row[] {
  const plain = ({ allowed_operations: _allowed, ...row }: Row): Row => row;
  return structuredClone(
    ['VM', 'VBD', 'VIF', 'VDI', 'SR'].flatMap((table) => pool.database.refs(table).map((self) => plain(pool.database.get(table, self)))),
  );
}

function disksOf(pool: PoolState, vm: Ref): readonly { readonly ref: Ref; readonly row: Row }[] {
  const slots = (pool.database.get('VM', vm)['VBDs'] as string[]).map((slot) => pool.database.get('VBD', slot));
  return slots
    .filter((slot) => slot['type'] === 'Disk')
    .map((slot) => ({ ref: String(slot['VDI']), row: pool.database.get('VDI', String(slot['VDI'])) }));
}

function managementNetwork(pool: PoolState, host: Ref): Ref {
  const pif = (pool.database.get('host', host)['PIFs'] as string[])
    .map((each) => pool.database.get('PIF', each))
    .find((row) => row['management'] === true);
  return String(pif?.['network']);
}

async function withinPool() {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  const pool = poolOf(world);
  const [vm, to] = [named(world, 'VM', 'web'), named(world, 'host', 'host-b')];
  const local = pool.database.refs('SR').find((sr) => {
    const row = pool.database.get('SR', sr);
    const links = (row['PBDs'] as string[]).map((pbd) => pool.database.get('PBD', pbd)['host']);
    return ['lvm', 'ext'].includes(String(row['type'])) && links.includes(to);
  });
  const dest = ask(world, 'host.migrate_receive', [to, managementNetwork(pool, to), {}]) as Record<string, string>;
  const [disk] = disksOf(pool, vm);
  return { world, pool, vm, to, dest, disk: disk?.ref ?? '', local: local ?? '' };
}

test('a running machine goes to another host with its disk to storage that only that host has', async () => {
  const { world, pool, vm, to, dest, disk, local } = await withinPool();
  const uuid = pool.database.get('VDI', disk)['uuid'];
  expect(ask(world, 'VM.assert_can_migrate', [vm, dest, true, { [disk]: local }, {}, {}])).toBe('');
  expect(ask(world, 'VM.migrate_send', [vm, dest, true, { [disk]: local }, {}, {}])).toBe(vm);
  expect(pool.database.get('VM', vm)).toMatchObject({ power_state: 'Running', resident_on: to, current_operations: {} });
  expect(disksOf(pool, vm).map(({ row }) => [row['uuid'], row['SR']])).toEqual([[uuid, local]]);
  expect(pool.database.find('VDI', disk)).toBeUndefined();
});

test('what is stopped on its way leaves nothing behind', async () => {
  const { world, pool, vm, dest, disk, local } = await withinPool();
  const before = records(pool);
  const task = begin(world, 'Async.VM.migrate_send', [vm, dest, true, { [disk]: local }, {}, {}]).outcome();
  world.clock.advance(20_000);
  expect(records(pool)).not.toEqual(before);
  ask(world, 'task.cancel', [task?.is === 'done' ? task.value : '']);
  expect(records(pool)).toEqual(before);
});

test('the server asks for every disk, for storage the host has, and for none of what only other pools need', async () => {
  const { world, pool, vm, dest, disk } = await withinPool();
  const send = (disks: Value, cards: Value, options: Value) => ask(world, 'VM.migrate_send', [vm, dest, true, disks, cards, options]);
  const shared = String(pool.database.get('VDI', disk)['SR']);
  const [card = ''] = pool.database.get('VM', vm)['VIFs'] as string[];
  expect(send({}, {}, {})).toEqual({ error: ['VDI_NOT_IN_MAP', disk] });
  expect(send({ [disk]: shared }, { [card]: managementNetwork(pool, pool.master.ref) }, {})).toMatchObject({
    error: ['OPERATION_NOT_ALLOWED', expect.anything()],
  });
  expect(send({ [disk]: shared }, {}, { copy: 'true' })).toMatchObject({ error: ['OPERATION_NOT_ALLOWED', expect.anything()] });
  const away = pool.database.refs('SR').find((sr) => {
    const row = pool.database.get('SR', sr);
    return (
      ['lvm', 'ext'].includes(String(row['type'])) &&
      (row['PBDs'] as string[]).every((pbd) => pool.database.get('PBD', pbd)['host'] === pool.master.ref)
    );
  });
  expect(send({ [disk]: away ?? '' }, {}, {})).toEqual({ error: ['VM_REQUIRES_SR', vm, away] });
  pool.database.set('VDI', disk, { cbt_enabled: true });
  expect(send({ [disk]: shared }, {}, {})).toBe(vm);
});

async function betweenPools(name: string) {
  const world = await buildScenario(scenarioNamed('demo'));
  const [paris, lyon] = [poolNamed(world, 'Paris-DC1'), poolNamed(world, 'Lyon-Edge')];
  const asLyon = { host: lyon.master };
  const find = (pool: PoolState, table: string, label: string) =>
    pool.database.refs(table).find((self) => pool.database.get(table, self)['name_label'] === label) ?? '';
  const vm = find(lyon, 'VM', name);
  const host = paris.master.ref;
  const dest = ask(world, 'host.migrate_receive', [host, managementNetwork(paris, host), {}], { host: paris.master }) as Record<string, string>;
  const target = find(paris, 'SR', 'nfs-par-01') || String(paris.database.get('pool', paris.database.refs('pool')[0] ?? '')['default_SR']);
  const disks = Object.fromEntries(disksOf(lyon, vm).map(({ ref }) => [ref, target]));
  const cards = Object.fromEntries((lyon.database.get('VM', vm)['VIFs'] as string[]).map((card) => [card, managementNetwork(paris, host)]));
  return { world, paris, lyon, asLyon, vm, host, dest, target, disks, cards };
}

function poolNamed(world: World, name: string): PoolState {
  const found = world.pools.find(({ database }) => database.refs('pool').some((self) => database.get('pool', self)['name_label'] === name));
  if (found === undefined) throw new RangeError(`no pool ${name}`);
  return found;
}

test('a running machine goes to another pool, keeps what it is known by and leaves nothing where it was', async () => {
  const { world, paris, lyon, asLyon, vm, host, dest, target, disks, cards } = await betweenPools('cache-lyo-01');
  const { uuid } = lyon.database.get('VM', vm);
  const macs = (pool: PoolState, self: Ref) =>
    (pool.database.get('VM', self)['VIFs'] as string[]).map((card) => pool.database.get('VIF', card)['MAC']);
  const before = macs(lyon, vm);
  const made = String(ask(world, 'VM.migrate_send', [vm, dest, true, disks, cards, {}], asLyon));
  expect(paris.database.get('VM', made)).toMatchObject({ uuid, power_state: 'Running', resident_on: host, name_label: 'cache-lyo-01' });
  expect(disksOf(paris, made).map(({ row }) => row['SR'])).toEqual([target]);
  expect(macs(paris, made)).toEqual(before);
  expect([lyon.database.find('VM', vm), ...Object.keys(disks).map((disk) => lyon.database.find('VDI', disk))]).toEqual([undefined, undefined]);
});

test('a halted one is copied as another machine', async () => {
  const { world, paris, lyon, asLyon, vm, dest, disks, cards } = await betweenPools('pos-lyo-test');
  const made = String(ask(world, 'VM.migrate_send', [vm, dest, true, disks, cards, { copy: 'true' }], asLyon));
  expect(paris.database.get('VM', made)['uuid']).not.toBe(lyon.database.get('VM', vm)['uuid']);
  expect(lyon.database.get('VM', vm)['power_state']).toBe('Halted');
});

test.each([
  ['is cancelled', (world: World, task: string) => void ask(world, 'task.cancel', [task], { host: poolNamed(world, 'Lyon-Edge').master })],
  ['loses the receiver', (world: World) => (poolNamed(world, 'Paris-DC1').master.power = 'off')],
])('one that %s is still where it was, and nowhere else', async (_what, befall) => {
  const { world, paris, lyon, asLyon, vm, dest, disks, cards } = await betweenPools('cache-lyo-01');
  const before = lyon.database.get('VM', vm)['uuid'];
  const outcome = begin(world, 'Async.VM.migrate_send', [vm, dest, true, disks, cards, {}], asLyon).outcome();
  const task = outcome?.is === 'done' ? String(outcome.value) : '';
  const there = paris.database.refs('VDI').length;
  world.clock.advance(30_000);
  expect(paris.database.refs('VDI').length).toBeGreaterThan(there - 1);
  befall(world, task);
  for (let each = 0; each < 600 && lyon.database.get('task', task)['status'] === 'pending'; each += 1) world.clock.advance(1_000);
  expect(['cancelled', 'failure']).toContain(lyon.database.get('task', task)['status']);
  expect(lyon.database.get('VM', vm)).toMatchObject({ uuid: before, power_state: 'Running', current_operations: {} });
  expect(paris.database.refByUuid('VM', String(before))).toBeUndefined();
});

test('it is refused what it would need there', async () => {
  const { world, lyon, asLyon, vm, dest, disks } = await betweenPools('cache-lyo-01');
  const [card] = lyon.database.get('VM', vm)['VIFs'] as string[];
  expect(ask(world, 'VM.migrate_send', [vm, dest, true, disks, {}, {}], asLyon)).toEqual({ error: ['VIF_NOT_IN_MAP', card] });
  expect(ask(world, 'VM.migrate_send', [vm, dest, true, disks, {}, { copy: 'true' }], asLyon)).toMatchObject({
    error: ['VM_BAD_POWER_STATE', vm, 'halted', 'running'],
  });
  expect(ask(world, 'VM.assert_can_migrate', [vm, { ...dest, session_id: 'OpaqueRef:none' }, true, disks, {}, {}], asLyon)).toMatchObject({
    error: ['SESSION_INVALID', 'OpaqueRef:none'],
  });
});
