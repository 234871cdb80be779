import type { JoinCell, JoinCheck } from './cell.ts';
import { contentCells, networkCells, rightsCells, trustCells } from './other-checks.ts';
import type { JoinSide } from './side.ts';
import { softwareCells } from './software-checks.ts';

export interface JoinQuestion {
  readonly host: JoinSide;
  readonly pool: JoinSide;
  /** How many hosts are to join, this one among them. */
  readonly joining: number;
  readonly nowMs: number;
}

/** Every check of client and server at once; a busy pool of updates is the server's to tell. */
export function joinCells({ host, pool, joining, nowMs }: JoinQuestion): readonly JoinCell[] {
  const pair = { host, pool };
  return [...rightsCells(pair, joining), ...softwareCells(pair), ...networkCells(pair), ...contentCells(pair), ...trustCells(pair, nowMs)];
}

/** What stands in the way; a forced join goes past some of it. */
export function hindrances(cells: readonly JoinCell[], isForced: boolean): readonly JoinCell[] {
  return cells.filter(({ verdict, isForcible }) => verdict === 'failed' && !(isForced && isForcible === true));
}

/** The row a refusal of the server belongs to, for what our rules have missed or what has changed meanwhile. */
export function checkOfRefusal(code: string, parameters: readonly string[]): JoinCheck | undefined {
  const [first = ''] = parameters;
  if (code === 'HOSTS_NOT_HOMOGENEOUS') return first.includes('CPU') ? 'vendor' : first.includes('Updates') ? 'updates' : 'toolstack';
  if (code === 'OPERATION_NOT_ALLOWED') return NOT_ALLOWED.find(([text]) => first.includes(text))?.[1];
  return REFUSALS[code];
}

const NOT_ALLOWED: readonly (readonly [string, JoinCheck])[] = [
  ['slave of itself', 'alone'],
  ['part of a pool', 'alone'],
  ['backends', 'backend'],
  ['SDN', 'backend'],
  ['address type', 'address-family'],
  ['purposes', 'purposes'],
];

const REFUSALS: Readonly<Record<string, JoinCheck>> = {
  LICENCE_RESTRICTION: 'licence',
  LICENSE_HOST_POOL_MISMATCH: 'licence',
  V6D_FAILURE: 'licence',
  HOST_STILL_BOOTING: 'management',
  HA_IS_ENABLED: 'ha',
  CLUSTERING_ENABLED: 'cluster',
  POOL_JOINING_POOL_CANNOT_ENABLE_CLUSTERING_ON_VLAN_NETWORK: 'cluster',
  POOL_JOINING_HOST_MUST_HAVE_ONLY_ONE_IP_ON_CLUSTERING_NETWORK: 'cluster',
  JOINING_HOST_CANNOT_BE_MASTER_OF_OTHER_HOSTS: 'alone',
  JOINING_HOST_CANNOT_HAVE_RUNNING_VMS: 'running',
  JOINING_HOST_CANNOT_HAVE_RUNNING_OR_SUSPENDED_VMS: 'suspended',
  JOINING_HOST_CANNOT_HAVE_VMS_WITH_CURRENT_OPERATIONS: 'busy',
  HOST_PENDING_MANDATORY_GUIDANCE_NOT_EMPTY: 'guidance',
  HOSTS_NOT_COMPATIBLE: 'product',
  POOL_JOINING_HOST_MUST_HAVE_SAME_API_VERSION: 'product',
  POOL_JOINING_HOST_MUST_HAVE_SAME_DB_SCHEMA: 'product',
  POOL_JOINING_HOST_MUST_HAVE_SAME_PRODUCT_VERSION: 'product',
  NOT_SUPPORTED_DURING_UPGRADE: 'product',
  JOINING_HOST_CANNOT_CONTAIN_SHARED_SRS: 'shared-storage',
  POOL_JOINING_HOST_HAS_BONDS: 'interfaces',
  POOL_JOINING_HOST_HAS_TUNNELS: 'interfaces',
  POOL_JOINING_HOST_HAS_NETWORK_SRIOVS: 'interfaces',
  POOL_JOINING_HOST_HAS_NON_MANAGEMENT_VLANS: 'interfaces',
  POOL_JOINING_HOST_MUST_HAVE_PHYSICAL_MANAGEMENT_NIC: 'management',
  POOL_JOINING_HOST_MUST_ONLY_HAVE_PHYSICAL_PIFS: 'interfaces',
  POOL_JOINING_HOST_MANAGEMENT_VLAN_DOES_NOT_MATCH: 'management-vlan',
  POOL_JOINING_EXTERNAL_AUTH_MISMATCH: 'directory',
  POOL_JOINING_HOST_TLS_VERIFICATION_MISMATCH: 'tls',
  POOL_JOINING_HOST_CA_CERTIFICATES_CONFLICT: 'authorities',
  POOL_JOINING_TRUSTED_CERTIFICATES_CONFLICT: 'authorities',
  POOL_JOINING_HOST_TRUSTED_CERTIFICATES_CONFLICT: 'authorities',
  POOL_JOINING_MASTER_CERTIFICATE_NOT_IN_POOL_BUNDLE: 'authorities',
  POOL_JOINING_SM_FEATURES_INCOMPATIBLE: 'drivers',
  RBAC_PERMISSION_DENIED: 'signed-in',
  SESSION_AUTHENTICATION_FAILED: 'signed-in',
};
