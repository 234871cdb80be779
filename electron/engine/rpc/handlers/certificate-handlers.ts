import type { KeptServers } from '#engine/pools/kept-servers.ts';
import type { Pools } from '#engine/pools/pools.ts';
import type { HandlersOf } from '#engine/rpc/dispatch.ts';
import { shown } from '#engine/store/saved-servers.ts';
import type { certificateCalls, KnownCertificate } from '#shared/contract/calls/certificate-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';

export function certificateHandlers(kept: KeptServers, pools: Pools): HandlersOf<keyof typeof certificateCalls> {
  function connected(server: ServerId): boolean {
    return pools.list().some(({ id }) => id === server);
  }

  return {
    'certificates.list': async () => {
      const saved = (await kept.saved()).list();
      const ofSaved = saved.flatMap((server) =>
        server.pins.map((pin): KnownCertificate => ({ server: server.id, serverName: shown(server).name, ...pin })),
      );
      // Confirmed since, or for a server that is not kept.
      const isKnown = (id: ServerId, address: string): boolean => ofSaved.some((known) => known.server === id && known.address === address);
      const ofRunning = pools.list().flatMap(({ id, address: serverName }) =>
        pools
          .pins(id)
          .filter(({ address }) => !isKnown(id, address))
          .map((pin): KnownCertificate => ({ server: id, serverName, ...pin })),
      );
      return { certificates: [...ofSaved, ...ofRunning] };
    },
    'certificates.forget': async ({ server, address }) => {
      if (connected(server)) pools.distrust(server, address);
      const saved = await kept.saved();
      await saved.change(server, (known) => ({ ...known, pins: known.pins.filter((pin) => pin.address !== address) }));
      return {};
    },
  };
}
