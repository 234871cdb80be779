import type { JoinCell, JoinFix } from './cell.ts';
import type { JoinSide } from './side.ts';
import { failed, passed, type Pair, warns } from './verdicts.ts';

const RESTRICTED_SIZE = 3;
/** What the oldest guides recommend, and what the newest servers are tested with. */
const RECOMMENDED_SIZE = 16;
const TESTED_SIZE = 64;
/** Tickets of a directory are refused beyond minutes; members compare times to the second. */
const SKEW_MS = 2_000;
const ENDS_SOON_MS = 30 * 24 * 3_600_000;

export function rightsCells({ host, pool }: Pair, joining: number): readonly JoinCell[] {
  return [
    signedInCell({ host, pool }),
    aloneCell({ host, pool }),
    haCell({ host, pool }),
    sizeCell({ host, pool }, joining),
    licenceCell({ host, pool }),
    clusterCell({ host, pool }),
  ];
}

function signedInCell({ host, pool }: Pair): JoinCell {
  const refused = host.mayJoin ? (pool.mayJoin ? undefined : 'pool') : 'host';
  return refused === undefined ? passed('signed-in') : failed('signed-in', 'RBAC_PERMISSION_DENIED', { [refused]: 'pool.join' });
}

function aloneCell({ host, pool }: Pair): JoinCell {
  if (pool.members.some(({ uuid }) => uuid === host.hostUuid)) return failed('alone', 'OPERATION_NOT_ALLOWED', { host: pool.poolName });
  if (host.members.length < 2) return passed('alone', { host: host.poolName });
  const others = host.members.filter(({ uuid }) => uuid !== host.hostUuid).map(({ name }) => name);
  return failed('alone', 'JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS', { host: host.poolName, names: others });
}

function haCell({ host, pool }: Pair): JoinCell {
  const on = host.isHaEnabled ? 'host' : 'pool';
  if (!host.isHaEnabled && !pool.isHaEnabled) return passed('ha');
  return failed('ha', 'HA_IS_ENABLED', { [on]: 'on', fixes: [{ is: 'ha-off', on }] });
}

function sizeCell({ host, pool }: Pair, joining: number): JoinCell {
  const count = pool.members.length + joining;
  if (host.restricts.size && pool.members.length + joining > RESTRICTED_SIZE)
    return failed('size', 'LICENCE_RESTRICTION', { pool: String(RESTRICTED_SIZE), count });
  if (count > RECOMMENDED_SIZE) return warns('size', { pool: String(count > TESTED_SIZE ? TESTED_SIZE : RECOMMENDED_SIZE), count });
  return passed('size', { count });
}

function licenceCell({ host, pool }: Pair): JoinCell {
  const values = { host: host.edition, pool: pool.edition };
  if (host.restricts.pooling) return failed('licence', 'LICENCE_RESTRICTION', values);
  if (host.edition === pool.edition) return passed('licence', values);
  const canHave = host.editions.length === 0 || host.editions.includes(pool.edition);
  const { edition, licenceServer } = pool;
  const fixes = [{ is: 'relicense', host: host.hostRef, edition, licenceServer } as const];
  return failed('licence', 'LICENSE_HOST_POOL_MISMATCH', { ...values, ...(canHave && { fixes }) });
}

function clusterCell({ host, pool }: Pair): JoinCell {
  if (host.hasCluster) return failed('cluster', 'CLUSTERING_ENABLED', { host: host.host });
  return pool.hasCluster ? warns('cluster', { pool: pool.poolName }) : passed('cluster');
}

export function networkCells(pair: Pair): readonly JoinCell[] {
  return [
    interfacesCell(pair),
    managementCell(pair),
    staticCell(pair),
    managementVlanCell(pair),
    familyCell(pair),
    backendCell(pair),
    purposesCell(pair),
    clockCell(pair),
  ];
}

