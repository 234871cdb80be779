import type { Clock, Timer } from '#engine/ports.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { createGrowingDelta, type GrowingDelta } from '#shared/domain/inventory/growing-delta.ts';
import type { Delta } from '#shared/domain/inventory/inventory.ts';

/** A busy pool is told of so often; people see no difference, and it costs a window and its host far less. */
const FRAME_MS = 50;
/** What is as long as this is told at once: together with more of its kind it would make both sides stand still. */
const LONG_FRAME = 500;

/** Tells what has changed in each pool: the first change at once, those that follow closely together. */
export interface DeltaFrames {
  add(server: ServerId, delta: Delta): void;
  /** Everything that was added has been told. */
  flush(): void;
  close(): void;
}

interface Waiting {
  readonly delta: GrowingDelta;
  timer: Timer;
}

export function createDeltaFrames({ clock, tell }: { readonly clock: Clock; readonly tell: (server: ServerId, delta: Delta) => void }): DeltaFrames {
  /** The servers that were told of a moment ago. */
  const waiting = new Map<ServerId, Waiting>();

  function tellRest(server: ServerId): boolean {
    const rest = waiting.get(server)?.delta.take();
    if (rest !== undefined) tell(server, rest);
    return rest !== undefined;
  }

  function startFrame(server: ServerId): Timer {
    return clock.after(FRAME_MS, () => {
      const known = waiting.get(server);
      if (known !== undefined && tellRest(server)) known.timer = startFrame(server);
      else waiting.delete(server);
    });
  }

  return {
    add(server, delta) {
      const known = waiting.get(server);
      if (known === undefined) {
        waiting.set(server, { delta: createGrowingDelta(), timer: startFrame(server) });
        tell(server, delta);
        return;
      }
      if (sizeOf(delta) >= LONG_FRAME) {
        tellRest(server);
        tell(server, delta);
        return;
      }
      known.delta.add(delta);
      if (known.delta.size() >= LONG_FRAME) tellRest(server);
    },
    flush() {
      for (const server of waiting.keys()) tellRest(server);
    },
    close() {
      for (const { timer } of waiting.values()) timer.cancel();
      waiting.clear();
    },
  };
}

function sizeOf(delta: Delta): number {
  return Object.values(delta).reduce((sum, { set = {}, gone = [] }) => sum + Object.keys(set).length + gone.length, 0);
}
