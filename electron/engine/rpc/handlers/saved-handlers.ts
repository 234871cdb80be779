import { NetError } from '#engine/net/net-error.ts';
import type { KeptServers } from '#engine/pools/kept-servers.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Ports } from '#engine/ports.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import { shown, type StoredServer } from '#engine/store/saved-servers.ts';
import type { SavedServer } from '#shared/contract/calls/saved-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { formatAddress, parseAddress } from '#shared/domain/address/address.ts';
import { readServerList } from '#shared/domain/servers/import-list.ts';
import { newOnList } from '#shared/domain/servers/remember.ts';

type SavedCalls = 'saved.list' | 'saved.add' | 'saved.update' | 'saved.remove' | 'saved.forget-password' | 'saved.connect' | 'saved.import';

export function savedHandlers(kept: KeptServers, { random }: Pick<Ports, 'random'>): HandlersOf<SavedCalls> {
  async function add(server: Pick<StoredServer, 'address' | 'user' | 'givenName' | 'connectsAtStart'>): Promise<SavedServer> {
    // Made here and in pools, and nowhere else.
    const id = random.id() as ServerId;
    const stored: StoredServer = { ...server, id, poolName: '', poolUuid: null, members: [], keepsPassword: false, pins: [] };
    await (await kept.saved()).put(stored);
    return shown(stored);
  }

  async function shownNow(server: ServerId): Promise<{ server: SavedServer }> {
    const stored = (await kept.saved()).get(server);
    if (stored === undefined) throw new PoolsError({ kind: 'gone' });
    return { server: shown(stored) };
  }

  return {
    'saved.list': async () => {
      const saved = await kept.saved();
      return { servers: saved.list().map(shown), ...(saved.found.is === 'damaged' && { damagedFile: saved.found.keptAt }) };
    },
    'saved.add': async ({ address, user, name = '', connectsAtStart }) => ({
      server: await add({ address: checked(address), user, givenName: name, connectsAtStart }),
    }),
    'saved.update': async ({ server, change }) => {
      const { address, user, name, connectsAtStart, proxy } = change;
      const changes = {
        ...(address !== undefined && { address: checked(address) }),
        ...(user !== undefined && { user }),
        ...(name !== undefined && { givenName: name }),
        ...(connectsAtStart !== undefined && { connectsAtStart }),
      };
      await (await kept.saved()).change(server, (known) => ({ ...known, ...changes }));
      if (proxy !== undefined) await kept.reroute(server, proxy ?? undefined);
      return await shownNow(server);
    },
    'saved.remove': async ({ server }) => {
      await kept.remove(server);
      return {};
    },
    'saved.forget-password': async ({ server }) => {
      await kept.forgetPassword(server);
      return await shownNow(server);
    },
    'saved.connect': async ({ server, password, keepsPassword }) => {
      if (password !== undefined && keepsPassword === true) await kept.keepPassword(server, password);
      await kept.connect(server, password);
      return {};
    },
    'saved.import': async ({ text }) => {
      const { servers, problems } = newOnList((await kept.saved()).list(), readServerList(text));
      const added: SavedServer[] = [];
      // A list is no wish to connect to everything on it at every start.
      for (const { address, user } of servers) added.push(await add({ address, user, givenName: '', connectsAtStart: false }));
      return { added, problems: [...problems] };
    },
  };
}

function checked(typed: string): string {
  const address = parseAddress(typed);
  if (address === undefined) throw new NetError({ kind: 'unreachable', address: typed, why: 'name-not-found' });
  return formatAddress(address);
}
