import { afterEach, describe, expect, test } from 'vitest';
import type { PeerClient, PeerObject } from 'xen-api';
import { order } from '#simulator/control/control-client.ts';
import type { ControlledDataCentre } from '#simulator/serve-controlled.ts';
import { startScenario } from '#simulator/start-scenario.ts';
import { connectPeer, type Peer, transports } from './peer.ts';

/** World seconds per real second. */
const SPEED = 60;

const started: ControlledDataCentre[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((dataCentre) => dataCentre.close()));
});

async function start(scenario: string): Promise<ControlledDataCentre> {
  const dataCentre = await startScenario(scenario, { speed: SPEED });
  started.push(dataCentre);
  return dataCentre;
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** What the control address is asked to do must have worked before anything else is believed. */
async function cause(dataCentre: ControlledDataCentre, command: string, ...values: readonly string[]): Promise<unknown> {
  const answer = await order(dataCentre.control, command, values);
  if (!answer.ok) throw new Error(answer.error);
  return answer.told;
}

function masterOf(dataCentre: ControlledDataCentre) {
  const master = dataCentre.hosts.find((host) => host.master);
  if (master === undefined) throw new Error('no host is master');
  return master;
}

function objects(client: PeerClient, type: string): PeerObject[] {
  return Object.values(client.objects.all).filter((object) => object.$type === type);
}

function found(client: PeerClient, type: string, test: (object: PeerObject) => boolean): PeerObject {
  const object = objects(client, type).find(test);
  if (object === undefined) throw new Error(`no such ${type}`);
  return object;
}

describe.each(transports)('xen-api over %s', (transport) => {
  const connect = (dataCentre: ControlledDataCentre, login: { user?: string } = {}): Promise<Peer> =>
    connectPeer({ url: masterOf(dataCentre).url, user: login.user ?? dataCentre.user, password: dataCentre.password, transport });

  test('is told which host does not answer when its VM is to stop', async () => {
    await using peer = await connect(await start('dark-member'));
    const { client } = peer;
    const darkMetrics = found(client, 'host_metrics', (metrics) => metrics['live'] === false);
    const dark = found(client, 'host', (host) => host['metrics'] === darkMetrics.$ref);
    const vm = found(client, 'VM', (object) => object['resident_on'] === dark.$ref && object['is_control_domain'] === false);

    const offline = { code: 'HOST_OFFLINE', params: [dark.$ref] };
    expect(vm['power_state']).toBe('Running');
    expect(await failureOf(client.call('VM.clean_shutdown', vm.$ref))).toMatchObject(offline);
    expect(await failureOf(client.callAsync('VM.clean_shutdown', vm.$ref))).toMatchObject(offline);
  });

  test('logs in again after the toolstack has started anew, and sees what changes then', async () => {
    const dataCentre = await start('two-hosts-iscsi');
    await using peer = await connect(dataCentre);
    const { client } = peer;
    const before = client.sessionId;
    const vm = found(client, 'VM', (object) => object['power_state'] === 'Halted' && object['is_a_template'] === false);

    await cause(dataCentre, 'restart-toolstack', masterOf(dataCentre).name);
    await cause(dataCentre, 'advance', '30000');
    await client.call('VM.set_name_description', vm.$ref, 'after the restart');

    // Its barrier may be met by the pool read afresh, while the VM was read before the change: only events settle it.
    await expect.poll(() => client.getObjectByRef(vm.$ref)?.['name_description'], { timeout: 20_000 }).toBe('after the restart');
    expect(client.sessionId).not.toBe(before);
  });

  test('can tell by the counts that it has missed a deletion the server no longer remembers', async () => {
    const dataCentre = await start('two-hosts-iscsi');
    const pool = masterOf(dataCentre).name;
    await using peer = await connect(dataCentre);
    const { client } = peer;
    const record = { name_label: 'passing', name_description: '', other_config: {}, tags: [], MTU: '1500' };
    const passing = String(await client.call('network.create', record));
    const seen = await heard(client, '');

    await client.call('network.destroy', passing);
    await cause(dataCentre, 'overflow-deletions', pool, 'network');
    const later = await heard(client, seen.token);
    const afresh = await heard(client, '');

    expect(seen.refs).toContain(passing);
    expect(later.deleted).not.toContain(passing);
    expect([later.count, afresh.refs.length]).toEqual([seen.count - 1, seen.count - 1]);
  });

  test('is refused what the role of its user does not allow', async () => {
    const dataCentre = await start('two-hosts-iscsi');
    await cause(dataCentre, 'add-user', masterOf(dataCentre).name, 'auditor', 'read-only');
    await using peer = await connect(dataCentre, { user: 'auditor' });
    const { client } = peer;
    const vm = found(client, 'VM', (object) => object['is_a_template'] === false && object['is_control_domain'] === false);

    expect(await failureOf(client.call('VM.set_name_label', vm.$ref, 'mine'))).toMatchObject({
      code: 'RBAC_PERMISSION_DENIED',
      params: ['vm.set_name_label', expect.stringContaining('pool-admin')],
    });
  });

  test('waits for a stuck task until it is cancelled', async () => {
    const dataCentre = await start('two-hosts-iscsi');
    await using peer = await connect(dataCentre);
    const { client } = peer;
    const task = String(await cause(dataCentre, 'stick-task', masterOf(dataCentre).name));
    await client.barrier();
    const ended = failureOf(client.watchTask(task));

    await client.call('task.cancel', task);

    expect(String(await ended)).toContain('task canceled');
  });

  test('is refused a disk on a full store', async () => {
    const dataCentre = await start('two-hosts-iscsi');
    await using peer = await connect(dataCentre);
    const { client } = peer;
    const store = found(client, 'SR', (object) => object['type'] === 'lvmoiscsi');
    await cause(dataCentre, 'fill-storage', masterOf(dataCentre).name, String(store['name_label']));

    const disk = { name_label: 'more', name_description: '', SR: store.$ref, virtual_size: '1073741824', type: 'user' };
    const refused = client.call('VDI.create', { ...disk, sharable: false, read_only: false, other_config: {} });

    expect(await failureOf(refused)).toMatchObject({ code: 'SR_BACKEND_FAILURE_44', params: ['', 'There is insufficient space', ''] });
  });
});

interface Heard {
  readonly token: string;
  readonly refs: readonly string[];
  readonly deleted: readonly string[];
  readonly count: number;
}

/** One look at the networks' events, made by hand: the peer's own watching keeps its replies to itself. */
async function heard(client: PeerClient, token: string): Promise<Heard> {
  const reply = (await client.call('event.from', ['network'], token, 0.1)) as {
    readonly token: string;
    readonly events: readonly { readonly operation: string; readonly ref: string }[];
    readonly valid_ref_counts: Readonly<Record<string, string | number>>;
  };
  const refs = (wanted: (operation: string) => boolean) => reply.events.filter(({ operation }) => wanted(operation)).map(({ ref }) => ref);
  return {
    token: reply.token,
    refs: refs((operation) => operation !== 'del'),
    deleted: refs((operation) => operation === 'del'),
    count: Number(reply.valid_ref_counts['network']),
  };
}
