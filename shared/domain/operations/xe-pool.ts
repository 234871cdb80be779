import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { Pool } from '#shared/domain/inventory/watched.ts';
import type { PoolRequest, PoolRequestOf } from './pool-request.ts';
import { MIGRATION_NETWORK_KEY, type PoolChanges, poolSettingsNow, settingsToChange } from './pool-settings.ts';
import { tagLines, xe } from './xe-line.ts';

interface About {
  readonly inventory: Inventory;
  readonly pool: Pool;
  /** Of the host it is about; empty for what is about the pool. */
  readonly uuid: string;
}

/** The same by hand; a host joins from a shell of its own, with a password nobody writes down. */
export function poolLines(request: PoolRequest, inventory: Inventory): readonly string[] {
  const pool = onlyPool(inventory)?.pool;
  const host = 'host' in request ? inventory.host.get(request.host) : undefined;
  if (pool === undefined || ('host' in request && host === undefined)) return [];
  // The table has an entry for every kind, each taking the request of its own kind.
  const write = lines[request.kind] as (request: PoolRequest, about: About) => readonly string[];
  return write(request, { inventory, pool, uuid: host?.uuid ?? '' });
}

const lines: { readonly [K in PoolRequest['kind']]: (request: PoolRequestOf<K>, about: About) => readonly string[] } = {
  'pool.join': ({ isForced }, { inventory, pool }) => {
    const master = pool.master === null ? '' : (inventory.host.get(pool.master)?.address ?? '');
    const force = isForced ? { force: 'true' } : {};
    return ['# on the host that joins', xe('pool-join', { 'master-address': master, 'master-username': 'root', 'master-password': '...', ...force })];
  },
  'pool.eject': (_request, { uuid }) => [xe('pool-eject', { 'host-uuid': uuid })],
  'pool.designate-master': (_request, { uuid }) => [xe('pool-designate-new-master', { 'host-uuid': uuid })],
  'pool.recover-members': () => ['xe pool-recover-slaves'],
  'pool.verify-tls': () => ['xe pool-enable-tls-verification'],
  'pool.configure': ({ changes }, { inventory, pool }) => settingLines(changes, inventory, pool),
  'pool.roll': ({ hosts }, { inventory }) => hosts.flatMap((ref) => rollLines(inventory.host.get(ref)?.uuid ?? '')),
  'host.keep-address': (request, { inventory }) => addressLines(request, inventory),
  'host.set-edition': ({ edition, licenceServer: { address, port } }, { uuid }) => [
    xe('host-apply-edition', {
      'host-uuid': uuid,
      edition,
      ...(address === undefined ? {} : { 'license-server-address': address }),
      ...(port === undefined ? {} : { 'license-server-port': port }),
    }),
  ],
  'host.leave-directory': (_request, { uuid }) => [xe('host-disable-external-auth', { 'host-uuid': uuid })],
  'host.join-directory': ({ directory, user }, { uuid }) => [
    xe('host-enable-external-auth', { 'host-uuid': uuid, 'auth-type': 'AD', 'service-name': directory, 'config:user': user, 'config:pass': '...' }),
  ],
  'host.enter-maintenance': (request, { inventory, pool, uuid }) => [
    ...tolerance(request.failures, pool),
    ...handOver(request, inventory),
    xe('host-disable', { uuid }),
    ...(request.vms === 'leave' ? [xe('host-evacuate', { uuid })] : []),
  ],
  'host.exit-maintenance': ({ failures }, { pool, uuid }) => [xe('host-enable', { uuid }), ...tolerance(failures, pool)],
  'host.reboot': (_request, { uuid }) => [xe('host-disable', { uuid }), xe('host-reboot', { uuid })],
  'host.shut-down': (_request, { uuid }) => [xe('host-disable', { uuid }), xe('host-shutdown', { uuid })],
  'host.power-on': (_request, { uuid }) => [xe('host-power-on', { uuid })],
  'host.restart-toolstack': () => ['# on the host itself', 'xe-toolstack-restart'],
  'host.configure': (request, { uuid }) => configureLines(request, uuid),
};

