import { join } from 'node:path';
import type { Ports } from '#engine/ports.ts';
import { removeUnfinished } from '#engine/store/atomic-file.ts';
import { createPictures, PICTURE_FOLDER } from '#engine/store/pictures.ts';
import { openSavedServers, type SavedServers, type StoredServer } from '#engine/store/saved-servers.ts';
import type { Pin, Server, ServerId, ServerProxy } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import { type Learned, remember, withLearned } from '#shared/domain/servers/remember.ts';
import { createKeptSecrets } from './kept-secrets.ts';
import { createPictureKeeper } from './picture-keeper.ts';
import type { Pools } from './pools.ts';
import { PoolsError } from './pools-error.ts';

/** What outlives the app: the servers, their pictures and, if the user wants, their passwords. */
export interface KeptServers {
  saved(): Promise<SavedServers>;
  /** Connects what is to be connected at the start. */
  start(): Promise<void>;
  /** Keeps a server that has just been connected; without a password whatever was kept of one is forgotten. */
  remember(server: ServerId, of: { readonly password: string | undefined; readonly proxy: ServerProxy | undefined }): Promise<void>;
  /** Another way to it; undefined is the way of the settings. */
  reroute(server: ServerId, proxy: ServerProxy | undefined): Promise<void>;
  /** Another address of a pool that is connected: one more way to it. */
  merge(server: ServerId, address: string): Promise<void>;
  /** Shows what is known and connects for as long as it takes, with this password or the kept one. */
  connect(server: ServerId, password?: string): Promise<void>;
  /** Every certificate that was ever confirmed; none where the list cannot be read, and then all are asked about. */
  certificates(): Promise<readonly Pin[]>;
  keepPassword(server: ServerId, password: string): Promise<void>;
  forgetPassword(server: ServerId): Promise<void>;
  /** Whether it was kept or only connected: its host is looked at somewhere else from now on. */
  leave(server: ServerId): Promise<void>;
  remove(server: ServerId): Promise<void>;
  /** Connects what had to wait for the vault. */
  vaultOpened(): Promise<void>;
  sawServers(servers: readonly Server[]): void;
  sawDelta(server: ServerId, delta: Delta): void;
  /** The user has confirmed a certificate of one of its hosts. */
  sawPins(server: ServerId): void;
  close(): Promise<void>;
}

export interface KeptServersSetup {
  readonly ports: Ports;
  readonly pools: Pools;
  readonly toFailure: (error: unknown) => Failure;
}

