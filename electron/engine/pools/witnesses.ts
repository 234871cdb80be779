import type { Clock, Timer } from '#engine/ports.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import { isSuspicious } from '#shared/domain/liveness/liveness.ts';
import type { HostWitnesses, PoolWitness, ProbeWitness, ShellWitness } from '#shared/domain/liveness/witness.ts';
import type { LastWords } from './last-words.ts';
import { spreadMs } from './spread.ts';

/** No host is knocked at more often, whoever asks. */
const SHORTEST_BREAK_MS = 10_000;
const WHILE_SUSPICIOUS_MS = 30_000;
/** Probes of many hosts begin within this time of each other, not at once. */
const SPREAD_MS = 2_000;

export interface WitnessSetup {
  readonly clock: Clock;
  readonly inventory: () => Inventory;
  /** When the pool last spoke to us: now, while the link is live. */
  readonly poolSpokeMs: () => number;
  readonly isPoolSilent: () => boolean;
  readonly isRival: (host: HostRef) => boolean;
  readonly lastWords: LastWords;
  /** Undefined where a host has no address to knock at. */
  readonly probe: (host: HostRef, signal: AbortSignal) => Promise<ProbeWitness> | undefined;
  readonly onChange: (host: HostRef, witnesses: HostWitnesses) => void;
  /** What a probe failed with other than being stopped: a bug. */
  readonly onBug: (error: unknown) => void;
}

/** Who says what about each host of one pool. Knocks by itself at hosts whose state is doubtful. */
export interface Witnesses {
  all(signal: AbortSignal): Promise<ReadonlyMap<HostRef, HostWitnesses>>;
  /** The pool has said something, or has fallen silent. */
  look(): void;
  /** The host itself has said something over SSH. */
  heard(host: HostRef, word: ShellWitness): void;
  /** Knocks now, or answers with the last probe where that was a moment ago. */
  ask(host: HostRef): Promise<HostWitnesses>;
  close(): Promise<void>;
}

interface Watch {
  told: PoolWitness | undefined;
  probe: ProbeWitness | undefined;
  shell: ShellWitness | undefined;
  startedMs: number;
  timer: Timer | undefined;
  running: Promise<void> | undefined;
}

export function createWitnesses(setup: WitnessSetup): Witnesses {
  const { clock } = setup;
  const closing = new AbortController();
  const watches = new Map<HostRef, Watch>();

  function watchOf(host: HostRef): Watch {
    const watch = watches.get(host) ?? {
      told: undefined,
      probe: undefined,
      shell: undefined,
      startedMs: Number.NEGATIVE_INFINITY,
      timer: undefined,
      running: undefined,
    };
    watches.set(host, watch);
    return watch;
  }

  function witnessesOf(host: HostRef): HostWitnesses {
    const inventory = setup.inventory();
    const isLive = isHostLive(inventory, host);
    const asOfMs = setup.poolSpokeMs();
    const heardMs = isLive ? asOfMs : setup.lastWords.of(host);
    const isEnabled = inventory.host.get(host)?.isEnabled === true;
    const { probe, shell, told } = watches.get(host) ?? {};
    const lostMs = isLive ? undefined : lostOf(told, asOfMs);
    const pool: PoolWitness = { isLive, isEnabled, asOfMs, ...(heardMs !== undefined && { heardMs }), ...(lostMs !== undefined && { lostMs }) };
    return { pool, ...(probe !== undefined && { probe }), ...(shell !== undefined && { shell }) };
  }

  function tell(host: HostRef): void {
    const witnesses = witnessesOf(host);
    watchOf(host).told = witnesses.pool;
    setup.onChange(host, witnesses);
  }

  function start(host: HostRef): Promise<void> {
    const watch = watchOf(host);
    watch.timer?.cancel();
    watch.timer = undefined;
    watch.startedMs = clock.now();
    watch.running = run(host, watch).finally(() => {
      watch.running = undefined;
      if (!closing.signal.aborted && watches.has(host)) planNext(host, WHILE_SUSPICIOUS_MS);
    });
    return watch.running;
  }

  async function run(host: HostRef, watch: Watch): Promise<void> {
    try {
      const [probe] = await Promise.all([setup.probe(host, closing.signal), setup.lastWords.refresh(closing.signal)]);
      watch.probe = probe ?? watch.probe;
      tell(host);
    } catch (error) {
      if (!closing.signal.aborted) setup.onBug(error);
    }
  }

  function isDoubtful(host: HostRef): boolean {
    // Where no way led there, that says nothing of the host, and the way may be back.
    const foundNoWay = watches.get(host)?.probe?.https === 'no-way';
    return foundNoWay || setup.isPoolSilent() || setup.isRival(host) || isSuspicious(witnessesOf(host), clock.now());
  }

  /** At the soonest after `pauseMs`, and never too soon after the last one. */
  function planNext(host: HostRef, pauseMs: number): void {
    const watch = watchOf(host);
    if (watch.timer !== undefined || watch.running !== undefined || !isDoubtful(host)) return;
    const dueMs = Math.max(clock.now() + pauseMs, watch.startedMs + SHORTEST_BREAK_MS) + spreadMs(host, SPREAD_MS);
    watch.timer = clock.after(dueMs - clock.now(), () => {
      watch.timer = undefined;
      if (isDoubtful(host)) background(host);
    });
  }

  function background(host: HostRef): void {
    // What it fails with is told where it runs.
    start(host).catch(setup.onBug);
  }

  function forgetGone(known: Inventory['host']): void {
    for (const [host, watch] of watches) {
      if (known.has(host)) continue;
      watch.timer?.cancel();
      watches.delete(host);
    }
  }

  return {
    async all(signal) {
      await setup.lastWords.refresh(AbortSignal.any([signal, closing.signal]));
      return new Map([...setup.inventory().host.keys()].map((host) => [host, witnessesOf(host)]));
    },
    look() {
      const { host: hosts } = setup.inventory();
      forgetGone(hosts);
      for (const host of hosts.keys()) {
        const watch = watchOf(host);
        if (!isSame(watch.told, witnessesOf(host).pool)) {
          tell(host);
          // What was found under the old word is looked at again as soon as may be, not when it was due.
          watch.timer?.cancel();
          watch.timer = undefined;
        }
        planNext(host, 0);
      }
    },
    heard(host, word) {
      watchOf(host).shell = word;
      tell(host);
    },
    async ask(host) {
      const watch = watchOf(host);
      const isRecent = clock.now() - watch.startedMs < SHORTEST_BREAK_MS;
      if (watch.running !== undefined) await watch.running;
      else if (!isRecent) await start(host);
      return witnessesOf(host);
    },
    async close() {
      closing.abort();
      for (const { timer } of watches.values()) timer?.cancel();
      await Promise.all([...watches.values()].map(async ({ running }) => await running));
    },
  };
}

/** The pool's word turns once; before that nobody has seen it turn. */
function lostOf(told: PoolWitness | undefined, asOfMs: number): number | undefined {
  return told?.isLive === true ? asOfMs : told?.lostMs;
}

/** When the pool said it again is no news. */
function isSame(told: PoolWitness | undefined, now: PoolWitness): boolean {
  return told !== undefined && told.isLive === now.isLive && told.isEnabled === now.isEnabled;
}
