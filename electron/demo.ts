import { startScenario } from '#simulator/start-scenario.ts';
import type { Demo } from '#engine/ports.ts';

/** The built-in data centre, run inside this process. */
export const demo: Demo = {
  async start() {
    const dataCentre = await startScenario('demo');
    const { hosts, user, password, addresses } = dataCentre;
    return {
      servers: hosts.filter((host) => host.master).map(({ address, fingerprint }) => ({ address, user, password, fingerprint })),
      routes: [...hosts.map(({ address, url }) => ({ address, leadsTo: url })), ...addresses],
      close: () => dataCentre.close(),
    };
  },
};
