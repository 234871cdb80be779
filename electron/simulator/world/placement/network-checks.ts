import { entry, flag, list, ref } from '../fields.ts';
import type { Ref, Row } from '../value.ts';
import type { PoolState } from '../world.ts';
import { XapiError } from '../xapi-error.ts';
import type { Placing } from './boot-checks.ts';

export function assertNetworksReachable({ pool, vm, machine, host, hostRow }: Placing): void {
  const local = new Set(list(hostRow, 'PIFs'));
  for (const vif of list(machine, 'VIFs')) {
    const network = ref(pool.database.get('VIF', vif), 'network');
    const row = network === undefined ? undefined : pool.database.find('network', network);
    if (network === undefined || row === undefined) continue;
    const pifs = list(row, 'PIFs');
    const here = pifs.filter((pif) => local.has(pif));
    if (pifs.length > 0 && here.length === 0) throw new XapiError('VM_REQUIRES_NETWORK', vm, network);
    if (here.some((pif) => ref(pool.database.get('PIF', pif), 'bond_slave_of') !== undefined)) {
      throw new XapiError('HOST_CANNOT_ATTACH_NETWORK', host, network);
    }
    if (pifs.length === 0 && isPinnedElsewhere(pool, row, host)) throw new XapiError('VM_REQUIRES_NETWORK', vm, network);
  }
}

/** A network without a wire exists on one host at a time: where its running VMs are. */
function isPinnedElsewhere(pool: PoolState, network: Row, host: Ref): boolean {
  if (network['managed'] === false || entry(network, 'other_config', 'assume_network_is_shared') === 'true') return false;
  const hosts = list(network, 'VIFs')
    .map((vif) => pool.database.get('VIF', vif))
    .filter((vif) => flag(vif, 'currently_attached'))
    .map((vif) => ref(pool.database.find('VM', ref(vif, 'VM') ?? '') ?? {}, 'resident_on'))
    .filter((resident) => resident !== undefined);
  return hosts.length > 0 && !hosts.includes(host);
}
