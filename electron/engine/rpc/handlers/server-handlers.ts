import type { KeptServers } from '#engine/pools/kept-servers.ts';
import type { Shelf } from '#engine/offline/shelf.ts';
import type { ConnectRequest, Pools } from '#engine/pools/pools.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import { type Vault, VaultError } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import type { Publisher } from '#engine/rpc/publisher.ts';
import type { SnapshotPages } from '#engine/rpc/snapshot-pages.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { Input } from '#shared/contract/calls.ts';

type ServerCalls = 'servers.list' | 'server.connect' | 'server.retry' | 'server.access' | 'server.disconnect' | 'pool.snapshot';

interface ServerRooms {
  readonly pools: Pools;
  readonly kept: KeptServers;
  readonly shelf: Shelf;
  readonly publisher: Publisher;
  readonly pages: SnapshotPages;
  readonly vault: Vault;
}

export function serverHandlers({ pools, kept, shelf, publisher, pages, vault }: ServerRooms): HandlersOf<ServerCalls> {
  async function connect({ remember, ...request }: Input<'server.connect'>, signal: AbortSignal): Promise<ServerId> {
    // Found out before the connection is made, so that a success is a whole one.
    if (remember === 'server-and-password') await requireOpen(vault);
    const server = await connectOrMerge({ ...request, known: await kept.certificates() }, signal);
    const { password, proxy } = request;
    if (remember !== undefined) await kept.remember(server, { password: remember === 'server' ? undefined : password, proxy });
    return server;
  }

  async function connectOrMerge(request: ConnectRequest, signal: AbortSignal): Promise<ServerId> {
    try {
      return await pools.connect(request, signal);
    } catch (error) {
      const same = error instanceof PoolsError && error.reason.kind === 'already-connected' ? error.reason.server : undefined;
      const known = pools.list().find(({ id }) => id === same);
      if (known !== undefined) await kept.merge(known.id, request.address);
      throw error;
    }
  }

  return {
    'servers.list': () => ({ sequence: publisher.sequences().servers, servers: [...pools.list(), ...shelf.list()] }),
    'server.connect': async (input, signal) => ({ server: await connect(input, signal) }),
    'server.retry': ({ server, proxy, ...amendment }) => {
      if (proxy !== undefined) pools.reroute(server, proxy);
      pools.retry(server, amendment);
      return {};
    },
    'server.access': ({ server }) => {
      const access = pools.access(server);
      return { ...(access !== undefined && { access: access.is === 'full' ? access : { ...access, permissions: [...access.permissions] } }) };
    },
    'server.disconnect': async ({ server }) => {
      if (!shelf.remove(server)) await pools.disconnect(server);
      return {};
    },
    'pool.snapshot': ({ server, page }) => ({
      sequence: publisher.sequences().pools,
      ...pages.read(shelf.inventory(server) ?? pools.inventory(server), page),
    }),
  };
}

async function requireOpen(vault: Vault): Promise<void> {
  const state = await vault.state();
  if (state.is !== 'open') throw new VaultError(state.is);
}
