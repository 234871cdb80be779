import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, RefOf } from '#shared/domain/inventory/watched.ts';

export type PifRef = RefOf<'pif'>;
export type Pif = RecordOf<'pif'>;

/** A card or a bond of a host, as something networks can stand on. */
export interface Card {
  readonly ref: PifRef;
  readonly pif: Pif;
}

/** Untagged interfaces: cards, and what is bonded of them; what stands for the parts of a shared card bears its name and is none. */
function isUntagged(pif: Pif): boolean {
  return pif.vlan < 0 && pif.vlanMasterOf === null && pif.isManaged && pif.sriovLogicalOf.length === 0;
}

/** Every host's card of this name. */
export function cardsCalled(inventory: Inventory, device: string): ReadonlyMap<HostRef, Card> {
  const found = new Map<HostRef, Card>();
  for (const [ref, pif] of inventory.pif) if (pif.device === device && pif.host !== null && isUntagged(pif)) found.set(pif.host, { ref, pif });
  return found;
}

/** Names of the cards and bonds that a new network may stand on, on at least one host; members of bonds are not among them. */
export function freeDevices(inventory: Inventory): readonly string[] {
  const free = [...inventory.pif.values()].filter((pif) => isUntagged(pif) && pif.bondSlaveOf === null);
  return [...new Set(free.map(({ device }) => device))].sort(byNaturalOrder);
}

/** Which of those are cards themselves, and can be bonded. */
export function bondableDevices(inventory: Inventory): readonly string[] {
  return freeDevices(inventory).filter((device) => [...cardsCalled(inventory, device).values()].every(({ pif }) => pif.isPhysical));
}

export function linkOf(inventory: Inventory, pif: Pif): RecordOf<'pifMetrics'> | undefined {
  return pif.metrics === null ? undefined : inventory.pifMetrics.get(pif.metrics);
}

/** What a card must be able to do before machines share it by SR-IOV. */
const SRIOV = 'sriov';

export function canBeShared(pif: Pif): boolean {
  return pif.isPhysical && pif.capabilities.includes(SRIOV);
}

/** Names of the cards that machines could share by SR-IOV, on at least one host. */
export function shareableDevices(inventory: Inventory): readonly string[] {
  return freeDevices(inventory).filter((device) =>
    [...cardsCalled(inventory, device).values()].some(({ pif }) => canBeShared(pif) && pif.sriovPhysicalOf.length === 0),
  );
}
