import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf } from '#shared/domain/inventory/watched.ts';

export type Pif = RecordOf<'pif'>;

export function pifsOf(inventory: Inventory, host: HostRef): readonly Pif[] {
  return [...inventory.pif.values()].filter((pif) => pif.host === host);
}

/** The physical cards an interface stands on: itself, those of its bond, or those of what its VLAN is on. */
export function cardsOf(inventory: Inventory, pif: Pif): ReadonlySet<string> {
  const untagged = pif.vlan >= 0 ? pifsOnDevice(inventory, pif) : [pif];
  const cards = untagged.flatMap((one) => membersOf(inventory, one));
  return new Set(cards.length === 0 ? [pif.device] : cards);
}

export function sharesCard(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((card) => b.has(card));
}

/** Has a wire that carries, as far as the pool knows. */
export function hasCarrier(inventory: Inventory, pif: Pif): boolean {
  return pif.metrics !== null && inventory.pifMetrics.get(pif.metrics)?.hasCarrier === true;
}

function pifsOnDevice(inventory: Inventory, { host, device }: Pif): readonly Pif[] {
  return [...inventory.pif.values()].filter((other) => other.host === host && other.device === device && other.vlan < 0);
}

function membersOf(inventory: Inventory, pif: Pif): readonly string[] {
  const slaves = pif.bondMasterOf.flatMap((bond) => inventory.bond.get(bond)?.slaves ?? []);
  if (slaves.length === 0) return [pif.device];
  return slaves.flatMap((slave) => inventory.pif.get(slave)?.device ?? []);
}
