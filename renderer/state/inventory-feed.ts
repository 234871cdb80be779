import type { Server, ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { EngineEvent, Sequences } from '#shared/contract/events.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { createGrowingInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { addDelta, setLost, setPicture, setServers } from './inventory-store.ts';

interface Picture {
  readonly servers: readonly Server[];
  readonly serversAt: number;
  readonly inventories: ReadonlyMap<ServerId, Inventory>;
  /** The last event each inventory already contains. */
  readonly inventoryAt: ReadonlyMap<ServerId, number>;
}

type PictureEvent = Extract<EngineEvent, { topic: 'servers' | 'pools' }>;

/**
 * Keeps the store equal to the engine: a picture first, then every event in order. A missing number or a new
 * connection means that something was not heard, and the picture is taken again. Returns how to stop.
 */
export function startFeed(client: Client): () => void {
  let seen: Record<PictureEvent['topic'], number> = { servers: 0, pools: 0 };
  let attempt = 0;
  /** Events that arrive while a picture is being taken; undefined when none is. */
  let early: PictureEvent[] | undefined;

  async function takePicture(): Promise<void> {
    attempt += 1;
    const mine = attempt;
    early = [];
    const picture = await fetchPicture(client);
    // A later attempt, or a lost connection, has made this one worthless.
    if (mine !== attempt || picture === undefined) return;
    setPicture(picture);
    const missed = early.filter((event) => isAfter(event, picture));
    early = undefined;
    missed.forEach(apply);
  }

  return client.listen({
    opened(sequences: Sequences) {
      seen = { ...sequences };
      run(takePicture);
    },
    event(event) {
      // Whoever shows anything else asks for it and listens itself.
      if (event.topic !== 'servers' && event.topic !== 'pools') return;
      const isNext = event.sequence === seen[event.topic] + 1;
      seen[event.topic] = event.sequence;
      if (!isNext) run(takePicture);
      else if (early === undefined) apply(event);
      else early.push(event);
    },
    lost() {
      attempt += 1;
      setLost();
    },
  });
}

function apply(event: PictureEvent): void {
  if (event.topic === 'servers') setServers(event.payload);
  else addDelta(event.payload.server, event.payload.delta);
}

function isAfter(event: PictureEvent, picture: Picture): boolean {
  const at = event.topic === 'servers' ? picture.serversAt : (picture.inventoryAt.get(event.payload.server) ?? 0);
  return event.sequence > at;
}

async function fetchPicture(client: Client): Promise<Picture | undefined> {
  const list = await client.call('servers.list', {});
  if (!list.ok) return undefined;
  const { servers, sequence } = list.value;
  const inventories = new Map<ServerId, Inventory>();
  const inventoryAt = new Map<ServerId, number>();
  for (const { id } of servers) {
    const fetched = await fetchInventory(client, id);
    if (!fetched.ok) {
      // Disconnected a moment ago; the event that says so is on its way.
      if (fetched.failure.kind === 'gone') continue;
      return undefined;
    }
    inventories.set(id, fetched.value.inventory);
    inventoryAt.set(id, fetched.value.sequence);
  }
  return { servers, serversAt: sequence, inventories, inventoryAt };
}

interface Fetched {
  readonly inventory: Inventory;
  /** The last event that is surely in it. */
  readonly sequence: number;
}

async function fetchInventory(client: Client, server: ServerId): Promise<Result<Fetched, Failure>> {
  const { inventory, apply: add } = createGrowingInventory();
  const first = await client.call('pool.snapshot', { server });
  for (let page = first; ; ) {
    if (!page.ok) return page;
    const { inventory: part, next } = page.value;
    // The engine makes the next page while this one is taken in.
    const following = next === undefined ? undefined : client.call('pool.snapshot', { server, page: next });
    add(part);
    if (following === undefined) return ok({ inventory, sequence: first.ok ? first.value.sequence : 0 });
    page = await following;
  }
}

/** A failed picture is a lost connection, and its successor starts the next one; anything else is a bug and must surface. */
function run(take: () => Promise<void>): void {
  take().catch((error: unknown) => {
    queueMicrotask(() => {
      throw error;
    });
  });
}
