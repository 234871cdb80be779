import { lockingOf, type VmCard } from '#shared/domain/devices/cards.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, RecordOf, Vm } from '#shared/domain/inventory/watched.ts';
import type { MacConflict } from './mac-conflicts.ts';
import { wayOf } from './network-map.ts';

/** Why nothing may come through a network card of a machine, as far as the pool knows. */
export type CardTrouble =
  | { readonly is: 'network-gone' }
  /** The machine runs, and its cable is out. */
  | { readonly is: 'unplugged' }
  | { readonly is: 'no-way'; readonly host: string; readonly network: string }
  /** No host that answers leads into it, so the machine starts without, or not at all. */
  | { readonly is: 'no-way-anywhere'; readonly network: string }
  | { readonly is: 'way-unplugged' | 'no-link' | 'shared-after-restart'; readonly host: string; readonly device: string }
  | { readonly is: 'locked' }
  | { readonly is: 'nothing-allowed' }
  | { readonly is: 'mac-twice'; readonly mac: string; readonly others: readonly string[] };

interface Asked {
  readonly inventory: Inventory;
  readonly vm: Vm;
  readonly card: VmCard;
  /** Of the whole pool; whoever shows many cards looks once. */
  readonly conflicts: readonly MacConflict[];
}

/** From the guest outwards: its cable, what it may send, its host, the wire. */
export function cardTroubles(asked: Asked): readonly CardTrouble[] {
  const { inventory, vm, card } = asked;
  if (card.network === null || !inventory.network.has(card.network)) return [{ is: 'network-gone' }];
  return [
    ...(vm.power === 'Running' && !card.isAttached ? [{ is: 'unplugged' } as const] : []),
    ...lockTroubles(card),
    ...wayTroubles(asked),
    ...macTroubles(asked),
  ];
}

function lockTroubles(card: VmCard): readonly CardTrouble[] {
  const mode = lockingOf(card);
  if (mode === 'disabled') return [{ is: 'locked' }];
  const isEmpty = card.ipv4Allowed.length + card.ipv6Allowed.length === 0;
  return mode === 'locked' && isEmpty ? [{ is: 'nothing-allowed' }] : [];
}

/** A network that leads out nowhere is meant to, and is in order. */
function wayTroubles({ inventory, vm, card }: Asked): readonly CardTrouble[] {
  const ways = [...inventory.pif.values()].filter((pif) => pif.network === card.network);
  const network = card.network === null ? '' : (inventory.network.get(card.network)?.name ?? '');
  if (ways.length === 0) return [];
  if (vm.residentOn === null) {
    const isThere = ways.some(({ host }) => host !== null && isHostLive(inventory, host));
    return isThere ? [] : [{ is: 'no-way-anywhere', network }];
  }
  const host = inventory.host.get(vm.residentOn)?.name ?? '';
  const way = ways.find((pif) => pif.host === vm.residentOn);
  return way === undefined ? [{ is: 'no-way', host, network }] : hostTroubles(way, { inventory, on: vm.residentOn });
}

function hostTroubles(pif: RecordOf<'pif'>, { inventory, on }: { readonly inventory: Inventory; readonly on: HostRef }): readonly CardTrouble[] {
  const way = wayOf(pif, inventory);
  const at = { host: inventory.host.get(on)?.name ?? '', device: way.device };
  if (way.needsRestart) return [{ is: 'shared-after-restart', ...at }];
  if (!pif.isAttached) return [{ is: 'way-unplugged', ...at }];
  return way.link === 'down' ? [{ is: 'no-link', ...at }] : [];
}

function macTroubles({ vm, card, inventory, conflicts }: Asked): readonly CardTrouble[] {
  const mac = card.mac.toLowerCase();
  const network = card.network === null ? undefined : inventory.network.get(card.network)?.name;
  const conflict = conflicts.find((one) => one.mac === mac && one.network === network);
  if (conflict === undefined) return [];
  const others = conflict.owners.flatMap((owner) => (owner.is === 'vm' && inventory.vm.get(owner.vm) === vm ? [] : [owner.name]));
  // Two cards of one machine may have it as well.
  return [{ is: 'mac-twice', mac: card.mac, others: others.length === 0 ? [vm.name] : others }];
}