function interfacesCell({ host }: Pair): JoinCell {
  if (host.bonds.length > 0) return failed('interfaces', 'POOL_JOINING_HOST_HAS_BONDS', { names: host.bonds, host: 'bond', ...removal(host) });
  if (host.tunnels > 0) return failed('interfaces', 'POOL_JOINING_HOST_HAS_TUNNELS', { count: host.tunnels, host: 'tunnel' });
  if (host.sriovs > 0) return failed('interfaces', 'POOL_JOINING_HOST_HAS_NETWORK_SRIOVS', { count: host.sriovs, host: 'sriov' });
  const tags = host.vlans.map(String);
  if (tags.length === 0) return passed('interfaces');
  return failed('interfaces', 'POOL_JOINING_HOST_HAS_NON_MANAGEMENT_VLANS', { names: tags, host: 'vlan', ...removal(host) });
}

/** A network in which a VM has a card is not removed over its head. */
function removal({ removableNetworks }: JoinSide): Pick<JoinCell, 'fixes'> {
  return removableNetworks.length === 0 ? {} : { fixes: [{ is: 'remove-networks', networks: removableNetworks }] };
}

function managementCell({ host }: Pair): JoinCell {
  const { management } = host;
  return management === undefined ? failed('management', 'HOST_STILL_BOOTING') : passed('management', { host: management.device });
}

/** The server takes any; one that changes under it loses its pool. */
function staticCell({ host: { management } }: Pair): JoinCell {
  if (management === undefined || management.mode === 'Static') return passed('static-address', { host: management?.ip ?? '' });
  return warns('static-address', { host: management.ip, names: [management.mode], fixes: [{ is: 'static-address', pif: management.pif }] });
}

function managementVlanCell({ host, pool }: Pair): JoinCell {
  const tag = (side: JoinSide): number => side.management?.vlan ?? -1;
  const values = { host: String(tag(host)), pool: String(tag(pool)) };
  if (tag(host) === tag(pool)) return passed('management-vlan', values);
  return failed('management-vlan', 'POOL_JOINING_HOST_MANAGEMENT_VLAN_DOES_NOT_MATCH', values);
}

function familyCell({ host, pool }: Pair): JoinCell {
  const values = { host: host.management?.family ?? '', pool: pool.management?.family ?? '' };
  return values.host === values.pool ? passed('address-family', values) : failed('address-family', 'OPERATION_NOT_ALLOWED', values);
}

function backendCell({ host, pool }: Pair): JoinCell {
  const backend = ({ software }: JoinSide): string => software['network_backend'] ?? '';
  const values = { host: backend(host), pool: backend(pool) };
  if (values.host !== values.pool) return failed('backend', 'OPERATION_NOT_ALLOWED', values);
  const isOtherController = host.controller !== '' && host.controller !== pool.controller;
  return isOtherController ? failed('backend', 'OPERATION_NOT_ALLOWED', { host: host.controller, pool: pool.controller }) : passed('backend', values);
}

function purposesCell({ host, pool }: Pair): JoinCell {
  const all = new Set([...host.purposes, ...pool.purposes]);
  return all.has('nbd') && all.has('insecure_nbd')
    ? failed('purposes', 'OPERATION_NOT_ALLOWED', { host: host.purposes.join(', '), pool: pool.purposes.join(', ') })
    : passed('purposes');
}

function clockCell({ host, pool }: Pair): JoinCell {
  const aheadMs = host.clockAheadMs - pool.clockAheadMs;
  const count = Math.round(aheadMs / 1000);
  return Math.abs(aheadMs) < SKEW_MS ? passed('clock', { count }) : warns('clock', { count, fixes: [{ is: 'look-at-clock', host: host.hostRef }] });
}

export function contentCells({ host }: Pair): readonly JoinCell[] {
  return [runningCell(host), suspendedCell(host), busyCell(host), storageCell(host)];
}

const refsOf = <R>(all: readonly { readonly ref: R }[]): readonly R[] => all.map(({ ref }) => ref);
const namesOf = (all: readonly { readonly name: string }[]): readonly string[] => all.map(({ name }) => name);

function runningCell({ running }: JoinSide): JoinCell {
  if (running.length === 0) return passed('running');
  const vms = refsOf(running);
  return failed('running', 'JOINING_HOST_CANNOT_HAVE_RUNNING_VMS', {
    names: namesOf(running),
    count: running.length,
    fixes: [
      { is: 'suspend', vms },
      { is: 'shut-down', vms },
    ],
  });
}

