import { list } from '#simulator/world/fields.ts';
import { expect, test } from 'vitest';
import type { Requested } from '#shared/contract/request-schema.ts';
import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import { hostNamed } from '#simulator/scenarios/plain-pool.ts';
import { runCommand } from '#simulator/world/faults/commands.ts';
import { type Joining, joining } from '#test/support/joining.ts';
import { timePasses } from '#test/support/passing-time.ts';

const ARRAY = { target: '10.12.1.50', port: 3260, iqn: 'iqn.2010-01.test.rack:spare', scsiId: '36001405ccccddddeeee00010000000a' } as const;

const database = (at: Joining) => hostNamed(at.served.world, 'rack-a-1').pool.database;

function refOf(at: Joining, table: string, name: string): string {
  const found = database(at)
    .refs(table)
    .find((ref) => database(at).get(table, ref)['name_label'] === name);
  if (found === undefined) throw new RangeError(`no ${table} ${name}`);
  return found;
}

const vmNow = (at: Joining, name: string) => database(at).get('VM', refOf(at, 'VM', name));
const hostOf = (at: Joining, vm: string) => String(database(at).get('host', String(vmNow(at, vm)['resident_on']))['name_label']);

async function succeed(at: Joining, request: Requested): Promise<void> {
  const { state } = await at.end(await at.begin(request));
  expect([request.kind, state]).toEqual([request.kind, { is: 'done' }]);
}

/** The engine's own picture, as it was last told. */
async function seen(at: Joining, isSo: () => boolean): Promise<void> {
  await timePasses(at.engine, isSo);
}

test('three fresh hosts become a pool with shared storage and HA; one dies, its VM restarts, and the host returns', async () => {
  await using at = await joining('fresh-hosts');
  const { server } = at;
  for (const name of ['rack-b-1', 'rack-c-1']) {
    const candidate = await at.also(name);
    await succeed(at, { kind: 'pool.join', server, candidate, hostUuid: at.uuidOf(name), isForced: false });
  }
  const source = { kind: 'iscsi', ...ARRAY } as const;
  await succeed(at, { kind: 'sr.create', server, source, name: 'store', description: '', asDefault: true });
  // Refs of the simulator are those of the wire.
  const sr = refOf(at, 'SR', 'store') as RefOf<'sr'>;
  await succeed(at, { kind: 'vm.copy', server, vm: refOf(at, 'VM', 'rack-a-vm-1') as VmRef, name: 'web', to: sr });
  const vm = refOf(at, 'VM', 'web') as VmRef;
  await succeed(at, {
    kind: 'ha.enable',
    server,
    heartbeat: sr,
    failures: 1,
    settings: [{ vm, priority: 'restart', order: 0, startDelaySeconds: 0 }],
  });
  await succeed(at, { kind: 'vm.start', server, vm, host: refOf(at, 'host', 'rack-b-1') as HostRef });
  expect(hostOf(at, 'web')).toBe('rack-b-1');

  runCommand(at.served.world, 'power-off', ['rack-b-1']);
  await seen(at, () => vmNow(at, 'web')['power_state'] === 'Running' && hostOf(at, 'web') !== 'rack-b-1');
  const isLive = () => {
    const metrics = database(at).get('host', refOf(at, 'host', 'rack-b-1'))['metrics'];
    return database(at).get('host_metrics', String(metrics))['live'] === true;
  };
  expect(isLive()).toBe(false);

  runCommand(at.served.world, 'power-on', ['rack-b-1']);
  await seen(at, () => isLive() && database(at).get('host', refOf(at, 'host', 'rack-b-1'))['enabled'] === true);
  // It takes part again: the pool promises what it did before.
  await seen(at, () => Number(database(at).get('pool', String(database(at).refs('pool')[0]))['ha_plan_exists_for']) >= 1);
});

interface Trouble {
  readonly says: string;
  readonly strike: (at: Joining) => void;
  readonly heal: (at: Joining) => void;
}

const office = (at: Joining) => hostNamed(at.served.world, 'off-1').pool;
const setLink = (at: Joining, mode: 'ok' | 'refuse') => {
  office(at).master.link.mode = mode;
  at.served.refresh();
};

const troubles: readonly Trouble[] = [
  { says: 'the way to the pool is lost', strike: (at) => setLink(at, 'refuse'), heal: (at) => setLink(at, 'ok') },
  {
    says: 'the master’s toolstack starts again',
    strike: (at) => void runCommand(at.served.world, 'restart-toolstack', ['off-1']),
    heal: () => undefined,
  },
];

interface Work {
  readonly says: string;
  readonly of: (at: Joining) => Promise<Requested>;
  /** Where it is struck. */
  readonly step: string;
  readonly isDone: (at: Joining) => boolean;
  /** What a failure must leave. */
  readonly isAsBefore: (at: Joining) => boolean;
}

const hostRow = (at: Joining, name: string) => {
  const { database: rows } = office(at);
  const ref = rows.refByUuid('host', at.uuidOf(name));
  return ref === undefined ? undefined : rows.get('host', ref);
};

function residentsOf(at: Joining, name: string): number {
  return list(hostRow(at, name) ?? {}, 'resident_VMs').length;
}

const works: readonly Work[] = [
  {
    says: 'a host joins',
    of: async (at) => ({
      kind: 'pool.join',
      server: at.server,
      candidate: await at.also('fresh-a-1'),
      hostUuid: at.uuidOf('fresh-a-1'),
      isForced: false,
    }),
    step: 'restart',
    isDone: (at) => hostRow(at, 'fresh-a-1')?.['enabled'] === true,
    isAsBefore: (at) => hostRow(at, 'fresh-a-1') === undefined,
  },
  {
    says: 'a host is emptied',
    of: async (at) =>
      await Promise.resolve({
        kind: 'host.enter-maintenance',
        server: at.server,
        host: hostNamed(at.served.world, 'off-2').ref as HostRef,
        vms: 'leave',
      }),
    step: 'move-vms',
    isDone: (at) => hostRow(at, 'off-2')?.['enabled'] === false && residentsOf(at, 'off-2') === 1,
    isAsBefore: (at) => hostRow(at, 'off-2')?.['enabled'] === true && residentsOf(at, 'off-2') === 4,
  },
];

test.each(works.flatMap((work) => troubles.map((trouble) => [`${work.says}, ${trouble.says}`, work, trouble] as const)))(
  '%s: it is done, or all is as it was',
  async (_says, work, trouble) => {
    await using at = await joining();
    const id = await at.begin(await work.of(at));
    await at.until(id, ({ steps }) => steps.some(({ name, state }) => name === work.step && state === 'running'));
    trouble.strike(at);
    const started = at.engine.clock.now();
    await timePasses(at.engine, () => at.engine.clock.now() - started > 2_000);
    trouble.heal(at);
    const { state } = await at.end(id);
    const { is } = state;
    // A toolstack that starts again forgets what it was doing: then everything has to be as it was.
    expect({ state, isRight: is === 'done' ? work.isDone(at) : work.isAsBefore(at) }).toMatchObject({ isRight: true });
  },
);
