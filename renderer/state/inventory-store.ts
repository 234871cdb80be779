import { createStore } from 'zustand/vanilla';
import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import { applyDelta, type Delta, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';

/** The engine's truth, as far as the window has heard it. Only the feed writes here. */
export interface InventoryState {
  /** `opening` until the first picture is complete; `lost` keeps showing the last one. */
  readonly link: 'opening' | 'open' | 'lost';
  readonly servers: readonly Server[];
  /** Only whole ones: whatever is said of a pool is said of all of it. */
  readonly inventories: ReadonlyMap<ServerId, Inventory>;
  /** Of pools that are not known yet, as far as they have come. They grow in place. */
  readonly arriving: ReadonlyMap<ServerId, Arriving>;
  /** What made one of these inventories out of the one of the state before; absent when something else has changed. */
  readonly change?: InventoryChange | undefined;
}

export interface Arriving {
  readonly inventory: Inventory;
  readonly records: number;
}

/** A `page` has made an arriving inventory longer; a `delta` has changed a whole one. */
interface InventoryChange {
  readonly is: 'page' | 'delta';
  readonly server: ServerId;
  readonly delta: Delta;
}

const initial: InventoryState = { link: 'opening', servers: [], inventories: new Map(), arriving: new Map() };

export const inventoryStore = createStore<InventoryState>(() => initial);

export function resetInventory(): void {
  inventoryStore.setState(initial, true);
}

/** Whatever had begun to come comes anew. */
export function startPicture(servers: readonly Server[]): void {
  inventoryStore.setState({ arriving: new Map(), change: undefined });
  setServers(servers);
}

/** Every inventory there is has come. */
export function setComplete(): void {
  inventoryStore.setState({ link: 'open', change: undefined });
}

export interface Page {
  readonly delta: Delta;
  /** What it was added to. */
  readonly inventory: Inventory;
}

/** A part of what is not known yet. Where an older picture stands, it stays until the new one is whole. */
export function addPage(server: ServerId, { inventory, delta }: Page): void {
  const { inventories, arriving, servers } = inventoryStore.getState();
  if (inventories.has(server) || servers.every(({ id }) => id !== server)) return;
  const records = (arriving.get(server)?.records ?? 0) + recordsIn(delta);
  inventoryStore.setState({ arriving: new Map(arriving).set(server, { inventory, records }), change: { is: 'page', server, delta } });
}

function recordsIn(delta: Delta): number {
  return Object.values(delta).reduce((sum, { set = {} }) => sum + Object.keys(set).length, 0);
}

/** A whole picture, or none of a server that is there no more. */
export function setInventory(server: ServerId, inventory: Inventory | undefined): void {
  const { servers, ...before } = inventoryStore.getState();
  const [inventories, arriving] = [new Map(before.inventories), new Map(before.arriving)];
  arriving.delete(server);
  if (inventory !== undefined && servers.some(({ id }) => id === server)) inventories.set(server, inventory);
  inventoryStore.setState({ inventories, arriving, change: undefined });
}

export function setLost(): void {
  inventoryStore.setState({ link: 'lost', arriving: new Map(), change: undefined });
}

export function setServers(servers: readonly Server[]): void {
  const { inventories, arriving } = inventoryStore.getState();
  const ids = new Set(servers.map((server) => server.id));
  inventoryStore.setState({ servers, inventories: left(inventories, ids), arriving: left(arriving, ids), change: undefined });
}

function left<T>(all: ReadonlyMap<ServerId, T>, ids: ReadonlySet<ServerId>): ReadonlyMap<ServerId, T> {
  return [...all.keys()].every((id) => ids.has(id)) ? all : new Map([...all].filter(([id]) => ids.has(id)));
}

export function addDelta(server: ServerId, delta: Delta): void {
  const { inventories } = inventoryStore.getState();
  const next = new Map(inventories);
  next.set(server, applyDelta(inventories.get(server) ?? emptyInventory, delta));
  inventoryStore.setState({ inventories: next, change: { is: 'delta', server, delta } });
}
