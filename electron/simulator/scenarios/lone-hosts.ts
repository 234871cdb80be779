import type { HostPlan } from '#simulator/world/build/add-host.ts';
import { epyc7443, xeonD1541, xeonGold6338 } from '#simulator/world/build/processors.ts';
import { addPlainPool } from './plain-pool.ts';
import type { Scenario, Stage } from './scenario.ts';

/** A host fresh from the installer; its local storage and no VMs. */
function addLoneHost(
  stage: Stage,
  name: string,
  more: { readonly address: string; readonly vmCount?: number; readonly host?: Partial<HostPlan> },
): void {
  addPlainPool(stage, {
    name: '',
    hostPrefix: name,
    hostCount: 1,
    addressPrefix: more.address,
    storage: 'none',
    vmCount: more.vmCount ?? 0,
    host: () => ({ processor: xeonGold6338, ...more.host }),
  });
}

/** What a pool can grow by: two that fit, one whose processors are older, one that fits in nothing. */
export const loneHosts: Scenario = {
  name: 'lone-hosts',
  description: 'A pool on iSCSI storage, two fresh hosts that could join it, one with older processors and one that could not join at all',
  build(stage) {
    addPlainPool(stage, {
      name: 'office',
      hostPrefix: 'off',
      hostCount: 2,
      addressPrefix: '10.8.0',
      storage: 'iscsi',
      vmCount: 6,
      host: () => ({ processor: xeonGold6338 }),
    });
    addLoneHost(stage, 'fresh-a', { address: '10.8.20' });
    addLoneHost(stage, 'fresh-b', { address: '10.8.21' });
    addLoneHost(stage, 'older', { address: '10.8.22', host: { processor: xeonD1541 } });
    addLoneHost(stage, 'other', {
      address: '10.8.23',
      vmCount: 3,
      host: { processor: epyc7443, softwareVersion: { product_version: '8.2.1', platform_version: '3.2.1' } },
    });
  },
};
