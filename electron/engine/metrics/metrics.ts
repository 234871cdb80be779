import type { Clock, Timer } from '#engine/ports.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { addressOf } from '#shared/domain/connection/members.ts';
import { isHostLive, onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef, VmRef } from '#shared/domain/inventory/watched.ts';
import type { History, Span } from '#shared/domain/metrics/history.ts';
import type { HostPoint, HostStatistics, SilentWhy } from '#shared/domain/metrics/figures.ts';
import { askArchive } from './archive.ts';
import { askHistory, measure } from './host-gauge.ts';
import { MetricsError } from './metrics-error.ts';

/** Hosts of one pool answer a moment after each other; what comes within this time is told at once. */
const MERGE_MS = 250;
/** Hosts that came, went, died or returned. */
const LOOK_MS = 5_000;
const SPREAD_MS = 1_500;

export interface Metrics {
  /** Measures the hosts of these servers until the signal is aborted. */
  follow(servers: readonly ServerId[], signal: AbortSignal): Promise<void>;
  /** What one host did lately; empty where it does not say. */
  history(server: ServerId, host: HostRef, signal: AbortSignal): Promise<readonly HostPoint[]>;
  /** What a host or a VM did over one of the spans that are kept, or why nobody says. */
  archive(server: ServerId, of: MachineRef, on: { readonly span: Span; readonly signal: AbortSignal }): Promise<ArchiveAnswer>;
  close(): Promise<void>;
}

export type MachineRef = { readonly is: 'host'; readonly ref: HostRef } | { readonly is: 'vm'; readonly ref: VmRef };
export type ArchiveAnswer = { readonly is: 'known'; readonly history: History } | { readonly is: 'silent'; readonly why: SilentWhy };

export interface MetricsSetup {
  readonly clock: Clock;
  readonly pools: Pick<Pools, 'list' | 'inventory' | 'session' | 'dial'>;
  readonly onStatistics: (server: ServerId, hosts: ReadonlyMap<HostRef, HostStatistics>) => void;
  readonly onBug: (error: unknown) => void;
}

