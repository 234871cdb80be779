import type { Doing } from '#engine/operations/verb.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { RefOf } from '#shared/domain/inventory/watched.ts';
import type { Pif, PifRef } from '#shared/domain/networks/cards.ts';

export type NetworkRef = RefOf<'network'>;

/** Events need a moment to tell that it is there, or gone. */
const SHOWS_WITHIN_MS = 15_000;

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

interface Cutting {
  readonly network: NetworkRef;
  /** Asked before each host. */
  readonly isToStop?: () => boolean;
}

/** Removes what leads to it, host by host, the members before the master: what the master loses last others have lost already. */
export async function cutWays(doing: Doing, { network, isToStop = () => false }: Cutting): Promise<void> {
  const { pool } = doing;
  await heardOfWays(doing, network);
  const master = onlyPool(pool.inventory())?.pool.master;
  const ways = waysInto(pool.inventory(), network).toSorted(([, a], [, b]) => Number(a.host === master) - Number(b.host === master));
  const gone: PifRef[] = [];
  try {
    for (const [position, [ref, pif]] of ways.entries()) {
      if (isToStop()) return;
      doing.progress((position + 1) / (ways.length + 1));
      await cut(doing, ref, pif);
      gone.push(ref);
    }
  } finally {
    // Whatever is said of it afterwards is said of what the pool shows.
    await pool.until(() => gone.every((ref) => !pool.inventory().pif.has(ref)), { signal: doing.closing, timeoutMs: SHOWS_WITHIN_MS });
  }
}

async function cut(doing: Doing, ref: PifRef, pif: Pif): Promise<void> {
  const bond = [...doing.pool.inventory().bond].find(([, record]) => record.master === ref)?.[0];
  for (const shared of pif.sriovLogicalOf) await removed(doing, 'network_sriov.destroy', shared);
  if (pif.vlanMasterOf !== null) await removed(doing, 'VLAN.destroy', pif.vlanMasterOf);
  if (bond !== undefined) await removed(doing, 'Bond.destroy', bond);
}

/** What was made a moment ago may not show yet, and would be left behind. */
async function heardOfWays({ pool, closing }: Doing, network: NetworkRef): Promise<void> {
  const answer = await pool.ask({ safe: true, signal: closing }, async (session) => {
    try {
      return await session.call('network.get_PIFs', [network]);
    } catch (error) {
      if (isXapiError(error, 'HANDLE_INVALID')) return [];
      throw error;
    }
  });
  const there: readonly unknown[] = Array.isArray(answer) ? answer : [];
  await pool.until(() => there.every((ref) => isHeard(pool.inventory(), ref)), { signal: closing, timeoutMs: SHOWS_WITHIN_MS });
}

function isHeard(inventory: Inventory, ref: unknown): boolean {
  for (const [known, pif] of inventory.pif) {
    if (known !== ref) continue;
    const isBondKnown = pif.bondMasterOf.some((bond) => inventory.bond.has(bond));
    return pif.isPhysical || pif.vlanMasterOf !== null || pif.sriovLogicalOf.length > 0 || isBondKnown;
  }
  return false;
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
