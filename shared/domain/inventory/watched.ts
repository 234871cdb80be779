import type { Branded } from '#shared/kernel/branded.ts';
import type { ValueOf } from './field.ts';
import { watchedCompute } from './watched-compute.ts';
import { watchedEvents } from './watched-events.ts';
import { watchedNetwork } from './watched-network.ts';
import { watchedStorage } from './watched-storage.ts';

/**
 * Every fact the window keeps of every object, once: what the mirror decodes, what a delta may carry and
 * what the types say all follow from this table. A change in any other field is not published.
 */
export const watched = { ...watchedCompute, ...watchedStorage, ...watchedNetwork, ...watchedEvents } as const;

/** What the servers call each class. */
export const xapiClass = {
  pool: 'pool',
  host: 'host',
  hostMetrics: 'host_metrics',
  certificate: 'Certificate',
  vm: 'VM',
  vmMetrics: 'VM_metrics',
  guestMetrics: 'VM_guest_metrics',
  appliance: 'VM_appliance',
  snapshotSchedule: 'VMSS',
  console: 'console',
  sr: 'SR',
  pbd: 'PBD',
  vdi: 'VDI',
  vbd: 'VBD',
  sm: 'SM',
  cluster: 'Cluster',
  clusterHost: 'Cluster_host',
  network: 'network',
  vif: 'VIF',
  pif: 'PIF',
  pifMetrics: 'PIF_metrics',
  bond: 'Bond',
  vlan: 'VLAN',
  sriov: 'network_sriov',
  task: 'task',
  message: 'message',
} as const satisfies Record<WatchedClass, string>;

export type WatchedClass = keyof typeof watched;
// The table above has exactly the classes of the first, or it would not compile.
export const watchedClasses = Object.keys(xapiClass) as readonly WatchedClass[];

export type RecordOf<C extends WatchedClass> = { readonly [F in keyof (typeof watched)[C]]: ValueOf<(typeof watched)[C][F]> };
export type RefOf<C extends WatchedClass> = Branded<(typeof xapiClass)[C]>;
export type PoolRef = RefOf<'pool'>;
export type HostRef = RefOf<'host'>;
export type VmRef = RefOf<'vm'>;
export type Pool = RecordOf<'pool'>;
export type Host = RecordOf<'host'>;
export type Vm = RecordOf<'vm'>;
