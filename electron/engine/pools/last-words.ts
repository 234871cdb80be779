import { NetError } from '#engine/net/net-error.ts';
import type { Clock } from '#engine/ports.ts';
import type { Session } from '#engine/xapi/session.ts';
import { XapiError } from '#engine/xapi/xapi-error.ts';
import { readMoment } from '#shared/domain/liveness/moment.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';

/** However many hosts are asked about, the master is asked once in this time. */
const FRESH_MS = 10_000;

/**
 * When each host last had something written in the pool's own records. Heartbeats are in no record: a host is heard for
 * weeks after this, but it was heard then. It is not watched with the rest, for nobody looks at it most of the time.
 */
export interface LastWords {
  /** Asks, unless that was a moment ago; a server that does not answer leaves what was known. */
  refresh(signal: AbortSignal): Promise<void>;
  of(host: HostRef): number | undefined;
}

export interface LastWordsSetup {
  readonly clock: Clock;
  readonly session: () => Session | undefined;
  readonly inventory: () => Inventory;
}

export function createLastWords({ clock, session, inventory }: LastWordsSetup): LastWords {
  let known = new Map<string, number>();
  let askedMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(of: Session, signal: AbortSignal): Promise<void> {
    try {
      known = readMoments(await of.call('host_metrics.get_all_records', [], { signal }));
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof NetError) && !(error instanceof XapiError)) throw error;
    }
  }

  return {
    async refresh(signal) {
      const now = session();
      if (now !== undefined && asking === undefined && clock.now() - askedMs >= FRESH_MS) {
        askedMs = clock.now();
        asking = ask(now, signal).finally(() => {
          asking = undefined;
        });
      }
      await asking;
    },
    of(host) {
      const metrics = inventory().host.get(host)?.metrics;
      return metrics === undefined || metrics === null ? undefined : known.get(metrics);
    },
  };
}

function readMoments(records: unknown): Map<string, number> {
  const moments = new Map<string, number>();
  if (typeof records !== 'object' || records === null) return moments;
  for (const [ref, record] of Object.entries(records)) {
    const ms = readMoment(String(Object(record).last_updated ?? ''));
    if (ms !== undefined) moments.set(ref, ms);
  }
  return moments;
}
