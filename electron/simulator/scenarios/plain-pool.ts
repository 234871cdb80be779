import type { HostPlan } from '#simulator/world/build/add-host.ts';
import { addFleet, type FleetPlan } from '#simulator/world/build/add-fleet.ts';
import { addPool } from '#simulator/world/build/add-pool.ts';
import { addSite } from '#simulator/world/build/add-site.ts';
import { addStorage, iscsiStorage, nfsStorage } from '#simulator/world/build/add-storage.ts';
import type { Draft } from '#simulator/world/build/draft.ts';
import { xeonE52680v4 } from '#simulator/world/build/processors.ts';
import { TIB } from '#simulator/world/build/sizes.ts';
import { startPool } from '#simulator/world/build/start-pool.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import { addControllerSecret, controllerAt } from './controllers.ts';
import type { Stage } from './scenario.ts';

export interface PlainPoolPlan {
  readonly name: string;
  /** Host names begin with it; '-1', '-2' follow. */
  readonly hostPrefix: string;
  readonly hostCount: number;
  /** First three numbers of the management network. */
  readonly addressPrefix: string;
  readonly memoryGib?: number;
  readonly storage?: 'nfs' | 'iscsi' | 'none';
  readonly vmCount: number;
  readonly fleet?: Partial<FleetPlan>;
  readonly poolUuid?: string;
  /** Every host has a management controller that the pool can switch it on by. */
  readonly hasControllers?: boolean;
  /** Differences from host to host. */
  readonly host?: (position: number) => Partial<HostPlan>;
  /** More rows, once hosts, storage and VMs stand and before the pool lives. */
  readonly more?: (draft: Draft, parts: PlainPoolParts) => void;
}

export interface PlainPoolParts {
  readonly hosts: readonly Ref[];
  readonly localSrs: readonly Ref[];
  readonly sharedSr: Ref | undefined;
  readonly networks: readonly Ref[];
  readonly vms: readonly Ref[];
}

/** A pool without peculiarities: equal hosts, one shared store, VMs spread evenly. */
export function addPlainPool(stage: Stage, plan: PlainPoolPlan): PoolState {
  return startPool(stage.world, draftPlainPool(stage, plan));
}

/** The same, not yet living. */
export function draftPlainPool(stage: Stage, plan: PlainPoolPlan): Draft {
  const draft = stage.draft();
  const secret = plan.hasControllers === true ? addControllerSecret(draft) : undefined;
  const site = addSite(draft, {
    hosts: Array.from({ length: plan.hostCount }, (_, position) => ({
      name: `${plan.hostPrefix}-${position + 1}`,
      address: `${plan.addressPrefix}.${11 + position}`,
      memoryGib: plan.memoryGib ?? 128,
      processor: xeonE52680v4,
      ...(secret !== undefined && { powerOn: controllerAt(`${plan.addressPrefix.replace(/\d+$/, '99')}.${11 + position}`, secret) }),
      ...plan.host?.(position),
    })),
    storagePrefix: nextPrefix(plan.addressPrefix),
    gateway: `${plan.addressPrefix}.1`,
  });
  const sharedSr = addSharedSr(draft, plan, site.hosts);
  const networks = [site.networks.management, site.networks.second];
  const srs = sharedSr === undefined ? site.localSrs.slice(0, 1) : [sharedSr];
  const vms = addFleet(draft, { count: plan.vmCount, prefix: `${plan.hostPrefix}-vm-`, hosts: site.hosts, srs, networks, ...plan.fleet });
  plan.more?.(draft, { hosts: site.hosts, localSrs: site.localSrs, sharedSr, networks, vms });
  const [master] = site.hosts;
  if (master === undefined) throw new RangeError('a pool needs a host');
  addPool(draft, {
    name: plan.name,
    master,
    hosts: site.hosts,
    ...(plan.poolUuid === undefined ? {} : { uuid: plan.poolUuid }),
    ...(srs[0] === undefined ? {} : { defaultSr: srs[0] }),
  });
  return draft;
}

function addSharedSr(draft: Draft, plan: PlainPoolPlan, hosts: readonly Ref[]): Ref | undefined {
  const prefix = nextPrefix(plan.addressPrefix);
  switch (plan.storage ?? 'nfs') {
    case 'none':
      return undefined;
    case 'nfs':
      return addStorage(draft, nfsStorage({ name: 'nfs-store', server: `${prefix}.60`, path: '/export/vms', sizeBytes: 32 * TIB, hosts }));
    case 'iscsi': {
      const target = {
        portals: [`${prefix}.50`, `${prefix}.51`],
        targetName: 'iqn.2010-01.test.array:pool',
        scsiId: '36001405c7d8e9f0a1b2c3d4e5f60718',
        lun: 1,
      };
      return addStorage(draft, iscsiStorage({ name: 'san-store', target, sizeBytes: 8 * TIB, hosts, pathsPerHost: 4 }));
    }
  }
}

/** The storage network lies beside the management network: 10.2.0 -> 10.2.1. */
function nextPrefix(prefix: string): string {
  const [first, second, third] = prefix.split('.').map(Number);
  return `${first}.${second}.${(third ?? 0) + 1}`;
}

export function hostNamed(world: World, name: string): SimHost {
  const host = world.hosts.find((candidate) => candidate.name === name);
  if (host === undefined) throw new RangeError(`no host ${name}`);
  return host;
}
