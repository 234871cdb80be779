import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PeerClient, PeerObject } from 'xen-api';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { type RunningServer, serveWorld } from '#simulator/xapi-server/server.ts';
import { connectPeer, type Peer, transports } from './peer.ts';

/** Only where the machine has more than one loopback address can hosts differ by address alone. */
const ownAddresses = process.platform === 'darwin' ? 'records' : 'loopback-each';

/** World seconds per real second: what takes the world half a minute is over in a moment. */
const SPEED = 60;

let world: World;
let server: RunningServer;

beforeEach(async () => {
  world = await buildScenario(scenarioNamed('two-hosts-iscsi'));
  server = await serveWorld(world, { handlers: {}, addresses: ownAddresses, clock: { is: 'live', speed: SPEED } });
});
afterEach(async () => server.close());

function onlyPool(): PoolState {
  const [pool] = world.pools;
  if (pool === undefined) throw new Error('the scenario has no pool');
  return pool;
}

const connect = (transport: (typeof transports)[number]): Promise<Peer> =>
  connectPeer({ url: server.urlOf(onlyPool().master), ...DEFAULT_LOGIN, transport });

function haltedVm(client: PeerClient): PeerObject {
  const found = Object.values(client.objects.all).find(
    (object) => object.$type === 'VM' && object['power_state'] === 'Halted' && object['is_a_template'] === false,
  );
  if (found === undefined) throw new Error('the scenario has no halted VM');
  return found;
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe.each(transports)('xen-api over %s', (transport) => {
  test('sees an object appear, change and go', async () => {
    await using peer = await connect(transport);
    const { client } = peer;
    const record = { name_label: 'storage 1', name_description: '', other_config: {}, tags: [], MTU: '1500' };
    const ref = String(await client.call('network.create', record));
    const created = await client.barrier(ref);
    await client.call('network.set_name_label', ref, 'storage one');
    await client.call('network.add_to_other_config', ref, 'purpose', 'iSCSI');
    const changed = await client.barrier(ref);
    await client.call('network.destroy', ref);
    const gone = await client.barrier().then(() => client.getObjectByRef(ref, undefined));
    expect([created?.['name_label'], changed?.['name_label'], changed?.['other_config'], gone]).toEqual([
      'storage 1',
      'storage one',
      expect.objectContaining({ purpose: 'iSCSI' }),
      undefined,
    ]);
  });

  test('starts a VM by a task and stops it by a call', async () => {
    await using peer = await connect(transport);
    const { client } = peer;
    const vm = haltedVm(client);
    const result = await client.callAsync('VM.start', vm.$ref, false, false);
    const started = await client.barrier(vm.$ref);
    await client.call('VM.hard_shutdown', vm.$ref);
    const stopped = await client.barrier(vm.$ref);
    expect([result, started?.['power_state'], stopped?.['power_state'], stopped?.['resident_on']]).toEqual([
      '',
      'Running',
      'Halted',
      'OpaqueRef:NULL',
    ]);
  });

  test('learns why a task failed', async () => {
    await using peer = await connect(transport);
    const { client } = peer;
    const vm = haltedVm(client);
    expect(await failureOf(client.callAsync('VM.clean_shutdown', vm.$ref))).toMatchObject({
      code: 'VM_BAD_POWER_STATE',
      params: [vm.$ref, 'running', 'halted'],
    });
  });

  test('watches a task and cancels it', async () => {
    await using peer = await connect(transport);
    const { client } = peer;
    const task = String(await client.call('Async.VM.start', haltedVm(client).$ref, false, false));
    const ended = failureOf(client.watchTask(task));
    await client.call('task.cancel', task);
    expect(String(await ended)).toContain('task canceled');
  });

  test('gets the error code and parameters of a refused call', async () => {
    await using peer = await connect(transport);
    expect(await failureOf(peer.client.call('VM.get_record', 'OpaqueRef:none'))).toMatchObject({
      code: 'HANDLE_INVALID',
      params: ['VM', 'OpaqueRef:none'],
    });
  });

  test('goes on with a new session when the server has forgotten the old one', async () => {
    await using peer = await connect(transport);
    const { client } = peer;
    const vm = haltedVm(client);
    const before = client.sessionId;
    for (const session of onlyPool().sessions.values()) for (const end of session.onEnd) end();
    onlyPool().sessions.clear();
    await client.call('VM.set_name_description', vm.$ref, 'after the restart');
    const changed = await client.barrier(vm.$ref);
    expect([client.sessionId === before, changed?.['name_description']]).toEqual([false, 'after the restart']);
  });

  test('refuses a wrong password as the server does', async () => {
    const login = { url: server.urlOf(onlyPool().master), user: 'root', password: 'wrong', transport };
    expect(await failureOf(connectPeer(login))).toMatchObject({ code: 'SESSION_AUTHENTICATION_FAILED' });
  });

  test.skipIf(process.platform === 'darwin')('finds the master from a member', async () => {
    const pool = onlyPool();
    const member = world.hosts.find((host) => host !== pool.master);
    if (member === undefined) throw new Error('the scenario has one host');
    await using peer = await connectPeer({ url: server.urlOf(member), ...DEFAULT_LOGIN, transport });
    expect(peer.client.pool['master']).toBe(pool.master.ref);
  });
});