interface Gauge {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

interface Watch {
  followers: number;
  readonly gauges: Map<HostRef, Gauge>;
  /** The last word of each host; nothing older is kept. */
  readonly known: Map<HostRef, HostStatistics>;
  untold: Set<HostRef>;
  telling: Timer | undefined;
  looking: Timer | undefined;
}

/** Measures only what somebody looks at. */
export function createMetrics(setup: MetricsSetup): Metrics {
  const { clock, pools } = setup;
  const watches = new Map<ServerId, Watch>();
  const closing = new AbortController();
  const ending = new Set<Promise<void>>();

  function tell(server: ServerId, watch: Watch): void {
    watch.telling = undefined;
    const hosts = new Map([...watch.untold].flatMap((host) => pairOf(watch.known, host)));
    watch.untold = new Set();
    if (hosts.size > 0) setup.onStatistics(server, hosts);
  }

  function heard(server: ServerId, host: HostRef, statistics: HostStatistics): void {
    const watch = watches.get(server);
    if (watch === undefined) return;
    watch.known.set(host, statistics);
    watch.untold.add(host);
    watch.telling ??= clock.after(MERGE_MS, () => tell(server, watch));
  }

  /** Whoever left the pool or is dead is not asked any more; whoever came or returned is. */
  function look(server: ServerId, watch: Watch): void {
    watch.looking = clock.after(LOOK_MS, () => look(server, watch));
    const wanted = liveHosts(server);
    for (const [host, { stop }] of watch.gauges) {
      if (wanted.has(host)) continue;
      stop.abort();
      watch.gauges.delete(host);
      watch.known.delete(host);
    }
    [...wanted]
      .filter((host) => !watch.gauges.has(host))
      .forEach((host, index) => start(server, watch, { host, firstDelayMs: (index * 97) % SPREAD_MS }));
  }

  function start(server: ServerId, watch: Watch, { host, firstDelayMs }: { readonly host: HostRef; readonly firstDelayMs: number }): void {
    const stop = new AbortController();
    const gauge = {
      clock,
      firstDelayMs,
      dial: pools.dial(server),
      where: () => whereIs(server, host),
      tell: (statistics: HostStatistics) => heard(server, host, statistics),
    };
    const ended = measure(gauge, stop.signal).catch(setup.onBug);
    ending.add(ended);
    watch.gauges.set(host, { stop, ended });
    // A failure has been told of above.
    ended.finally(() => ending.delete(ended)).catch(setup.onBug);
  }

  function liveHosts(server: ServerId): ReadonlySet<HostRef> {
    if (!isConnected(server)) return new Set();
    const inventory = pools.inventory(server);
    return new Set([...inventory.host.keys()].filter((host) => isHostLive(inventory, host)));
  }

  function isConnected(server: ServerId): boolean {
    return pools.list().some(({ id, state }) => id === server && state.is === 'live');
  }

  function whereIs(server: ServerId, host: HostRef) {
    const session = isConnected(server) ? pools.session(server) : undefined;
    const inventory = session === undefined ? undefined : pools.inventory(server);
    const address = inventory === undefined ? undefined : addressOf(inventory, host);
    if (session === undefined || inventory === undefined || address === undefined) return undefined;
    return { address, session: session.ref, members: [...inventory.host.keys()].flatMap((member) => addressOf(inventory, member) ?? []) };
  }

  function begin(server: ServerId): void {
    const before = watches.get(server);
    if (before !== undefined) {
      before.followers += 1;
      // Who has just come knows nothing yet.
      for (const host of before.known.keys()) before.untold.add(host);
      before.telling ??= clock.after(0, () => tell(server, before));
      return;
    }
    const watch: Watch = { followers: 1, gauges: new Map(), known: new Map(), untold: new Set(), telling: undefined, looking: undefined };
    watches.set(server, watch);
    look(server, watch);
  }

  function end(server: ServerId): void {
    const watch = watches.get(server);
    if (watch === undefined) return;
    watch.followers -= 1;
    if (watch.followers > 0) return;
    watches.delete(server);
    watch.telling?.cancel();
    watch.looking?.cancel();
    for (const { stop } of watch.gauges.values()) stop.abort();
  }

  return {
    async follow(servers, signal) {
      const either = AbortSignal.any([signal, closing.signal]);
      if (either.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      either.addEventListener('abort', () => resolve(), { once: true });
      const followed = [...new Set(servers)];
      followed.forEach(begin);
      await promise;
      followed.forEach(end);
    },
    async history(server, host, signal) {
      try {
        const setting = { clock, dial: pools.dial(server), where: () => whereIs(server, host) };
        return await askHistory(setting, AbortSignal.any([signal, closing.signal]));
      } catch (error) {
        // Why it sends none is told by its figures, which are asked for all the time.
        if (error instanceof MetricsError) return [];
        throw error;
      }
    },
    async archive(server, of, { span, signal }) {
      const inventory = pools.inventory(server);
      const machine = of.is === 'host' ? inventory.host.get(of.ref) : inventory.vm.get(of.ref);
      const at = placeOf(inventory, of);
      if (machine === undefined || at === undefined) throw new PoolsError({ kind: 'gone' });
      const setting = { clock, dial: pools.dial(server), where: () => whereIs(server, at.host) };
      const measured = { owner: of.is, uuid: machine.uuid, isRunning: at.isRunning, span };
      try {
        return { is: 'known', history: await askArchive(setting, measured, AbortSignal.any([signal, closing.signal])) };
      } catch (error) {
        if (error instanceof MetricsError) return { is: 'silent', why: error.why };
        throw error;
      }
    },
    async close() {
      closing.abort();
      for (const server of watches.keys()) end(server);
      await Promise.all(ending);
    },
  };
}

/** Where its figures are: with the host it runs on, or with the master for what runs nowhere. */
function placeOf(inventory: Inventory, of: MachineRef): { readonly host: HostRef; readonly isRunning: boolean } | undefined {
  if (of.is === 'host') return { host: of.ref, isRunning: true };
  const home = inventory.vm.get(of.ref)?.residentOn ?? undefined;
  if (home !== undefined) return { host: home, isRunning: true };
  const master = onlyPool(inventory)?.pool.master ?? undefined;
  return master === undefined ? undefined : { host: master, isRunning: false };
}

function pairOf(known: ReadonlyMap<HostRef, HostStatistics>, host: HostRef): readonly (readonly [HostRef, HostStatistics])[] {
  const statistics = known.get(host);
  return statistics === undefined ? [] : [[host, statistics]];
}
