import { list, ref } from '../fields.ts';
import type { Ref } from '../value.ts';
import type { PoolState } from '../world.ts';

/** Machines in it get parts of a card of their host, with a tag or without. */
export function isSharedNetwork({ database }: PoolState, network: Ref): boolean {
  return list(database.find('network', network) ?? {}, 'PIFs').some((pif) => {
    const row = database.find('PIF', pif) ?? {};
    const vlan = database.find('VLAN', ref(row, 'VLAN_master_of') ?? '');
    const below = vlan === undefined ? row : (database.find('PIF', ref(vlan, 'tagged_PIF') ?? '') ?? {});
    return list(below, 'sriov_logical_PIF_of').length > 0;
  });
}
