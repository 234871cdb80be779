import type { ImportedList, ListProblem } from './import-list.ts';

/** A server that was confirmed to be the right one at an address. */
export interface RememberedPin {
  readonly address: string;
  readonly fingerprint: string;
  readonly firstSeenMs: number;
}

/** What is kept of a server so that it can be found, recognised and named again. */
export interface RememberedServer<Id extends string, Pin extends RememberedPin> {
  readonly id: Id;
  /** As the user typed it. It stays even if the pool knows its hosts by other addresses, for it may be the only way there. */
  readonly address: string;
  readonly user: string;
  /** Empty until someone gives one. */
  readonly givenName: string;
  readonly poolName: string;
  /** Null until the pool has answered once. */
  readonly poolUuid: string | null;
  readonly members: readonly string[];
  readonly connectsAtStart: boolean;
  readonly keepsPassword: boolean;
  readonly pins: readonly Pin[];
}

export interface Learned<Pin> {
  readonly poolUuid: string;
  readonly poolName: string;
  readonly members: readonly string[];
  readonly pins: readonly Pin[];
}

/** The server with what its pool says today; the very same object when that is nothing new. */
export function withLearned<Id extends string, Pin extends RememberedPin>(
  server: RememberedServer<Id, Pin>,
  learned: Learned<Pin>,
): RememberedServer<Id, Pin> {
  const members = learned.members.length === 0 ? server.members : learned.members;
  const next = { ...server, ...learned, members, pins: mergePins(server.pins, learned.pins) };
  return JSON.stringify(next) === JSON.stringify(server) ? server : next;
}

/**
 * The entry for a server that has just answered, and the ids of those it replaces: a pool is kept once, by whichever
 * of its hosts and under whichever address it was added. What people said about the old entry stays.
 */
export function remember<Id extends string, Pin extends RememberedPin>(
  known: readonly RememberedServer<Id, Pin>[],
  fresh: RememberedServer<Id, Pin>,
): { readonly server: RememberedServer<Id, Pin>; readonly replaced: readonly Id[] } {
  const same = known.filter((other) => isSame(other, fresh));
  const [first] = same;
  if (first === undefined) return { server: fresh, replaced: [] };
  return {
    server: {
      ...fresh,
      givenName: fresh.givenName || first.givenName,
      connectsAtStart: first.connectsAtStart,
      pins: mergePins(
        same.flatMap(({ pins }) => pins),
        fresh.pins,
      ),
    },
    replaced: same.map(({ id }) => id).filter((id) => id !== fresh.id),
  };
}

function isSame(a: RememberedServer<string, RememberedPin>, b: RememberedServer<string, RememberedPin>): boolean {
  if (a.id === b.id || isSameAddress(a.address, b.address)) return true;
  return a.poolUuid !== null && a.poolUuid === b.poolUuid;
}

/** The later word about an address counts, but when a certificate was first seen does not change. */
function mergePins<Pin extends RememberedPin>(before: readonly Pin[], after: readonly Pin[]): readonly Pin[] {
  const pins = new Map(before.map((pin) => [pin.address, pin]));
  for (const pin of after) {
    const known = pins.get(pin.address);
    pins.set(pin.address, known?.fingerprint === pin.fingerprint ? { ...pin, firstSeenMs: known.firstSeenMs } : pin);
  }
  return [...pins.values()];
}

type SavedAlready<Id> = { readonly rule: 'saved-already'; readonly line: number; readonly address: string; readonly server: Id };

/** Of a list that was read, what is new; the rest with the reason it is left out. */
export function newOnList<Id extends string>(
  known: readonly { readonly id: Id; readonly address: string; readonly members: readonly string[] }[],
  { servers, problems }: ImportedList,
): { readonly servers: ImportedList['servers']; readonly problems: readonly (ListProblem | SavedAlready<Id>)[] } {
  const saved = servers.flatMap(({ line, address }): SavedAlready<Id>[] => {
    const same = known.find((server) => [server.address, ...server.members].some((other) => isSameAddress(other, address)));
    return same === undefined ? [] : [{ rule: 'saved-already', line, address, server: same.id }];
  });
  const savedLines = new Set(saved.map(({ line }) => line));
  return {
    servers: servers.filter(({ line }) => !savedLines.has(line)),
    problems: [...problems, ...saved].toSorted((a, b) => a.line - b.line),
  };
}

function isSameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
