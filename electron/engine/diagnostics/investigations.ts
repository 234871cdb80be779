import { openHostKeyBook, type HostKeyBook } from './host-key-book.ts';
import type { Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Ports } from '#engine/ports.ts';
import { createSecrets } from '#engine/secrets/secrets.ts';
import { createTurns } from '#engine/ssh/turns.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Investigation as View } from '#shared/contract/recovery-schema.ts';
import { parseAddress } from '#shared/domain/address/address.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { Via } from '#shared/domain/routes/candidate.ts';
import { planRoutes } from '#shared/domain/routes/plan.ts';
import { type Investigation, startInvestigation, type Surroundings } from './investigation.ts';
import { createJumpHosts, type JumpHosts } from './jump-hosts.ts';
import { createKeyring, type Keyring } from './keyring.ts';
import type { Machine } from './machine.ts';
import { type Between, sshAddressOf } from './ways.ts';

/** More at once would fill an administrator's firewall log, and their own line. */
const MOST_ATTEMPTS = 8;
const ROOT = 'root';

/** The hosts somebody wants reached. */
export interface Investigations {
  /** Starts, or joins what goes on already. Throws PoolsError for a host that is not there. */
  open(server: ServerId, host: HostRef): Promise<Investigation>;
  /** Throws PoolsError where none was opened. */
  of(server: ServerId, host: HostRef): Investigation;
  close(server: ServerId, host: HostRef): Promise<void>;
  /** Ends what belongs to servers that are gone. */
  sawServers(): void;
  closeAll(): Promise<void>;
}

export interface InvestigationsSetup {
  readonly ports: Ports;
  readonly pools: Pools;
  readonly publish: (view: View) => void;
  readonly onBug: (error: unknown) => void;
}

export function createInvestigations(setup: InvestigationsSetup): Investigations {
  const { ports, pools } = setup;
  const { clock } = ports;
  const turns = createTurns(MOST_ATTEMPTS);
  const running = new Map<string, { readonly server: ServerId; readonly investigation: Investigation }>();
  const keyring = createKeyring({
    secrets: createSecrets(ports.random.id),
    vault: ports.vault,
    poolLogin: ({ server }) => pools.login(server),
    ownKeys: async () => await Promise.resolve([]),
  });
  let opening: Promise<{ readonly keys: HostKeyBook; readonly jumps: JumpHosts; readonly keyring: Keyring }> | undefined;

  async function shared(): Promise<{ readonly keys: HostKeyBook; readonly jumps: JumpHosts; readonly keyring: Keyring }> {
    opening ??= openHostKeyBook({ folder: ports.paths.data, newId: ports.random.id }).then((keys) => ({
      keys,
      keyring,
      jumps: createJumpHosts({ clock, keys, keyring }),
    }));
    try {
      return await opening;
    } catch (error) {
      // Asked again it may be readable: a share that was away, a release that was put back.
      opening = undefined;
      throw error;
    }
  }

  function machineOf(server: ServerId, ref: HostRef): Machine {
    const host = pools.inventory(server).host.get(ref);
    if (host === undefined) throw new PoolsError({ kind: 'gone' });
    return { server, id: host.uuid, name: host.name, address: host.address, user: ROOT, isHost: true };
  }

  function between(server: ServerId, via: Via): Between | undefined {
    if (via.is !== 'member') return undefined;
    const address = parseAddress(pools.inventory(server).host.get(via.host)?.address ?? '');
    return address === undefined ? undefined : { machine: machineOf(server, via.host), at: sshAddressOf(address.host) };
  }

  function asOfMs(server: ServerId): number {
    const state = pools.list().find(({ id }) => id === server)?.state;
    return state?.is === 'stale' || state?.is === 'closed' ? state.sinceMs : clock.now();
  }

  async function surroundings(server: ServerId, host: HostRef): Promise<Surroundings> {
    const { keys, jumps } = await shared();
    const machine = machineOf(server, host);
    return {
      room: { clock, keys, keyring },
      jumps,
      turns,
      machine: () => machine,
      plan: (history) =>
        planRoutes({
          inventory: pools.inventory(server),
          asOfMs: asOfMs(server),
          host,
          settings: { bastions: [], addresses: [] },
          history,
          nowMs: clock.now(),
        }),
      reach: pools.reach(server),
      between: (via) => between(server, via),
      isInKnownHosts: () => false,
      publish: setup.publish,
      onBug: setup.onBug,
      newId: ports.random.id,
    };
  }

  const keyOf = (server: ServerId, host: HostRef): string => `${server} ${host}`;

  async function end(key: string): Promise<void> {
    const found = running.get(key);
    running.delete(key);
    await found?.investigation.close();
  }

  return {
    async open(server, host) {
      const around = await surroundings(server, host);
      const key = keyOf(server, host);
      const found = running.get(key);
      if (found !== undefined) return found.investigation;
      keyring.forgetRefusals(around.machine());
      const investigation = startInvestigation({ server, host }, around);
      running.set(key, { server, investigation });
      return investigation;
    },
    of(server, host) {
      const found = running.get(keyOf(server, host));
      if (found === undefined) throw new PoolsError({ kind: 'gone' });
      return found.investigation;
    },
    close: async (server, host) => await end(keyOf(server, host)),
    sawServers() {
      const present = new Set(pools.list().map(({ id }) => id));
      for (const [key, { server }] of running) if (!present.has(server)) end(key).catch(setup.onBug);
    },
    async closeAll() {
      await Promise.all([...running.keys()].map(end));
      (await opening)?.jumps.close();
      keyring.close();
    },
  };
}