export function createKeptServers({ ports, pools, toFailure }: KeptServersSetup): KeptServers {
  const secrets = createKeptSecrets(ports.vault);
  const files = { folder: ports.paths.data, newId: ports.random.id };
  const pictures = createPictures(files);
  const live = new Set<ServerId>();
  const running = new Set<Promise<void>>();
  let opening: Promise<SavedServers> | undefined;

  const keeper = createPictureKeeper({
    clock: ports.clock,
    write: async (server, takenAtMs) => await guarded('picture.write', async () => await writePicture(server, takenAtMs)),
  });

  async function saved(): Promise<SavedServers> {
    opening ??= openSavedServers(files);
    try {
      return await opening;
    } catch (error) {
      // Asked again it may be readable: a share that was away, a release that was put back.
      opening = undefined;
      throw error;
    }
  }

  async function entry(server: ServerId): Promise<StoredServer> {
    const found = (await saved()).get(server);
    if (found === undefined) throw new PoolsError({ kind: 'gone' });
    return found;
  }

  /** For work nobody waits for: a full disk must not end the connection it was about. */
  async function guarded(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      ports.log.warn('keeping.failed', { what, kind: toFailure(error).kind });
    }
  }

  function inBackground(what: string, work: () => Promise<void>): void {
    const done = guarded(what, work).finally(() => running.delete(done));
    running.add(done);
  }

  async function writePicture(server: ServerId, takenAtMs: number): Promise<void> {
    if ((await saved()).get(server) === undefined) return;
    await pictures.write(server, { inventory: pools.inventory(server), takenAtMs });
  }

  async function learn(server: ServerId): Promise<void> {
    const servers = await saved();
    const known = servers.get(server);
    const learned = factsOf(pools, server, ports.clock.now());
    if (known === undefined || learned === undefined) return;
    const next = withLearned(known, learned);
    if (next !== known) await servers.put(next);
  }

  async function show(server: StoredServer, typed?: string): Promise<void> {
    const password = typed ?? (await secrets.passwordOf(server));
    const proxy = await secrets.proxyOf(server);
    const picture = await pictures.read(server.id);
    const { id, address, user, pins } = server;
    if (!isShown(id)) pools.resume({ id, address, user, pins, password, proxy, picture });
  }

  function isShown(server: ServerId): boolean {
    return pools.list().some(({ id }) => id === server);
  }

  async function forgetAll(servers: readonly ServerId[]): Promise<void> {
    await (await saved()).remove(servers);
    for (const server of servers) {
      if (isShown(server)) await pools.disconnect(server);
      await secrets.forgetAll(server);
      await pictures.remove(server);
    }
  }

  return {
    saved,
    async start() {
      await guarded('start', async () => {
        await removeUnfinished(files.folder);
        await removeUnfinished(join(files.folder, PICTURE_FOLDER));
        const wanted = (await saved()).list().filter(({ connectsAtStart }) => connectsAtStart);
        await Promise.all(wanted.map(async (server) => await guarded('server.show', async () => await show(server))));
      });
    },
    async remember(server, { password, proxy }) {
      const known = pools.list().find(({ id }) => id === server);
      const facts = factsOf(pools, server, ports.clock.now());
      if (known === undefined || facts === undefined) throw new PoolsError({ kind: 'gone' });
      const servers = await saved();
      const { address, user } = known;
      const way = await secrets.keepProxy(server, withPasswordIf(password !== undefined, proxy));
      const keeps = { connectsAtStart: true, keepsPassword: password !== undefined, ...(way !== undefined && { proxy: way }) };
      const fresh = { id: server, address, user, givenName: '', ...keeps, ...facts };
      const kept = remember(servers.list(), fresh);
      if (password !== undefined) await secrets.keepPassword(server, password);
      await servers.put(kept.server);
      await forgetAll(kept.replaced);
      keeper.sawChange(server);
    },
    async reroute(server, proxy) {
      await entry(server);
      const way = await secrets.keepProxy(server, proxy);
      await (await saved()).change(server, ({ proxy: _former, ...known }) => ({ ...known, ...(way !== undefined && { proxy: way }) }));
      if (isShown(server)) pools.reroute(server, proxy);
    },
    async merge(server, address) {
      await (await saved()).change(server, (known) => ({ ...known, members: [...new Set([...known.members, address])] }));
    },
    async connect(server, password) {
      const known = await entry(server);
      if (isShown(server)) pools.retry(server, { password });
      else await show(known, password);
    },
    async certificates() {
      const pins: Pin[] = [];
      await guarded('certificates.read', async () => void pins.push(...(await saved()).list().flatMap((server) => server.pins)));
      return [...pins, ...pools.list().flatMap(({ id }) => pools.pins(id))];
    },
    async keepPassword(server, password) {
      await entry(server);
      await secrets.keepPassword(server, password);
      await (await saved()).change(server, (known) => ({ ...known, keepsPassword: true }));
    },
    async forgetPassword(server) {
      await entry(server);
      await secrets.forgetPassword(server);
      await (await saved()).change(server, (known) => ({ ...known, keepsPassword: false }));
    },
    async remove(server) {
      await entry(server);
      await forgetAll([server]);
    },
    leave: async (server) => await forgetAll([server]),
    async vaultOpened() {
      for (const { id, state } of pools.list()) {
        if (state.is !== 'closed' || state.why.kind !== 'vault') continue;
        const known = (await saved()).get(id);
        if (known === undefined) continue;
        const password = await secrets.passwordOf(known);
        pools.reroute(id, await secrets.proxyOf(known));
        if (typeof password === 'string') pools.retry(id, { password });
      }
    },
    sawServers(servers) {
      keeper.sawServers(servers);
      for (const { id, state } of servers) {
        if (state.is !== 'live') live.delete(id);
        else if (!live.has(id)) {
          live.add(id);
          inBackground('server.learn', async () => await learn(id));
        }
      }
    },
    sawDelta(server, delta) {
      keeper.sawChange(server);
      if (live.has(server) && (delta.host !== undefined || delta.pool !== undefined)) inBackground('server.learn', async () => await learn(server));
    },
    sawPins: (server) => inBackground('server.learn', async () => await learn(server)),
    async close() {
      await keeper.close();
      await Promise.all(running);
    },
  };
}

function factsOf(pools: Pools, server: ServerId, nowMs: number): Learned<StoredServer['pins'][number]> | undefined {
  const inventory: Inventory = pools.inventory(server);
  const known = onlyPool(inventory);
  if (known === undefined) return undefined;
  const addresses = [...inventory.host.values()].map(({ address }) => address).filter((address) => address !== '');
  return {
    poolUuid: known.pool.uuid,
    poolName: known.pool.name,
    members: addresses.toSorted(),
    pins: pools.pins(server).map((pin) => ({ ...pin, firstSeenMs: nowMs })),
  };
}

/** Who wants no password kept wants none kept. */
function withPasswordIf(isWanted: boolean, proxy: ServerProxy | undefined): ServerProxy | undefined {
  if (isWanted || proxy === undefined || proxy === 'direct' || 'jump' in proxy) return proxy;
  const { password: _own, ...rest } = proxy;
  return rest;
}
