import type { Demo } from '#engine/ports.ts';

/** The built-in data centre, run inside this process. */
export const demo: Demo = {
  async start() {
    // A whole data centre that few ever open is not read at every start.
    const { startDemo } = await import('#simulator/start-demo.ts');
    const dataCentre = await startDemo();
    const { hosts, user, password, addresses } = dataCentre;
    return {
      servers: hosts.filter((host) => host.master).map(({ address, fingerprint }) => ({ address, user, password, fingerprint })),
      routes: [...hosts.map(({ address, url }) => ({ address, leadsTo: url })), ...addresses],
      close: () => dataCentre.close(),
    };
  },
};
