import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Client } from '#shared/contract/client.ts';
import type { EngineEvent, Sequences } from '#shared/contract/events.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { createGrowingInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { ok, type Result } from '#shared/kernel/result.ts';
import { addDelta, addPage, type Page, setComplete, setInventory, setLost, setServers, startPicture } from './inventory-store.ts';

type PictureEvent = Extract<EngineEvent, { topic: 'servers' | 'pools' }>;

/**
 * Keeps the store equal to the engine: a picture first, then every event in order. A missing number or a new
 * connection means that something was not heard, and the picture is taken again. Returns how to stop.
 */
export function startFeed(client: Client): () => void {
  let seen: Record<PictureEvent['topic'], number> = { servers: 0, pools: 0 };
  let attempt = 0;
  /** Whose picture is still to come; `all` until it is known which servers there are. */
  let awaited: Set<ServerId> | 'all' = new Set();
  /** What has happened to them since. */
  let early: PictureEvent[] = [];

  async function takePicture(): Promise<void> {
    attempt += 1;
    const mine = attempt;
    awaited = 'all';
    early = [];
    const list = await client.call('servers.list', {});
    // A later attempt, or a lost connection, has made this one worthless.
    if (mine !== attempt || !list.ok) return;
    const { servers, sequence } = list.value;
    startPicture(servers);
    const coming = new Set(servers.map(({ id }) => id));
    awaited = coming;
    replay((event) => event.topic === 'pools' || event.sequence > sequence);
    for (const { id } of servers) {
      const fetched = await fetchInventory(client, id, (page) => mine === attempt && addPage(id, page));
      if (mine !== attempt) return;
      // Disconnected a moment ago; the event that says so is on its way.
      if (!fetched.ok && fetched.failure.kind !== 'gone') return;
      setInventory(id, fetched.ok ? fetched.value.inventory : undefined);
      coming.delete(id);
      replay((event) => !isAbout(event, id) || (fetched.ok && event.sequence > fetched.value.sequence));
    }
    setComplete();
  }

  /** What need not wait any more, in the order in which it happened. */
  function replay(isNews: (event: PictureEvent) => boolean): void {
    const ready = early.filter((event) => !mustWait(event));
    early = early.filter(mustWait);
    ready.filter(isNews).forEach(apply);
  }

  function mustWait(event: PictureEvent): boolean {
    return awaited === 'all' || (event.topic === 'pools' && awaited.has(event.payload.server));
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
      else if (mustWait(event)) early.push(event);
      else apply(event);
    },
    lost() {
      attempt += 1;
      setLost();
    },
  });
}

function isAbout(event: PictureEvent, server: ServerId): boolean {
  return event.topic === 'pools' && event.payload.server === server;
}

function apply(event: PictureEvent): void {
  if (event.topic === 'servers') setServers(event.payload);
  else addDelta(event.payload.server, event.payload.delta);
}

interface Fetched {
  readonly inventory: Inventory;
  /** The last event that is surely in it. */
  readonly sequence: number;
}

async function fetchInventory(client: Client, server: ServerId, tell: (page: Page) => void): Promise<Result<Fetched, Failure>> {
  const { inventory, apply: add } = createGrowingInventory();
  const first = await client.call('pool.snapshot', { server });
  for (let page = first; ; ) {
    if (!page.ok) return page;
    const { inventory: part, next } = page.value;
    // The engine makes the next page while this one is taken in.
    const following = next === undefined ? undefined : client.call('pool.snapshot', { server, page: next });
    add(part);
    // One that comes in one piece never was a part.
    if (following !== undefined || page !== first) tell({ inventory, delta: part });
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
