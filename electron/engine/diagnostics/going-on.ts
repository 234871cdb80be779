import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Investigation } from './investigation-room.ts';

export interface Of {
  readonly server: ServerId;
  readonly host: HostRef;
}

/** Investigations that go on: as long as a window has one open, or an operation works over its way. */
export interface GoingOn {
  get(of: Of): Investigation | undefined;
  begin(of: Of, investigation: Investigation): void;
  /** A window has it open. */
  watch(of: Of): void;
  /** No window has it open any more. */
  leave(of: Of): Promise<void>;
  /** The answer gives it back, once. */
  hold(of: Of): () => Promise<void>;
  servers(): ReadonlySet<ServerId>;
  /** Whoever wants them. */
  endOf(server: ServerId): Promise<void>;
}

interface Entry extends Of {
  readonly investigation: Investigation;
  isWatched: boolean;
  holders: number;
}

const keyOf = ({ server, host }: Of): string => `${server} ${host}`;

export function createGoingOn(): GoingOn {
  const entries = new Map<string, Entry>();

  async function end(entry: Entry): Promise<void> {
    if (entries.get(keyOf(entry)) !== entry) return;
    entries.delete(keyOf(entry));
    await entry.investigation.close();
  }

  async function endUnlessWanted(entry: Entry): Promise<void> {
    if (!entry.isWatched && entry.holders === 0) await end(entry);
  }

  return {
    get: (of) => entries.get(keyOf(of))?.investigation,
    begin: ({ server, host }, investigation) =>
      void entries.set(keyOf({ server, host }), { server, host, investigation, isWatched: false, holders: 0 }),
    watch(of) {
      const entry = entries.get(keyOf(of));
      if (entry !== undefined) entry.isWatched = true;
    },
    async leave(of) {
      const entry = entries.get(keyOf(of));
      if (entry === undefined) return;
      entry.isWatched = false;
      await endUnlessWanted(entry);
    },
    hold(of) {
      const entry = entries.get(keyOf(of));
      if (entry === undefined) return async () => await Promise.resolve();
      entry.holders += 1;
      let isBack = false;
      return async () => {
        if (isBack) return;
        isBack = true;
        entry.holders -= 1;
        await endUnlessWanted(entry);
      };
    },
    servers: () => new Set([...entries.values()].map(({ server }) => server)),
    endOf: async (server) => void (await Promise.all([...entries.values()].filter((entry) => entry.server === server).map(end))),
  };
}
