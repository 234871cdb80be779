import { createStore } from 'zustand/vanilla';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta, type Delta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';

/** The engine's truth, as far as the window has heard it. Only the feed writes here. */
export interface InventoryState {
  /** `opening` until the first picture is complete; `lost` keeps showing the last one. */
  readonly link: 'opening' | 'open' | 'lost';
  readonly servers: readonly Server[];
  readonly inventories: ReadonlyMap<ServerId, Inventory>;
  /** What made one of these inventories out of the one of the state before; absent when something else has changed. */
  readonly change?: { readonly server: ServerId; readonly delta: Delta } | undefined;
}

const initial: InventoryState = { link: 'opening', servers: [], inventories: new Map() };

export const inventoryStore = createStore<InventoryState>(() => initial);

export function resetInventory(): void {
  inventoryStore.setState(initial, true);
}

export function setPicture(picture: Pick<InventoryState, 'servers' | 'inventories'>): void {
  inventoryStore.setState({ link: 'open', ...picture, change: undefined });
}

export function setLost(): void {
  inventoryStore.setState({ link: 'lost', change: undefined });
}

export function setServers(servers: readonly Server[]): void {
  const { inventories } = inventoryStore.getState();
  const ids = new Set(servers.map((server) => server.id));
  const isSame = [...inventories.keys()].every((id) => ids.has(id));
  const left = isSame ? inventories : new Map([...inventories].filter(([id]) => ids.has(id)));
  inventoryStore.setState({ servers, inventories: left, change: undefined });
}

export function addDelta(server: ServerId, delta: Delta): void {
  const { inventories } = inventoryStore.getState();
  const next = new Map(inventories);
  next.set(server, applyDelta(inventories.get(server) ?? emptyInventory, delta));
  inventoryStore.setState({ inventories: next, change: { server, delta } });
}
