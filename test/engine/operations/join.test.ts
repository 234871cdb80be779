import { expect, test } from 'vitest';
import { hindrances, joinCells } from '#shared/domain/joining/join-table.ts';
import { requestsOfFix } from '#shared/domain/joining/fix.ts';
import type { HostRef, PoolRef } from '#shared/domain/inventory/watched.ts';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { JoinSide } from '#shared/domain/joining/side.ts';
import { joining } from '#test/support/joining.ts';
import { firstPool } from '#test/support/served-world.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { plugCable, pullCable } from '#simulator/world/machine.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';

type At = Awaited<ReturnType<typeof joining>>;

async function sideOf(at: At, server: ServerId): Promise<JoinSide> {
  const looked = await at.engine.call('joining.look', { server });
  if (!looked.ok) throw new Error(JSON.stringify(looked.failure));
  return looked.value.side;
}

const joinOf = (at: At, candidate: ServerId, name: string, isForced = false) =>
  ({ kind: 'pool.join', server: at.server, candidate, hostUuid: at.uuidOf(name), isForced }) as const;

test('a lone host joins with its phases, and is a member by its UUID; its own connection is let go', async () => {
  await using at = await joining();
  const candidate = await at.also('fresh-a-1');
  const end = await at.end(await at.begin(joinOf(at, candidate, 'fresh-a-1')));
  expect(end.state).toEqual({ is: 'done' });
  expect(end.subject).toMatchObject({ class: 'host', name: 'fresh-a-1', targetName: 'office' });
  expect(end.steps.map(({ name, state }) => [name, state])).toEqual(
    ['check', 'compare-hosts', 'join', 'appear', 'restart', 'enable', 'set-up'].map((name) => [name, 'done']),
  );
  const { database } = firstPool(at.served.world);
  const row = database.get('host', database.refByUuid('host', at.uuidOf('fresh-a-1')) ?? '');
  expect(row['enabled']).toBe(true);
  const servers = await at.engine.call('servers.list', {});
  expect(servers.ok && servers.value.servers.map(({ id }) => id)).toEqual([at.server]);
});

test('every reason is told at once and nothing is asked of the host; force goes past two of them', async () => {
  await using at = await joining();
  const candidate = await at.also('other-1');
  const [host, pool] = [await sideOf(at, candidate), await sideOf(at, at.server)];
  const cells = joinCells({ host, pool, joining: 1, nowMs: 0 });
  const failing = hindrances(cells, false).map(({ check, code }) => [check, code]);
  expect(failing).toEqual([
    ['product', 'HOSTS_NOT_COMPATIBLE'],
    ['vendor', 'HOSTS_NOT_HOMOGENEOUS'],
    ['running', 'JOINING_HOST_CANNOT_HAVE_RUNNING_VMS'],
  ]);
  expect(hindrances(cells, true).map(({ check }) => check)).toEqual(['product', 'running']);
  const end = await at.end(await at.begin(joinOf(at, candidate, 'other-1')));
  expect(end.state).toMatchObject({
    is: 'failed',
    failure: { kind: 'precheck', problems: [{ rule: 'cannot-join' }, { rule: 'cannot-join' }, { rule: 'cannot-join' }] },
    left: [{ is: 'membership', isMember: false }],
  });
});

test('an older processor is foretold: what the pool loses, and who would have to restart', async () => {
  await using at = await joining();
  const [host, pool] = [await sideOf(at, await at.also('older-1')), await sideOf(at, at.server)];
  const features = joinCells({ host, pool, joining: 1, nowMs: 0 }).find(({ check }) => check === 'features');
  expect(features).toMatchObject({ verdict: 'warns', pool: expect.stringContaining('AVX-512') as string });
  expect(features?.names).toEqual(pool.running.map(({ name }) => name));
});

test('a host whose cable is pulled while its toolstack restarts is waited for', async () => {
  await using at = await joining();
  const candidate = await at.also('fresh-b-1');
  const id = await at.begin(joinOf(at, candidate, 'fresh-b-1'));
  await at.until(id, ({ steps }) => steps.some(({ name, state }) => name === 'restart' && state === 'running'));
  const host = hostNamed(at.served.world, 'fresh-b-1');
  pullCable(host, 'management');
  await at.until(id, () => host.toolstack.is === 'emergency' && host.toolstack.code !== 'HOST_STILL_BOOTING');
  expect(at.latest(id)?.state).toMatchObject({ is: 'running' });
  plugCable(host, 'management');
  expect((await at.end(id)).state).toEqual({ is: 'done' });
});

test('cancelled before it has written itself into the pool, it stays alone', async () => {
  await using at = await joining();
  const candidate = await at.also('fresh-a-1');
  const id = await at.begin(joinOf(at, candidate, 'fresh-a-1'));
  await at.until(id, ({ state }) => state.is === 'running' && state.progress !== undefined);
  await at.engine.call('operation.cancel', { operation: id });
  const end = await at.end(id);
  expect(end.state).toMatchObject({ is: 'cancelled', left: [{ is: 'membership', isMember: false }] });
  expect(hostNamed(at.served.world, 'fresh-a-1').role.is).toBe('master');
});

