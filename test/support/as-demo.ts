import type { Demo } from '#engine/ports.ts';
import type { DataCentre } from '#simulator/serve-data-centre.ts';

/** A data centre where the engine expects a built-in one, so that its hosts' own addresses lead to them. */
export function asDemo(serve: () => Promise<DataCentre>): Demo {
  return {
    async start() {
      const { hosts, user, password, addresses, close } = await serve();
      return {
        servers: hosts.filter((host) => host.master).map(({ address, fingerprint }) => ({ address, user, password, fingerprint })),
        routes: [...hosts.map(({ address, url }) => ({ address, leadsTo: url })), ...addresses],
        close,
      };
    },
  };
}
