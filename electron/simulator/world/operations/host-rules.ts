import { flag, list, map, ref, text } from '../fields.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

const CREATING = new Set(['provision', 'vm_resume', 'vm_migrate']);
const REMOVING = new Set(['evacuate', 'reboot', 'shutdown']);
const EXCLUSIVE = new Set(['shutdown', 'reboot', 'apply_updates']);

/** The order in which the server lists them. */
const LISTED = ['vm_migrate', 'provision', 'vm_resume', 'apply_updates', 'enable', 'reboot', 'evacuate', 'vm_start', 'shutdown', 'power_on'];

export function hostProblem(pool: PoolState, host: Ref, operation: string): XapiError | undefined {
  const row = pool.database.get('host', host);
  return conflict(host, row, operation) ?? stateProblem(host, row, isLiveRow(pool, row), operation);
}

function conflict(host: Ref, row: Row, operation: string): XapiError | undefined {
  const running = Object.entries(map(row, 'current_operations')).map(([task, other]) => [task, String(other)] as const);
  const against = running.find(
    ([, other]) =>
      (CREATING.has(operation) && REMOVING.has(other)) ||
      (REMOVING.has(operation) && CREATING.has(other)) ||
      (EXCLUSIVE.has(operation) && EXCLUSIVE.has(other)) ||
      (operation === 'provision' && other === 'provision'),
  );
  return against === undefined ? undefined : new XapiError('OTHER_OPERATION_IN_PROGRESS', 'host', host, against[1], against[0]);
}

function stateProblem(host: Ref, row: Row, isLive: boolean, operation: string): XapiError | undefined {
  if (EXCLUSIVE.has(operation) && flag(row, 'enabled')) return new XapiError('HOST_NOT_DISABLED');
  if (operation === 'power_on' && text(row, 'power_on_mode') === '') return new XapiError('HOST_POWER_ON_MODE_DISABLED');
  if (operation === 'power_on' && isLive) return new XapiError('HOST_IS_LIVE', host);
  return undefined;
}

export function isLiveRow(pool: PoolState, host: Row): boolean {
  const metrics = pool.database.find('host_metrics', ref(host, 'metrics') ?? '');
  return metrics !== undefined && flag(metrics, 'live');
}

export function allowedHostOperations(pool: PoolState, host: Ref): string[] {
  const known = pool.model.classes.get('host')?.enums['host_allowed_operations'] ?? [];
  return LISTED.filter((operation) => known.includes(operation) && hostProblem(pool, host, operation) === undefined);
}

/** Operations of which only one may run in a pool, with the error the others get meanwhile. */
const POOL_BLOCKERS: Readonly<Record<string, string>> = {
  ha_enable: 'HA_ENABLE_IN_PROGRESS',
  ha_disable: 'HA_DISABLE_IN_PROGRESS',
  cluster_create: 'CLUSTER_CREATE_IN_PROGRESS',
  designate_new_master: 'DESIGNATE_NEW_MASTER_IN_PROGRESS',
  tls_verification_enable: 'TLS_VERIFICATION_ENABLE_IN_PROGRESS',
  configure_repositories: 'CONFIGURE_REPOSITORIES_IN_PROGRESS',
  sync_updates: 'SYNC_UPDATES_IN_PROGRESS',
  sync_bundle: 'SYNC_BUNDLE_IN_PROGRESS',
  apply_updates: 'APPLY_UPDATES_IN_PROGRESS',
};

export function poolProblem(pool: PoolState, self: Ref, operation: string): XapiError | undefined {
  const row = pool.database.get('pool', self);
  for (const other of Object.values(map(row, 'current_operations'))) {
    const code = POOL_BLOCKERS[String(other)];
    if (code !== undefined) return new XapiError(code);
  }
  if (operation === 'ha_enable' && flag(row, 'ha_enabled')) return new XapiError('HA_IS_ENABLED');
  if (operation === 'ha_disable' && !flag(row, 'ha_enabled')) return new XapiError('HA_NOT_ENABLED');
  if (operation === 'cluster_create' && pool.database.refs('Cluster').length > 0) return new XapiError('CLUSTER_ALREADY_EXISTS');
  return undefined;
}

export function allowedPoolOperations(pool: PoolState, self: Ref): string[] {
  const known = pool.model.classes.get('pool')?.enums['pool_allowed_operations'] ?? [];
  return known.filter((operation) => POOL_BLOCKERS[operation] !== undefined && poolProblem(pool, self, operation) === undefined);
}

const STOPS = new Set(['clean_shutdown', 'hard_shutdown', 'shutdown']);

export function applianceProblem(pool: PoolState, self: Ref, operation: string): XapiError | undefined {
  const row = pool.database.get('VM_appliance', self);
  const [running] = Object.entries(map(row, 'current_operations'));
  if (running !== undefined) return new XapiError('OTHER_OPERATION_IN_PROGRESS', 'VM_appliance', self, String(running[1]), running[0]);
  const states = list(row, 'VMs').map((vm) => text(pool.database.get('VM', vm), 'power_state'));
  if (states.length === 0) return new XapiError('OPERATION_NOT_ALLOWED', 'Appliance has no VMs.');
  if (operation === 'start' && states.every((state) => state === 'Running')) return new XapiError('OPERATION_NOT_ALLOWED', 'All VMs are running.');
  if (STOPS.has(operation) && states.every((state) => state === 'Halted')) return new XapiError('OPERATION_NOT_ALLOWED', 'All VMs are halted.');
  return undefined;
}