function tolerance(failures: number | undefined, { uuid }: Pool): readonly string[] {
  return failures === undefined ? [] : [xe('pool-param-set', { uuid, 'ha-host-failures-to-tolerate': String(failures) })];
}

function rollLines(uuid: string): readonly string[] {
  return [xe('host-disable', { uuid }), xe('host-evacuate', { uuid }), xe('host-reboot', { uuid }), xe('host-enable', { uuid })];
}

function handOver({ nextMaster }: PoolRequestOf<'host.enter-maintenance'>, inventory: Inventory): readonly string[] {
  const next = nextMaster === undefined ? undefined : inventory.host.get(nextMaster);
  return next === undefined ? [] : [xe('pool-designate-new-master', { 'host-uuid': next.uuid })];
}

function addressLines({ pif }: PoolRequestOf<'host.keep-address'>, inventory: Inventory): readonly string[] {
  const record = inventory.pif.get(pif);
  if (record === undefined) return [];
  const { uuid, ip, netmask, gateway, dns } = record;
  return [xe('pif-reconfigure-ip', { uuid, mode: 'static', IP: ip, netmask, gateway, DNS: dns })];
}

function configureLines({ iqn, isMultipathing, logDestination, powerOn }: PoolRequestOf<'host.configure'>, uuid: string): readonly string[] {
  return [
    ...(iqn === undefined ? [] : [xe('host-param-set', { uuid, iscsi_iqn: iqn })]),
    ...(isMultipathing === undefined ? [] : [xe('host-param-set', { uuid, multipathing: String(isMultipathing) })]),
    ...(logDestination === undefined
      ? []
      : [xe('host-param-set', { uuid, 'logging:syslog_destination': logDestination }), xe('host-syslog-reconfigure', { 'host-uuid': uuid })]),
    ...(powerOn === undefined ? [] : [xe('host-set-power-on-mode', { host: uuid, 'power-on-mode': powerOn.mode })]),
  ];
}

const parameterNames = {
  name: 'name-label',
  description: 'name-description',
  defaultSr: 'default-SR',
  suspendImageSr: 'suspend-image-SR',
  crashDumpSr: 'crash-dump-SR',
  compressesMigration: 'migration-compression',
  mayOvercommitHa: 'ha-allow-overcommit',
  isLivePatchingOff: 'live-patching-disabled',
} as const;

function settingLines(changes: PoolChanges, inventory: Inventory, pool: Pool): readonly string[] {
  const { uuid } = pool;
  const now = poolSettingsNow(pool);
  return settingsToChange(now, changes).flatMap((name) => {
    switch (name) {
      case 'tags':
        return tagLines({ name: 'pool', uuid }, now.tags, changes.tags ?? []);
      case 'migrationNetwork':
        return changes.migrationNetwork === ''
          ? [xe('pool-param-remove', { uuid, 'param-name': 'other-config', 'param-key': MIGRATION_NETWORK_KEY })]
          : [xe('pool-param-set', { uuid, [`other-config:${MIGRATION_NETWORK_KEY}`]: changes.migrationNetwork ?? '' })];
      case 'isIgmpSnooping':
        return [xe('pool-set-igmp-snooping-enabled', { 'pool-uuid': uuid, value: String(changes.isIgmpSnooping) })];
      case 'defaultSr':
      case 'suspendImageSr':
      case 'crashDumpSr': {
        const sr = changes[name] ?? null;
        return [xe('pool-param-set', { uuid, [parameterNames[name]]: sr === null ? '' : (inventory.sr.get(sr)?.uuid ?? '') })];
      }
      default:
        return [xe('pool-param-set', { uuid, [parameterNames[name]]: String(changes[name]) })];
    }
  });
}
