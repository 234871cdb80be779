import type { Clock } from '#engine/ports.ts';
import { pause } from '#engine/time.ts';
import type { Session } from '#engine/xapi/session.ts';
import { isXapiError } from '#engine/xapi/xapi-error.ts';
import { createGrowingInventory, type Delta, differenceOf, emptyInventory, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { type Decoding, startDecoding } from './decoding.ts';
import { loadClass, loadRest, loadTree } from './load.ts';
import { advance, lookAhead, type Position, takePosition } from './position.ts';
import type { Line } from './read.ts';
import { createReconciler } from './reconcile.ts';
import { createUnconfirmed } from './unconfirmed.ts';

/** An answer with so many events comes from a pool where a lot is going on. */
const BUSY_EVENTS = 16;
/** There the next question waits a little, so that few answers tell of many events; people see no difference. */
const BUSY_PAUSE_MS = 20;

/** The picture of one pool. It outlives sessions: a new one continues with the difference. */
export interface Mirror {
  /** Always the latest; it grows in place, and its records never change. */
  readonly inventory: () => Inventory;
  /** Begins with what was known when the app last ran; the next load tells the difference to it. */
  restore(kept: Delta): void;
  /** Starts the thread ahead of the load that will need it. A server that does not answer needs none. */
  prepare(): void;
  /** Fetches everything, what a tree needs first, and tells the difference to what was known; returns where to go on from. */
  load(session: Session, signal: AbortSignal): Promise<Position>;
  /** Follows changes until the session fails or the signal is aborted; always ends by throwing. */
  follow(session: Session, from: { position: Position; signal: AbortSignal }): Promise<never>;
  /** Ends the thread; what is known stays. */
  close(): Promise<void>;
}

export function createMirror({ clock, onDelta }: { readonly clock: Clock; readonly onDelta: (delta: Delta) => void }): Mirror {
  const { inventory, apply } = createGrowingInventory();
  const reconciler = createReconciler();
  const unconfirmed = createUnconfirmed();
  let decoding: Decoding | undefined;

  function tell(delta: Delta): void {
    apply(delta);
    onDelta(delta);
  }

  function startThread(): Decoding {
    if (decoding?.isBroken() === true) {
      decoding = undefined;
      // A new one knows nothing, so it cannot tell what has gone meanwhile.
      unconfirmed.add(differenceOf(emptyInventory, inventory) ?? {});
    }
    decoding ??= startDecoding((delta) => {
      unconfirmed.confirm(delta);
      tell(delta);
    });
    return decoding;
  }

  function lineOf(session: Session, signal: AbortSignal): Line {
    return { session, decoding: startThread(), signal };
  }

  async function load(line: Line): Promise<Position> {
    reconciler.reset();
    await loadClass(line, 'pool');
    const [pool] = inventory.pool.keys();
    const start = await takePosition(line, pool);
    await loadTree(line);
    const position = await loadOthers(line, start);
    const gone = unconfirmed.takeRest();
    if (gone !== undefined) tell(gone);
    return position;
  }

  /**
   * The server gathers events for a while before it answers, so it is asked what has changed since the start while the
   * rest is loaded. What it says is at most that much older, and the next events begin where it ends.
   */
  async function loadOthers(line: Line, start: Position): Promise<Position> {
    const loaded = loadRest(line, start);
    if (start.is === 'queue') {
      // Events of the old kind wait until something happens, so a first look would not end.
      await loaded;
      return start;
    }
    const [{ position, notes }] = await Promise.all([lookAhead(line, start, loaded), loaded]);
    await reconciler.mend(line, notes);
    return position;
  }

  async function step(line: Line, from: Position): Promise<{ readonly position: Position; readonly isBusy: boolean }> {
    const { position, notes } = await advance(line, from);
    await reconciler.mend(line, notes);
    return { position, isBusy: notes.events >= BUSY_EVENTS };
  }

  return {
    inventory: () => inventory,
    restore(kept) {
      unconfirmed.add(kept);
      tell(kept);
    },
    prepare: () => void startThread(),
    load: async (session, signal) => await load(lineOf(session, signal)),
    async follow(session, { position, signal }) {
      const line = lineOf(session, signal);
      for (let from = position; ; ) {
        try {
          const { position: next, isBusy } = await step(line, from);
          from = next;
          if (isBusy) await pause(clock, BUSY_PAUSE_MS, signal);
        } catch (error) {
          if (!isGap(error)) throw error;
          from = await load(line);
        }
      }
    },
    async close() {
      await decoding?.close();
      decoding = undefined;
    },
  };
}

/** The server can no longer say what has changed since. */
function isGap(error: unknown): boolean {
  return ['EVENTS_LOST', 'EVENT_FROM_TOKEN_PARSE_FAILURE', 'SESSION_NOT_REGISTERED'].some((code) => isXapiError(error, code));
}
