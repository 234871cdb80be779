import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { PoolChanges } from '#shared/domain/operations/pool-settings.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { ask, poolOf, rowOf } from '#test/support/ask.ts';
import { operating, type Operating } from '#test/support/operating.ts';

let at: Operating;
beforeAll(async () => {
  at = await operating();
});
afterAll(async () => await at[Symbol.asyncDispose]());

function poolRow() {
  const { database } = poolOf(at.served.world);
  return database.get('pool', String(database.refs('pool')[0]));
}

const srOf = (type: string) => {
  const { database } = poolOf(at.served.world);
  return database.refs('SR').find((ref) => database.get('SR', ref)['type'] === type) as RefOf<'sr'>;
};

async function configured(changes: PoolChanges, was?: PoolChanges) {
  const id = await at.begin({ kind: 'pool.configure', server: at.server, changes, ...(was !== undefined && { was }) });
  return await at.end(id);
}

test('many settings are written as one, and taken back as one', async () => {
  const before = structuredClone(poolRow());
  const management = String(rowOf(at.served.world, 'network', String(nameOfManagement()))['uuid']);
  const done = await configured({
    name: 'renamed',
    tags: ['lab', 'blue'],
    suspendImageSr: srOf('lvmoiscsi'),
    crashDumpSr: null,
    migrationNetwork: management,
    compressesMigration: true,
    mayOvercommitHa: true,
    isIgmpSnooping: true,
    isLivePatchingOff: true,
  });
  expect([done.state, done.canUndo]).toEqual([{ is: 'done' }, true]);
  expect(poolRow()).toMatchObject({
    name_label: 'renamed',
    tags: ['lab', 'blue'],
    suspend_image_SR: srOf('lvmoiscsi'),
    crash_dump_SR: 'OpaqueRef:NULL',
    other_config: { 'xo:migrationNetwork': management },
    migration_compression: true,
    ha_allow_overcommit: true,
    igmp_snooping_enabled: true,
    live_patching_disabled: true,
  });
  const undone = await at.engine.call('operation.undo', { operation: done.id });
  const [back] = undone.ok ? undone.value.operations : [];
  if (back === undefined) throw new RangeError('undo began nothing');
  expect((await at.end(back)).state).toEqual({ is: 'done' });
  expect(poolRow()).toEqual(before);
});

function nameOfManagement(): unknown {
  const { database } = poolOf(at.served.world);
  const pif = database.refs('PIF').find((ref) => database.get('PIF', ref)['management'] === true);
  return pif === undefined ? undefined : database.get('network', String(database.get('PIF', pif)['network']))['name_label'];
}

test('what somebody else has decided meanwhile is not overwritten', async () => {
  const name = String(poolRow()['name_label']);
  ask(at.served.world, 'pool.set_name_description', [String(poolOf(at.served.world).database.refs('pool')[0]), 'by another']);
  const { state } = await configured({ name: 'mine', description: 'mine' }, { name, description: 'as I saw it' });
  expect(state).toMatchObject({ is: 'failed', failure: { kind: 'changed-meanwhile', now: 'by another' }, left: [{ is: 'nothing-changed' }] });
  expect(poolRow()).toMatchObject({ name_label: name, name_description: 'by another' });
});

test('a network some host has no address in is refused, with the hosts', async () => {
  const { database } = poolOf(at.served.world);
  const lonely = ask(at.served.world, 'network.create', [{ name_label: 'lonely', name_description: '', other_config: {}, tags: [], MTU: 1500 }]);
  await at.engine.heard((event) => event.topic === 'pools' && JSON.stringify(event.payload.delta.network ?? {}).includes('"lonely"'));
  const { state } = await configured({
    migrationNetwork: String(database.get('network', String(lonely))['uuid']),
    defaultSr: 'OpaqueRef:gone' as RefOf<'sr'>,
  });
  expect(state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'not-there' }, { rule: 'no-address-in', network: 'lonely', hosts: ['host-a', 'host-b'] }] },
  });
});

test('when one setting is refused, those before it are as they were', async () => {
  const name = String(poolRow()['name_label']);
  runCommand(at.served.world, 'pull-cable', ['host-b', 'management']);
  const { state } = await configured({ name: 'half', isIgmpSnooping: true });
  expect(state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'COULD_NOT_UPDATE_IGMP_SNOOPING_EVERYWHERE' },
    undone: [{ is: 'value-restored' }, { is: 'value-restored' }],
    left: [{ is: 'partly-done', done: 0, of: 2 }],
  });
  expect(poolRow()).toMatchObject({ name_label: name, igmp_snooping_enabled: false });
});
