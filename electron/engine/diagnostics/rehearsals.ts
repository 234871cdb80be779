import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Clock } from '#engine/ports.ts';
import { pause } from '#engine/time.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { isHostLive } from '#shared/domain/inventory/facts.ts';
import type { Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import { cardsOf, pifsOf } from '#shared/domain/routes/cards.ts';
import { planRoutes } from '#shared/domain/routes/plan.ts';
import type { RehearsalPace } from '#shared/domain/settings/settings.ts';
import { addressPrint, type KnownWays, type Rehearsal, type Rehearsals as OfHosts, worthTrying } from '#shared/domain/routes/rehearsal.ts';
import type { LentRoom } from './investigations.ts';
import { rehearse } from './rehearse.ts';
import { betweenMachine, hostMachine, routeSettings } from './whom.ts';

/** How often it is looked whether any host is due. What changes is tried once it has stayed the same from one look to the next. */
const LOOK_EVERY_MS = 30_000;
/** Between two hosts, so that nobody's log fills up. */
const BETWEEN_MS = 5_000;
const HOUR_MS = 3_600_000;
/** Cables and switches change without a word. */
const EVERY_MS: Readonly<Record<Exclude<RehearsalPace, 'never'>, number>> = { 'six-hours': 6 * HOUR_MS, daily: 24 * HOUR_MS, weekly: 168 * HOUR_MS };

export interface RehearsalsSetup {
  readonly clock: Clock;
  readonly pools: Pick<Pools, 'list' | 'inventory' | 'reach'>;
  readonly room: () => Promise<LentRoom>;
  /** Whether somebody is looking for a host of that pool. */
  readonly isSearching: (server: ServerId) => boolean;
  /** As it is decided now. */
  readonly pace: () => RehearsalPace;
  readonly publish: (server: ServerId, host: HostRef, known: KnownWays) => void;
  readonly onBug: (error: unknown) => void;
}

/** Tries the ways to every host while all is well, one host at a time, and keeps what came of it. */
export interface Rehearsals {
  /** From now on by itself. */
  start(): void;
  known(server: ServerId): Promise<ReadonlyMap<HostRef, KnownWays>>;
  /** Now, whatever the time; joins what goes on already. Throws PoolsError for a host that is not there. */
  check(server: ServerId, host: HostRef): Promise<KnownWays>;
  /** As far as it is known without waiting. */
  of(server: ServerId): OfHosts;
  /** Something that is kept beside a rehearsal has changed: a key, an address of a controller. */
  tell(server: ServerId, host: HostRef): Promise<void>;
  close(): Promise<void>;
}

export function createRehearsals(setup: RehearsalsSetup): Rehearsals {
  const { clock, pools } = setup;
  const closing = new AbortController();
  const isClosed = (): boolean => closing.signal.aborted;
  const seenPrints = new Map<string, string>();
  const checking = new Map<string, Promise<KnownWays>>();
  let opened: LentRoom | undefined;
  let running: Promise<void> | undefined;

  async function room(): Promise<LentRoom> {
    opened = await setup.room();
    return opened;
  }

  function knownOf({ keys, access, ways }: LentRoom, uuid: string): KnownWays {
    const rehearsal = ways.of(uuid);
    const bmcAddress = access.access().hosts[uuid]?.bmcAddress ?? rehearsal?.bmcAddress;
    return { keys: keys.known(uuid), ...(bmcAddress !== undefined && { bmcAddress }), ...(rehearsal !== undefined && { rehearsal }) };
  }

  async function attempt(server: ServerId, host: HostRef): Promise<KnownWays> {
    const lent = await room();
    const inventory = pools.inventory(server);
    const access = lent.access.access();
    const machine = hostMachine(pools, { server, host, user: access.user });
    const before = lent.ways.of(machine.id);
    const print = addressPrint(inventory, host);
    const settings = routeSettings(access, { uuid: machine.id, bmcAddress: undefined });
    const routes = planRoutes({ inventory, asOfMs: clock.now(), host, settings, history: new Map(), nowMs: clock.now() });
    const cards = cardsWithAddresses(inventory, host);
    const known = before?.print === print ? new Set(before.ports.map(({ nic }) => nic)) : new Set();
    const rehearsal = await rehearse(
      {
        room: { clock, keys: lent.keys, keyring: lent.keyring },
        machine,
        ways: { jumps: lent.jumps, reach: pools.reach(server), between: (via) => betweenMachine(pools, { server, via, access }) },
        routes: worthTrying(routes),
        print,
        nics: cards.filter((card) => !known.has(card)),
        before,
      },
      closing.signal,
    );
    await lent.ways.keep(machine.id, rehearsal);
    const now = knownOf(lent, machine.id);
    setup.publish(server, host, now);
    return now;
  }

  async function check(server: ServerId, host: HostRef): Promise<KnownWays> {
    const key = `${server} ${host}`;
    const found = checking.get(key) ?? attempt(server, host).finally(() => checking.delete(key));
    checking.set(key, found);
    return await found;
  }

  /** Not in a dark moment: then nobody is to be kept from the search, and what fails proves nothing. */
  function isQuiet(server: ServerId): boolean {
    const { host: hosts } = pools.inventory(server);
    return !setup.isSearching(server) && [...hosts].every(([ref, { isEnabled }]) => !isEnabled || isHostLive(pools.inventory(server), ref));
  }

  function nextDue({ ways }: LentRoom): { readonly server: ServerId; readonly host: HostRef } | undefined {
    const pace = setup.pace();
    if (pace === 'never') return undefined;
    const prints = new Map(seenPrints);
    seenPrints.clear();
    let due: { readonly server: ServerId; readonly host: HostRef } | undefined;
    for (const { id: server, state } of pools.list()) {
      if (state.is !== 'live' || !isQuiet(server)) continue;
      const inventory = pools.inventory(server);
      for (const [host, { uuid }] of inventory.host) {
        if (!isHostLive(inventory, host)) continue;
        const print = addressPrint(inventory, host);
        seenPrints.set(`${server} ${host}`, print);
        const isSettled = prints.get(`${server} ${host}`) === print;
        if (due === undefined && isSettled && isDue(ways.of(uuid), print, clock.now() - EVERY_MS[pace])) due = { server, host };
      }
    }
    return due;
  }

  async function run(): Promise<void> {
    while (!isClosed()) {
      await pause(clock, LOOK_EVERY_MS, closing.signal);
      if (isClosed() || !pools.list().some(({ state }) => state.is === 'live')) continue;
      const lent = await room();
      for (let due = nextDue(lent); due !== undefined && !isClosed(); due = nextDue(lent)) {
        await checkDue(due.server, due.host);
        await pause(clock, BETWEEN_MS, closing.signal);
      }
    }
  }

  async function checkDue(server: ServerId, host: HostRef): Promise<void> {
    try {
      await check(server, host);
    } catch (error) {
      // The server was disconnected, or the host removed, in the middle of it.
      if (!(error instanceof PoolsError)) throw error;
    }
  }

  function isStopped(error: unknown): void {
    if (!isClosed()) setup.onBug(error);
  }

  return {
    start() {
      running ??= run().catch(isStopped);
    },
    async known(server) {
      const lent = await room();
      return new Map([...pools.inventory(server).host].map(([ref, { uuid }]) => [ref, knownOf(lent, uuid)]));
    },
    check,
    of(server) {
      if (opened === undefined || !pools.list().some(({ id }) => id === server)) return new Map();
      const { ways } = opened;
      return new Map(
        [...pools.inventory(server).host].flatMap(([ref, { uuid }]): readonly (readonly [HostRef, Rehearsal])[] => {
          const rehearsal = ways.of(uuid);
          return rehearsal === undefined ? [] : [[ref, rehearsal]];
        }),
      );
    },
    async tell(server, host) {
      const isThere = pools.list().some(({ id }) => id === server);
      const uuid = isThere ? pools.inventory(server).host.get(host)?.uuid : undefined;
      if (uuid !== undefined) setup.publish(server, host, knownOf(await room(), uuid));
    },
    async close() {
      closing.abort();
      await running;
      await Promise.allSettled(checking.values());
    },
  };
}

function isDue(rehearsal: Rehearsal | undefined, print: string, sinceMs: number): boolean {
  return rehearsal === undefined || rehearsal.print !== print || rehearsal.atMs <= sinceMs;
}

/** Those a way may lead over. */
function cardsWithAddresses(inventory: Inventory, host: HostRef): readonly string[] {
  const pifs = pifsOf(inventory, host).filter(({ ip, isAttached }) => ip !== '' && isAttached);
  return [...new Set(pifs.flatMap((pif) => [...cardsOf(inventory, pif)]))].sort();
}
