import type { HostRef, RefOf, VmRef } from '#shared/domain/inventory/watched.ts';
import type { Row } from '#simulator/world/value.ts';
import { named } from '#test/support/ask.ts';
import { prepare, seen } from '#test/support/engine-picture.ts';
import { failureTable, type Trial } from '#test/support/failure-table.ts';
import type { Operating } from '#test/support/operating.ts';
import { guestsOf, members, poolLies } from '#test/support/pool-lies.ts';
import { firstPool } from '#test/support/served-world.ts';

const database = (at: Operating) => firstPool(at.served.world).database;
// Refs of the simulator are those of the wire.
const hostB = (at: Operating) => named(at.served.world, 'host', 'host-b') as HostRef;
const hostRow = (at: Operating): Row => database(at).get('host', hostB(at));
const poolRef = (at: Operating): string => String(database(at).refs('pool')[0]);
const poolRow = (at: Operating): Row => database(at).get('pool', poolRef(at));
const vm = (at: Operating, name: string) => named(at.served.world, 'VM', name) as VmRef;
let made = 0;

/** In service, with its one VM, and HA off. */
async function asBefore(at: Operating): Promise<void> {
  if (poolRow(at)['ha_enabled'] === true) prepare(at, 'pool.disable_ha', []);
  for (const key of ['MAINTENANCE_MODE', 'MAINTENANCE_MODE_EVACUATED_VMS_MIGRATED']) {
    prepare(at, 'host.remove_from_other_config', [hostB(at), key]);
  }
  if (hostRow(at)['enabled'] !== true) prepare(at, 'host.enable', [hostB(at)]);
  const files = vm(at, 'files');
  if (database(at).get('VM', files)['resident_on'] !== hostB(at)) prepare(at, 'VM.pool_migrate', [files, hostB(at), { live: 'true' }]);
  await seen(at, ({ pool, host, vm: vms }) => {
    const now = host.get(hostB(at));
    const isOff = [...pool.values()].every(({ isHaEnabled, currentOperations }) => !isHaEnabled && Object.keys(currentOperations).length === 0);
    const isFree =
      now?.isEnabled === true && !('MAINTENANCE_MODE_EVACUATED_VMS_MIGRATED' in now.otherConfig) && Object.keys(now.currentOperations).length === 0;
    return isOff && isFree && vms.get(files)?.residentOn === hostB(at);
  });
}

const guests = (at: Operating) => guestsOf(hostRow(at), (each) => database(at).get('VM', each));

const trials: readonly Trial[] = [
  {
    name: 'settings of a host',
    request: async (at) => {
      await asBefore(at);
      made += 1;
      return { kind: 'host.configure', server: at.server, host: hostB(at), iqn: `iqn.2026-01.test:${made}`, logDestination: `10.1.0.${made % 250}` };
    },
    isDone: (at, request) => request.kind === 'host.configure' && hostRow(at)['iscsi_iqn'] === request.iqn,
  },
  {
    name: 'setting a host aside',
    request: async (at) => {
      await asBefore(at);
      return { kind: 'host.enter-maintenance', server: at.server, host: hostB(at), vms: 'leave' };
    },
    isDone: (at) => hostRow(at)['enabled'] === false && guests(at).length === 0,
  },
  {
    name: 'taking a host back',
    request: async (at) => {
      await asBefore(at);
      const { uuid } = database(at).get('VM', vm(at, 'files'));
      prepare(at, 'host.disable', [hostB(at)]);
      prepare(at, 'VM.pool_migrate', [vm(at, 'files'), named(at.served.world, 'host', 'host-a'), { live: 'true' }]);
      prepare(at, 'host.add_to_other_config', [hostB(at), 'MAINTENANCE_MODE', 'true']);
      prepare(at, 'host.add_to_other_config', [hostB(at), 'MAINTENANCE_MODE_EVACUATED_VMS_MIGRATED', String(uuid)]);
      await seen(at, ({ host }) => {
        const now = host.get(hostB(at));
        return now?.isEnabled === false && now.otherConfig['MAINTENANCE_MODE_EVACUATED_VMS_MIGRATED'] === uuid;
      });
      return { kind: 'host.exit-maintenance', server: at.server, host: hostB(at), bringsBack: true };
    },
    isDone: (at) => hostRow(at)['enabled'] === true && guests(at).length === 1,
  },
  {
    name: 'turning HA on',
    request: async (at) => {
      await asBefore(at);
      made += 1;
      const heartbeat = named(at.served.world, 'SR', 'shared-lun') as RefOf<'sr'>;
      const settings = [{ vm: vm(at, 'web'), priority: 'restart' as const, order: made, startDelaySeconds: 0 }];
      return { kind: 'ha.enable', server: at.server, heartbeat, failures: 1, settings };
    },
    isDone: (at) => poolRow(at)['ha_enabled'] === true,
  },
  {
    name: 'turning HA off',
    request: async (at) => {
      await asBefore(at);
      prepare(at, 'pool.enable_ha', [[named(at.served.world, 'SR', 'shared-lun')], {}]);
      await seen(at, ({ pool }) => [...pool.values()].every(({ isHaEnabled }) => isHaEnabled));
      return { kind: 'ha.disable', server: at.server };
    },
    isDone: (at) => poolRow(at)['ha_enabled'] === false,
  },
];

failureTable({ trials, telling: members, lies: poolLies });