/** Servers before 8.3 refuse them; the newer ones take them over as they are. */
function suspendedCell({ suspended, software }: JoinSide): JoinCell {
  if (suspended.length === 0) return passed('suspended');
  const facts = { names: namesOf(suspended), count: suspended.length };
  const fixes = [{ is: 'resume', vms: refsOf(suspended) } as const];
  if (isBefore(software['platform_version'], [3, 3]))
    return failed('suspended', 'JOINING_HOST_CANNOT_HAVE_RUNNING_OR_SUSPENDED_VMS', { ...facts, fixes });
  return warns('suspended', facts);
}

function isBefore(version: string | undefined, [major, minor]: readonly [number, number]): boolean {
  const [own = 0, ownMinor = 0] = (version ?? '').split('.').map(Number);
  return own < major || (own === major && ownMinor < minor);
}

function busyCell({ busy }: JoinSide): JoinCell {
  if (busy.length === 0) return passed('busy');
  return failed('busy', 'JOINING_HOST_CANNOT_HAVE_VMS_WITH_CURRENT_OPERATIONS', { names: namesOf(busy), count: busy.length });
}

function storageCell({ sharedSrs }: JoinSide): JoinCell {
  if (sharedSrs.length === 0) return passed('shared-storage');
  return failed('shared-storage', 'JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS', {
    names: namesOf(sharedSrs),
    count: sharedSrs.length,
    fixes: [{ is: 'forget-storage', srs: refsOf(sharedSrs) }],
  });
}

export function trustCells(pair: Pair, nowMs: number): readonly JoinCell[] {
  return [tlsCell(pair), authoritiesCell(pair), certificateCell(pair, nowMs), directoryCell(pair)];
}

function tlsCell({ host, pool }: Pair): JoinCell {
  const word = ({ verifiesTls }: JoinSide): string => (verifiesTls ? 'on' : 'off');
  const values = { host: word(host), pool: word(pool) };
  if (host.verifiesTls === pool.verifiesTls) return passed('tls', values);
  return failed('tls', 'POOL_JOINING_HOST_TLS_VERIFICATION_MISMATCH', {
    ...values,
    fixes: [{ is: 'verify-tls', on: host.verifiesTls ? 'pool' : 'host' }],
  });
}

function authoritiesCell({ host, pool }: Pair): JoinCell {
  const clashing = Object.entries(host.authorities).filter(([name, fingerprint]) => (pool.authorities[name] ?? fingerprint) !== fingerprint);
  if (clashing.length === 0) return passed('authorities');
  return failed('authorities', 'POOL_JOINING_HOST_CA_CERTIFICATES_CONFLICT', { names: clashing.map(([name]) => name) });
}

function certificateCell({ host }: Pair, nowMs: number): JoinCell {
  const { certificateEndsMs } = host;
  if (certificateEndsMs === undefined) return passed('certificate');
  const count = Math.floor((certificateEndsMs - nowMs) / (24 * 3_600_000));
  return certificateEndsMs - nowMs < ENDS_SOON_MS ? warns('certificate', { count, host: host.host }) : passed('certificate', { count });
}

function directoryCell({ host, pool }: Pair): JoinCell {
  const word = ({ directory }: JoinSide): string => (directory.type === '' ? '' : `${directory.type} ${directory.service}`.trim());
  const values = { host: word(host), pool: word(pool) };
  if (word(host).toLowerCase() === word(pool).toLowerCase()) return passed('directory', values);
  return failed('directory', 'POOL_JOINING_EXTERNAL_AUTH_MISMATCH', { ...values, fixes: directoryFixes({ host, pool }) });
}

/** One directory at a time: the host's own is left before the pool's is joined. */
function directoryFixes({ host, pool }: Pair): readonly JoinFix[] {
  if (host.directory.type !== '') return [{ is: 'leave-directory', host: host.hostRef }];
  return pool.directory.type === 'AD' ? [{ is: 'join-directory', host: host.hostRef, directory: pool.directory.service }] : [];
}
