import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';
import { GFS2 } from './driver-terms.ts';

type Driver = RecordOf<'sm'>;

/** Why hosts cannot share storage of this driver, which has them agree on who writes. */
export type ClusterObstacle = 'needs-cluster' | 'no-licence';

export function clusterObstacle(inventory: Inventory, { requiredClusterStack }: Driver): ClusterObstacle | undefined {
  if (requiredClusterStack.length === 0) return undefined;
  if (onlyPool(inventory)?.pool.restrictions['restrict_corosync'] === 'true') return 'no-licence';
  return [...inventory.cluster.values()].some(({ stack }) => requiredClusterStack.includes(stack)) ? undefined : 'needs-cluster';
}

/** Where the server refuses to connect storage of this driver, as long as nobody switches clustering on there. */
export function hostsOutOfCluster(inventory: Inventory, { requiredClusterStack }: Driver): readonly HostRef[] {
  if (requiredClusterStack.length === 0) return [];
  const members = new Set([...inventory.clusterHost.values()].flatMap(({ host, isEnabled }) => (isEnabled ? [host] : [])));
  return [...inventory.host.keys()].filter((host) => !members.has(host));
}

export function gfs2Driver(inventory: Inventory): Driver | undefined {
  return [...inventory.sm.values()].find(({ type }) => type === GFS2);
}

/** Whether what lies on a LUN may be GFS2; who has no licence for it has no such storage, and the driver would refuse to look. */
export function mayHoldGfs2(inventory: Inventory): boolean {
  const driver = gfs2Driver(inventory);
  return driver !== undefined && clusterObstacle(inventory, driver) !== 'no-licence';
}
