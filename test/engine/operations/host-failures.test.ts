import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';
import { map } from '#simulator/world/fields.ts';
import type { Row } from '#simulator/world/value.ts';
import { named } from '#test/support/ask.ts';
import { prepare, seen } from '#test/support/engine-picture.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import type { Operating } from '#test/support/operating.ts';
import { isNow, timePasses } from '#test/support/passing-time.ts';
import { guestsOf, hostAndPool, poolLies } from '#test/support/pool-lies.ts';
import { firstPool } from '#test/support/served-world.ts';

const database = (at: Operating) => firstPool(at.served.world).database;
// Refs of the simulator are those of the wire.
const hostRef = (at: Operating, name: string) => named(at.served.world, 'host', name) as HostRef;
const hostB = (at: Operating): Row => database(at).get('host', hostRef(at, 'host-b'));
const poolRow = (at: Operating): Row => database(at).get('pool', String(database(at).refs('pool')[0]));
const startedAt = (at: Operating): string => String(map(hostB(at), 'other_config')['agent_start_time']);
const bootedAt = (at: Operating): string => String(map(hostB(at), 'other_config')['boot_time']);
const RESTARTS_WITHIN_MS = 5_000;

const guests = (at: Operating) => guestsOf(hostB(at), (vm) => database(at).get('VM', vm));
const isNoted = (at: Operating): boolean => Object.keys(map(hostB(at), 'other_config')).some((key) => key.startsWith('MAINTENANCE_MODE'));

/** What the host says of itself before it is asked for anything. */
let before = '';

/** A toolstack that was told to start anew does so in a moment, and connections are lost with it. */
async function calm(at: Operating): Promise<void> {
  const { clock, hosts } = at.served.world;
  const sinceMs = clock.now();
  const isCalm = (): boolean => hosts.every(({ toolstack }) => toolstack.is === 'running') && isNow(at.engine, 'live')();
  await timePasses(at.engine, () => clock.now() > sinceMs + RESTARTS_WITHIN_MS && isCalm());
}

/** host-a is master, host-b takes VMs and has its one. */
async function asBefore(at: Operating): Promise<void> {
  const [hostA, host] = [hostRef(at, 'host-a'), hostRef(at, 'host-b')];
  await calm(at);
  const settled = async (): Promise<void> =>
    await seen(at, (inventory) =>
      [...inventory.host.values()].every(
        ({ isEnabled, metrics, currentOperations }) =>
          isEnabled && metrics !== null && inventory.hostMetrics.get(metrics)?.isLive === true && Object.keys(currentOperations).length === 0,
      ),
    );
  for (const key of Object.keys(map(hostB(at), 'other_config')).filter((each) => each.startsWith('MAINTENANCE_MODE'))) {
    prepare(at, 'host.remove_from_other_config', [host, key]);
  }
  if (hostB(at)['enabled'] !== true) prepare(at, 'host.enable', [host]);
  await settled();
  if (poolRow(at)['master'] !== hostA) {
    prepare(at, 'pool.designate_new_master', [hostA]);
    await seen(at, ({ pool }) => [...pool.values()].every(({ master }) => master === hostA));
    await calm(at);
    await settled();
  }
  const files = at.vm('files');
  if (database(at).get('VM', files)['power_state'] === 'Halted') prepare(at, 'VM.start_on', [files, host, false, false]);
  if (database(at).get('VM', files)['resident_on'] !== host) prepare(at, 'VM.pool_migrate', [files, host, { live: 'true' }]);
  await seen(at, ({ vm, guestMetrics }) => {
    const now = vm.get(files);
    const tools = now?.guestMetrics ?? null;
    return now?.residentOn === host && now.power === 'Running' && tools !== null && guestMetrics.get(tools)?.hasDrivers === true;
  });
}

const trials: readonly Trial[] = [
  {
    name: 'starting a host anew',
    request: async (at) => {
      await asBefore(at);
      before = bootedAt(at);
      return { kind: 'host.reboot', server: at.server, host: hostRef(at, 'host-b') };
    },
    isDone: (at) => bootedAt(at) !== before && hostB(at)['enabled'] === true && guests(at).length === 0,
  },
  {
    name: 'rolling',
    request: async (at) => {
      await asBefore(at);
      before = bootedAt(at);
      return { kind: 'pool.roll', server: at.server, hosts: [hostRef(at, 'host-b')], sinceMs: at.served.world.clock.now() };
    },
    isDone: (at) => bootedAt(at) !== before && hostB(at)['enabled'] === true && guests(at).length === 1 && !isNoted(at),
  },
  {
    name: 'restarting a toolstack',
    request: async (at) => {
      await asBefore(at);
      before = startedAt(at);
      return { kind: 'host.restart-toolstack', server: at.server, host: hostRef(at, 'host-b') };
    },
    isDone: (at) => startedAt(at) !== before,
  },
  {
    name: 'handing the pool over',
    request: async (at) => {
      await asBefore(at);
      return { kind: 'pool.designate-master', server: at.server, host: hostRef(at, 'host-b') };
    },
    isDone: (at) => poolRow(at)['master'] === hostRef(at, 'host-b'),
  },
  {
    name: 'keeping an address',
    request: async (at) => {
      await asBefore(at);
      const pif = database(at)
        .refs('PIF')
        .find((ref) => database(at).get('PIF', ref)['host'] === hostRef(at, 'host-b') && database(at).get('PIF', ref)['management'] === true);
      database(at).set('PIF', String(pif), { ip_configuration_mode: 'DHCP' });
      await seen(at, (inventory) => inventory.pif.get(pif as RefOf<'pif'>)?.ipMode === 'DHCP');
      return { kind: 'host.keep-address', server: at.server, pif: pif as RefOf<'pif'> };
    },
    isDone: (at, request) => request.kind === 'host.keep-address' && database(at).get('PIF', request.pif)['ip_configuration_mode'] === 'Static',
  },
];

failureTable({
  trials,
  telling: hostAndPool,
  lies: poolLies,
  // A handover that loses its master in the middle may leave none; what is made of an end of the app is in restart.test.ts.
  without: { 'handing the pool over': ['the toolstack restarts', 'the app ends'] },
});
