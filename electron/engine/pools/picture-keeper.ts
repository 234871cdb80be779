import type { Clock, Timer } from '#engine/ports.ts';
import type { Server, ServerId, ServerState } from '#shared/contract/calls/server-calls.ts';

/** A crash costs at most this much of what was seen; a busy pool is not written all the time. */
const WRITE_EVERY_MS = 30_000;

/** Decides when the picture of a pool is worth writing. */
export interface PictureKeeper {
  /** The whole list, whenever a state changes. */
  sawServers(servers: readonly Server[]): void;
  sawChange(server: ServerId): void;
  /** Writes what is not on disk yet, and of pools that answer also that they still did. */
  close(): Promise<void>;
}

export interface PictureKeeperSetup {
  readonly clock: Clock;
  /** Must not fail. */
  readonly write: (server: ServerId, takenAtMs: number) => Promise<void>;
}

export function createPictureKeeper({ clock, write }: PictureKeeperSetup): PictureKeeper {
  const states = new Map<ServerId, ServerState>();
  const waiting = new Map<ServerId, Timer>();
  const writing = new Set<Promise<void>>();

  function startWriting(server: ServerId): void {
    waiting.get(server)?.cancel();
    waiting.delete(server);
    const takenAtMs = truthOf(states.get(server), clock);
    if (takenAtMs === undefined) return;
    const written = write(server, takenAtMs).finally(() => writing.delete(written));
    writing.add(written);
  }

  function soon(server: ServerId): void {
    if (waiting.has(server)) return;
    waiting.set(
      server,
      clock.after(WRITE_EVERY_MS, () => startWriting(server)),
    );
  }

  function forgetGone(servers: readonly Server[]): void {
    const present = new Set(servers.map(({ id }) => id));
    for (const id of [...states.keys()].filter((known) => !present.has(known))) {
      waiting.get(id)?.cancel();
      waiting.delete(id);
      states.delete(id);
    }
  }

  return {
    sawServers(servers) {
      forgetGone(servers);
      for (const { id, state } of servers) {
        const wasLive = states.get(id)?.is === 'live';
        states.set(id, state);
        if (state.is === 'live' && !wasLive) soon(id);
        // The last that was seen before a loss is what everybody will look at until it comes back.
        else if (wasLive && state.is !== 'live') startWriting(id);
      }
    },
    sawChange(server) {
      // Before the first picture is complete there is nothing whole to keep.
      if (states.get(server)?.is === 'live') soon(server);
    },
    async close() {
      for (const [server, state] of states) if (state.is === 'live') startWriting(server);
      await Promise.all(writing);
    },
  };
}

function truthOf(state: ServerState | undefined, clock: Clock): number | undefined {
  if (state === undefined || state.is === 'connecting') return undefined;
  return state.is === 'live' ? clock.now() : state.sinceMs;
}