test('a host with older processors joins, and the pool promises no more than all its hosts have', async () => {
  await using at = await joining();
  const older = await at.also('older-1');
  const side = await sideOf(at, older);
  expect((await at.end(await at.begin(joinOf(at, older, 'older-1')))).state).toEqual({ is: 'done' });
  const { database } = firstPool(at.served.world);
  const promised = database.get('pool', String(database.refs('pool')[0]))['cpu_info'] as Readonly<Record<string, string>>;
  const words = (features: string): readonly bigint[] => features.split('-').map((word) => BigInt(`0x${word}`));
  const own = words(side.cpu.hvm);
  expect(words(promised['features_hvm_host'] ?? promised['features_hvm'] ?? '').every((word, index) => (word & ~(own[index] ?? 0n)) === 0n)).toBe(
    true,
  );
});

test('what stands in the way on the host is taken away from here, and the next look says so', async () => {
  await using at = await joining();
  const candidate = await at.also('fresh-a-1');
  const interfaces = async () => {
    const [host, pool] = [await sideOf(at, candidate), await sideOf(at, at.server)];
    return joinCells({ host, pool, joining: 1, nowMs: 0 }).find(({ check }) => check === 'interfaces');
  };
  const uplink = { is: 'vlan', device: 'eth1', tag: 120 } as const;
  const made = { kind: 'network.create', server: candidate, name: 'tagged', description: '', mtu: 1500, isAutomatic: false, uplink } as const;
  expect((await at.end(await at.begin(made))).state).toEqual({ is: 'done' });
  const found = await interfaces();
  expect([found?.verdict, found?.names]).toEqual(['failed', ['120']]);
  const places = { host: { server: candidate, pool: '' as PoolRef }, pool: { server: at.server, pool: '' as PoolRef } };
  const requests = (found?.fixes ?? []).flatMap((fix) => requestsOfFix(fix, places));
  expect(requests.map(({ kind }) => kind)).toEqual(['network.destroy']);
  for (const request of requests) expect((await at.end(await at.begin(request as Requested))).state).toEqual({ is: 'done' });
  expect((await interfaces())?.verdict).toBe('passed');
});

test('licence and directory are made those of the pool from here; a wrong password changes nothing and is kept nowhere', async () => {
  await using at = await joining();
  const candidate = await at.also('fresh-a-1');
  const { pool: office } = hostNamed(at.served.world, 'off-1');
  const fresh = hostNamed(at.served.world, 'fresh-a-1');
  for (const ref of office.database.refs('host')) {
    office.database.set('host', ref, { edition: 'premium', external_auth_type: 'AD', external_auth_service_name: 'corp.example' });
  }
  fresh.pool.database.set('host', fresh.ref, {
    editions: ['xcp-ng', 'premium'],
    external_auth_type: 'AD',
    external_auth_service_name: 'lab.example',
  });
  const fixes = async (check: 'licence' | 'directory') => {
    const [host, pool] = [await sideOf(at, candidate), await sideOf(at, at.server)];
    const cell = joinCells({ host, pool, joining: 1, nowMs: 0 }).find((each) => each.check === check);
    return [cell?.verdict, cell?.fixes?.map(({ is }) => is)];
  };
  // The pool's own side shows its new licence with the events that tell of it.
  await at.engine.heard((event) => event.topic === 'pools' && JSON.stringify(event.payload.delta.host ?? {}).includes('"premium"'));
  const on = { server: candidate, host: fresh.ref as HostRef } as const;
  expect(await fixes('licence')).toEqual(['failed', ['relicense']]);
  const licence = { kind: 'host.set-edition', ...on, edition: 'premium', licenceServer: { address: '10.8.0.5', port: '27000' } } as const;
  expect((await at.end(await at.begin({ ...licence, edition: 'platinum' }))).state).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'INVALID_EDITION' },
    undone: [{ is: 'value-restored' }],
    left: [{ is: 'value', value: 'xcp-ng' }],
  });
  expect(fresh.pool.database.get('host', fresh.ref)['license_server']).toMatchObject({ address: 'localhost' });
  expect((await at.end(await at.begin(licence))).state).toEqual({ is: 'done' });
  expect(await fixes('licence')).toEqual(['passed', undefined]);

  expect(await fixes('directory')).toEqual(['failed', ['leave-directory']]);
  expect((await at.end(await at.begin({ kind: 'host.leave-directory', ...on }))).state).toEqual({ is: 'done' });
  expect(await fixes('directory')).toEqual(['failed', ['join-directory']]);
  const signIn = async (password: string) => {
    const kept = await at.engine.call('storage.keep-password', { server: candidate, password });
    if (!kept.ok) throw new Error(kept.failure.kind);
    const request = { kind: 'host.join-directory', ...on, directory: 'corp.example', user: 'joiner', secret: kept.value.secret } as const;
    return (await at.end(await at.begin(request))).state;
  };
  expect(await signIn('guessed')).toMatchObject({
    is: 'failed',
    failure: { kind: 'xapi', code: 'AUTH_ENABLE_FAILED_WRONG_CREDENTIALS' },
    left: [{ is: 'nothing-changed' }],
  });
  expect(await signIn('domain')).toEqual({ is: 'done' });
  expect(await fixes('directory')).toEqual(['passed', undefined]);
  expect(fresh.pool.database.refs('secret')).toEqual([]);
});
