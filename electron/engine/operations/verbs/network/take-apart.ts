import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RefOf } from '#shared/domain/inventory/watched.ts';

export type NetworkRef = RefOf<'network'>;

/** Interfaces that lead to it; cards of a host are not made for a network and stay. */
function waysInto(inventory: Inventory, network: NetworkRef) {
  return [...inventory.pif].filter(([, pif]) => pif.network === network && !pif.isPhysical);
}

/** Names of the hosts that have a way into it. */
export function hostsOn(inventory: Inventory, network: NetworkRef): string[] {
  return waysInto(inventory, network).flatMap(([, { host }]) => (host === null ? [] : (inventory.host.get(host)?.name ?? [])));
}

/** Names of the hosts whose card is shared only once they have restarted. */
export function restartsNeeded(inventory: Inventory, network: NetworkRef): readonly string[] {
  return waysInto(inventory, network).flatMap(([, { host, sriovLogicalOf }]) =>
    host !== null && sriovLogicalOf.some((ref) => inventory.sriov.get(ref)?.needsRestart === true) ? (inventory.host.get(host)?.name ?? []) : [],
  );
}

/** Removes what leads to it, host by host, the members before the master: what the master loses last others have lost already. */
export async function cutWays(doing: Doing, network: NetworkRef, master: HostRef | null | undefined): Promise<void> {
  const { pool } = doing;
  const ways = waysInto(pool.inventory(), network).toSorted(([, a], [, b]) => Number(a.host === master) - Number(b.host === master));
  for (const [position, [ref, pif]] of ways.entries()) {
    doing.progress((position + 1) / (ways.length + 1));
    const bond = [...pool.inventory().bond].find(([, record]) => record.master === ref)?.[0];
    for (const shared of pif.sriovLogicalOf) await removed(doing, 'network_sriov.destroy', shared);
    if (pif.vlanMasterOf !== null) await removed(doing, 'VLAN.destroy', pif.vlanMasterOf);
    if (bond !== undefined) await removed(doing, 'Bond.destroy', bond);
  }
}

type Removal = 'VLAN.destroy' | 'Bond.destroy' | 'network_sriov.destroy' | 'network.destroy';

/** Asked twice after a lost connection, the second time finds it gone. */
export async function removed({ pool, closing }: Doing, call: Removal, ref: string): Promise<void> {
  try {
    await pool.ask({ safe: true, signal: closing }, async (session) => await session.call(call, [ref as never]));
  } catch (error) {
    if (!isXapiError(error, 'HANDLE_INVALID')) throw error;
  }
}
