import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import { bondsInto, isBondAs } from '#shared/domain/networks/bonds.ts';
import { purposesOf } from '#shared/domain/networks/purposes.ts';
import { isConfiguredAs } from '#shared/domain/networks/settings.ts';
import { unpluggedWays } from '#shared/domain/networks/unplugged-ways.ts';
import type { NetworkRequestOf } from '#shared/domain/operations/network-request.ts';
import { mtuProblems } from './mtu-rule.ts';
import type { Problem } from './problem.ts';

const SYSTEM_KEY = 'is_host_internal_management_network';

export function configureProblems(request: NetworkRequestOf<'network.configure'>, inventory: Inventory): readonly Problem[] {
  const network = inventory.network.get(request.network);
  if (network === undefined) return [{ rule: 'not-there' }];
  if (network.otherConfig[SYSTEM_KEY] === 'true') return [{ rule: 'network-of-system' }];
  return [
    ...(request.mtu === undefined ? [] : mtuProblems(request.mtu)),
    ...(lacksAddresses(request, inventory) ? [{ rule: 'no-address-for-storage' } as const] : []),
    ...(isConfiguredAs(inventory, request) ? [{ rule: 'unchanged' } as const] : []),
  ];
}

/** What is for storage is written on the interfaces that have an address for it. */
function lacksAddresses({ network, purposes }: NetworkRequestOf<'network.configure'>, inventory: Inventory): boolean {
  if (purposes?.includes('storage') !== true || purposesOf(inventory, network).includes('storage')) return false;
  return ![...inventory.pif.values()].some((pif) => pif.network === network && pif.ip !== '' && !pif.isManagement);
}

export function bondModeProblems(request: NetworkRequestOf<'network.set-bond'>, inventory: Inventory): readonly Problem[] {
  if (!inventory.network.has(request.network)) return [{ rule: 'not-there' }];
  const bonds = bondsInto(inventory, request.network);
  if (bonds.length === 0) return [{ rule: 'network-has-no-bond' }];
  const away = bonds.flatMap(({ master: { host } }) => (host === null || isHostLive(inventory, host) ? [] : (inventory.host.get(host)?.name ?? [])));
  return [
    ...away.map((host) => ({ rule: 'every-host-needed', host }) as const),
    ...(request.mode !== 'lacp' && request.hashing !== undefined ? [{ rule: 'hashing-needs-lacp' } as const] : []),
    ...(bonds.every(({ bond }) => isBondAs(bond, request)) ? [{ rule: 'unchanged' } as const] : []),
  ];
}

export function rescanProblems({ host }: NetworkRequestOf<'network.rescan'>, inventory: Inventory): readonly Problem[] {
  const record = inventory.host.get(host);
  if (record === undefined) return [{ rule: 'not-there' }];
  return isHostLive(inventory, host) ? [] : [{ rule: 'host-not-live', host: record.name }];
}

/** Asked of every host it is unplugged on. */
export function plugProblems({ network }: NetworkRequestOf<'network.plug'>, inventory: Inventory): readonly Problem[] {
  if (!inventory.network.has(network)) return [{ rule: 'not-there' }];
  const ways = unpluggedWays(inventory, network);
  if (ways.length === 0) return [{ rule: 'all-plugged' }];
  const away = ways.flatMap((ref) => {
    const host = inventory.pif.get(ref)?.host ?? null;
    return host === null || isHostLive(inventory, host) ? [] : (inventory.host.get(host)?.name ?? []);
  });
  return away.map((host) => ({ rule: 'every-host-needed', host }) as const);
}
