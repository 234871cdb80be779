import { entry, flag, list, map, ref, text } from '../fields.ts';
import { isHaOn, poolOf } from '../ha/plan/plan-state.ts';
import { machineOf } from '../reach.ts';
import type { Ref, Row } from '../value.ts';
import type { Call, PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';

export interface Joining {
  readonly call: Call;
  /** The pool that is to be joined. */
  readonly target: PoolState;
  readonly isForced: boolean;
}

type Check = (joining: Joining) => XapiError | undefined;

/** In the server's order: the first that objects is heard. */
const CHECKS: readonly Check[] = [
  sizeProblem,
  bootProblem,
  ownHaProblem,
  ownClusterProblem,
  targetHaProblem,
  sameHostProblem,
  otherHostsProblem,
  runningProblem,
  busyProblem,
  guidanceProblem,
  compatibilityProblem,
  homogeneityProblem,
  sharedStorageProblem,
  networkProblem,
  managementVlanProblem,
  directoryProblem,
  licenceProblem,
  backendProblem,
  apiProblem,
  schemaProblem,
  updatesProblem,
  addressTypeProblem,
  purposeProblem,
  tlsProblem,
  certificateProblem,
  upgradeProblem,
  driverProblem,
];

/** Throws what the joining host finds first, as the server does before it changes anything. */
export function assertMayJoin(joining: Joining): void {
  for (const check of CHECKS) {
    const problem = check(joining);
    if (problem !== undefined) throw problem;
  }
}

const RESTRICTED_SIZE = 3;

const joiner = ({ call }: Joining): Row => call.pool.database.get('host', call.host.ref);
const master = ({ target }: Joining): Row => target.database.get('host', target.master.ref);

function rowsOf(pool: PoolState, table: string): readonly Row[] {
  return pool.database.refs(table).map((self) => pool.database.get(table, self));
}

function sizeProblem({ call, target }: Joining): XapiError | undefined {
  const isRestricted = entry(joinerPool(call), 'restrictions', 'restrict_pool_size') === 'true';
  return isRestricted && target.database.refs('host').length >= RESTRICTED_SIZE
    ? new XapiError('LICENCE_RESTRICTION', 'restrict_pool_size')
    : undefined;
}

const joinerPool = (call: Call): Row => poolOf(call.pool).row;

function bootProblem({ call }: Joining): XapiError | undefined {
  return managementOf(call.pool, call.host.ref) === undefined ? new XapiError('HOST_STILL_BOOTING') : undefined;
}

function managementOf(pool: PoolState, host: Ref): Row | undefined {
  return list(pool.database.get('host', host), 'PIFs')
    .map((pif) => pool.database.get('PIF', pif))
    .find((pif) => flag(pif, 'management'));
}

function ownHaProblem({ call }: Joining): XapiError | undefined {
  return isHaOn(call.pool) ? new XapiError('HA_IS_ENABLED') : undefined;
}

function ownClusterProblem({ call }: Joining): XapiError | undefined {
  const found = call.pool.database.refs('Cluster_host').find((self) => flag(call.pool.database.get('Cluster_host', self), 'enabled'));
  return found === undefined ? undefined : new XapiError('CLUSTERING_ENABLED', found);
}

function targetHaProblem({ target }: Joining): XapiError | undefined {
  return isHaOn(target) ? new XapiError('HA_IS_ENABLED') : undefined;
}

function sameHostProblem({ call, target }: Joining): XapiError | undefined {
  if (target.master === call.host) return new XapiError('OPERATION_NOT_ALLOWED', 'Host cannot become slave of itself');
  const isKnown = target.database.refByUuid('host', call.host.uuid) !== undefined;
  return isKnown ? new XapiError('OPERATION_NOT_ALLOWED', 'Host is already part of a pool') : undefined;
}

function otherHostsProblem({ call }: Joining): XapiError | undefined {
  return call.pool.database.refs('host').length > 1 ? new XapiError('JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS') : undefined;
}

function guestsIn(pool: PoolState): readonly Row[] {
  return rowsOf(pool, 'VM').filter((vm) => !flag(vm, 'is_control_domain') && !flag(vm, 'is_a_template'));
}

function runningProblem({ call }: Joining): XapiError | undefined {
  const isRunning = guestsIn(call.pool).some((vm) => text(vm, 'power_state') === 'Running');
  if (isRunning) return new XapiError('JOINING_HOST_CANNOT_HAVE_RUNNING_VMS');
  const isOld = call.pool.profile === '8.2';
  const isSuspended = guestsIn(call.pool).some((vm) => text(vm, 'power_state') === 'Suspended');
  return isOld && isSuspended ? new XapiError('JOINING_HOST_CANNOT_HAVE_RUNNING_OR_SUSPENDED_VMS') : undefined;
}

function busyProblem({ call }: Joining): XapiError | undefined {
  const isBusy = guestsIn(call.pool).some((vm) => Object.keys(map(vm, 'current_operations')).length > 0);
  return isBusy ? new XapiError('JOINING_HOST_CANNOT_HAVE_VMS_WITH_CURRENT_OPERATIONS') : undefined;
}

function guidanceProblem(joining: Joining): XapiError | undefined {
  const { call, target } = joining;
  if (list(joiner(joining), 'pending_guidances').length > 0) return new XapiError('HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY', call.host.ref);
  const isPending = list(master(joining), 'pending_guidances').length > 0;
  return isPending ? new XapiError('HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY', target.master.ref) : undefined;
}

function differs(joining: Joining, keys: readonly string[]): boolean {
  return keys.some((key) => entry(joiner(joining), 'software_version', key) !== entry(master(joining), 'software_version', key));
}

function compatibilityProblem(joining: Joining): XapiError | undefined {
  return differs(joining, ['platform_version', 'product_brand']) ? new XapiError('HOSTS_NOT_COMPATIBLE') : undefined;
}

function homogeneityProblem(joining: Joining): XapiError | undefined {
  if (joining.isForced) return undefined;
  if (differs(joining, ['xapi', 'product_brand', 'git_id', 'xs:linux'])) return new XapiError('HOSTS_NOT_HOMOGENEOUS', 'Software version differs');
  const pool = poolOf(joining.target).row;
  const isSame = entry(joiner(joining), 'cpu_info', 'vendor') === entry(pool, 'cpu_info', 'vendor');
  return isSame ? undefined : new XapiError('HOSTS_NOT_HOMOGENEOUS', 'CPUs differ');
}

function sharedStorageProblem({ call }: Joining): XapiError | undefined {
  const isThere = rowsOf(call.pool, 'SR').some((sr) => flag(sr, 'shared') && !isToolsSr(sr));
  return isThere ? new XapiError('JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS') : undefined;
}

export function isToolsSr(sr: Row): boolean {
  return flag(sr, 'is_tools_sr') || entry(sr, 'other_config', 'xenserver_tools_sr') === 'true';
}

function networkProblem({ call }: Joining): XapiError | undefined {
  const { database } = call.pool;
  if (database.refs('Bond').length > 0) return new XapiError('POOL_JOINING_HOST_HAS_BONDS');
  if (database.refs('tunnel').length > 0) return new XapiError('POOL_JOINING_HOST_HAS_TUNNELS');
  if (database.refs('network_sriov').length > 0) return new XapiError('POOL_JOINING_HOST_HAS_NETWORK_SRIOVS');
  const isOther = rowsOf(call.pool, 'PIF').some((pif) => Number(pif['VLAN']) >= 0 && !flag(pif, 'management'));
  return isOther ? new XapiError('POOL_JOINING_HOST_HAS_NON_MANAGEMENT_VLANS') : undefined;
}

function managementVlanProblem({ call, target }: Joining): XapiError | undefined {
  const own = Number(managementOf(call.pool, call.host.ref)?.['VLAN'] ?? -1);
  const others = Number(managementOf(target, target.master.ref)?.['VLAN'] ?? -1);
  return own === others ? undefined : new XapiError('POOL_JOINING_HOST_MANAGEMENT_VLAN_DOES_NOT_MATCH', String(own), String(others));
}

function directoryProblem(joining: Joining): XapiError | undefined {
  const [own, others] = [joiner(joining), master(joining)];
  const isSame =
    text(own, 'external_auth_type') === text(others, 'external_auth_type') &&
    text(own, 'external_auth_service_name').toLowerCase() === text(others, 'external_auth_service_name').toLowerCase();
  return isSame ? undefined : new XapiError('POOL_JOINING_EXTERNAL_AUTH_MISMATCH');
}

function licenceProblem(joining: Joining): XapiError | undefined {
  const own = text(joiner(joining), 'edition');
  const others = text(master(joining), 'edition');
  return own === others ? undefined : new XapiError('LICENSE_HOST_POOL_MISMATCH', `host edition = "${own}"`, `pool edition = "${others}"`);
}

function backendProblem(joining: Joining): XapiError | undefined {
  return differs(joining, ['network_backend']) ? new XapiError('OPERATION_NOT_ALLOWED', 'Network backends differ') : undefined;
}

function apiProblem(joining: Joining): XapiError | undefined {
  const version = (row: Row): string => `${String(row['API_version_major'])}.${String(row['API_version_minor'])}`;
  const [own, others] = [version(joiner(joining)), version(master(joining))];
  return own === others ? undefined : new XapiError('POOL_JOINING_HOST_MUST_HAVE_SAME_API_VERSION', own, others);
}

function schemaProblem(joining: Joining): XapiError | undefined {
  const own = entry(joiner(joining), 'software_version', 'db_schema');
  const others = entry(master(joining), 'software_version', 'db_schema');
  const isSame = own !== undefined && own === others;
  return isSame ? undefined : new XapiError('POOL_JOINING_HOST_MUST_HAVE_SAME_DB_SCHEMA', own ?? '', others ?? '');
}

function updatesProblem({ call, target }: Joining): XapiError | undefined {
  const enforced = (pool: PoolState, host: Ref): string =>
    list(pool.database.get('host', host), 'updates')
      .map((update) => pool.database.get('pool_update', update))
      .filter((update) => flag(update, 'enforce_homogeneity'))
      .map((update) => text(update, 'uuid'))
      .toSorted()
      .join(' ');
  if (enforced(call.pool, call.host.ref) === enforced(target, target.master.ref)) return undefined;
  return new XapiError('HOSTS_NOT_HOMOGENEOUS', `Updates on local host ${call.host.uuid} and pool host ${target.master.uuid} differ`);
}

function addressTypeProblem({ call, target }: Joining): XapiError | undefined {
  const own = text(managementOf(call.pool, call.host.ref) ?? {}, 'primary_address_type');
  const others = text(managementOf(target, target.master.ref) ?? {}, 'primary_address_type');
  return own === others ? undefined : new XapiError('OPERATION_NOT_ALLOWED', 'Primary address type differs');
}

function purposeProblem({ call, target }: Joining): XapiError | undefined {
  const purposes = new Set([call.pool, target].flatMap((pool) => rowsOf(pool, 'network').flatMap((network) => list(network, 'purpose'))));
  const isMixed = purposes.has('nbd') && purposes.has('insecure_nbd');
  return isMixed ? new XapiError('OPERATION_NOT_ALLOWED', 'Incompatible network purposes: nbd and insecure_nbd') : undefined;
}

function tlsProblem({ call, target }: Joining): XapiError | undefined {
  const verifies = (pool: PoolState): boolean => flag(poolOf(pool).row, 'tls_verification_enabled');
  return verifies(call.pool) === verifies(target) ? undefined : new XapiError('POOL_JOINING_HOST_TLS_VERIFICATION_MISMATCH');
}

function certificateProblem({ call, target }: Joining): XapiError | undefined {
  const authorities = (pool: PoolState): ReadonlyMap<string, string> =>
    new Map(
      rowsOf(pool, 'Certificate')
        .filter((row) => text(row, 'type') === 'ca')
        .map((row) => [text(row, 'name'), text(row, 'fingerprint')]),
    );
  const others = authorities(target);
  const clashing = [...authorities(call.pool)]
    .filter(([name, fingerprint]) => (others.get(name) ?? fingerprint) !== fingerprint)
    .map(([name]) => name);
  return clashing.length === 0 ? undefined : new XapiError('POOL_JOINING_HOST_CA_CERTIFICATES_CONFLICT', ...clashing);
}

function upgradeProblem({ call, target }: Joining): XapiError | undefined {
  const isUpdating = [call.pool, target].some((pool) =>
    rowsOf(pool, 'host').some((host) => Object.values(map(host, 'current_operations')).includes('apply_updates')),
  );
  return isUpdating ? new XapiError('NOT_SUPPORTED_DURING_UPGRADE') : undefined;
}

function driverProblem({ call, target }: Joining): XapiError | undefined {
  const own = new Map(call.pool.database.refs('SM').map((self) => [text(call.pool.database.get('SM', self), 'type'), self]));
  for (const self of target.database.refs('SM')) {
    const wanted = target.database.get('SM', self);
    const mine = own.get(text(wanted, 'type'));
    const features = mine === undefined ? {} : map(call.pool.database.get('SM', mine), 'features');
    const lacks = Object.entries(map(wanted, 'features')).some(([name, version]) => Number(features[name] ?? -1) < Number(version));
    if (mine === undefined || lacks) return new XapiError('POOL_JOINING_SM_FEATURES_INCOMPATIBLE', self, mine ?? '');
  }
  return undefined;
}

/** Whether every host but the caller's own answers, for what all of them have to agree to. */
export function silentHost(call: Pick<Call, 'pool' | 'world'>): Ref | undefined {
  return call.pool.database.refs('host').find((host) => {
    const machine = machineOf(call, host);
    const metrics = ref(call.pool.database.get('host', host), 'metrics');
    const isLive = metrics !== undefined && flag(call.pool.database.find('host_metrics', metrics) ?? {}, 'live');
    return machine === undefined || !isLive;
  });
}
