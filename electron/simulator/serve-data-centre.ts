import { DEFAULT_LOGIN } from './world/build/start-pool.ts';
import type { World } from './world/world.ts';
import { handlers } from './xapi-server/handlers/all-handlers.ts';
import { openSshHosts, type ServedAddress } from './ssh-hosts/open-ssh-hosts.ts';
import { onRefused } from './xapi-server/handlers/task-verdict.ts';
import { type ServeOptions, serveWorld } from './xapi-server/server.ts';
import { certificateOf } from './xapi-server/tls/certificate.ts';

export interface ServedHost {
  readonly name: string;
  /** Where it really listens. */
  readonly url: string;
  /** What the pool's records call it; clients that follow them need it mapped to the url. */
  readonly address: string;
  readonly master: boolean;
  /** SHA-256, upper-case hexadecimal with colons. */
  readonly fingerprint: string;
}

export interface DataCentre {
  readonly hosts: readonly ServedHost[];
  readonly user: string;
  readonly password: string;
  /** Every other door of the hosts: SSH on all their addresses, and the addresses that are not the one clients know. */
  readonly addresses: readonly ServedAddress[];
  /** Whoever changed the world by hand may rely on it once this is over. */
  takeEffect(): Promise<void>;
  close(): Promise<void>;
}

export interface ServeDataCentreOptions {
  readonly portBase?: number;
  /** How many times as fast as real time. */
  readonly speed?: number;
  readonly addresses?: ServeOptions['addresses'];
}

/** A world with its toolstacks listening. */
export async function serveDataCentre(world: World, options: ServeDataCentreOptions): Promise<DataCentre> {
  const server = await serveWorld(world, {
    handlers,
    onRefused,
    addresses: options.addresses ?? 'records',
    clock: { is: 'live', speed: options.speed ?? 1 },
    ...(options.portBase === undefined ? {} : { portBase: options.portBase }),
  });
  const ssh = await openSshHosts(world, server);
  return {
    hosts: server.hosts.map(({ host, url }) => ({
      name: host.name,
      url,
      address: host.address,
      master: host.role.is === 'master',
      fingerprint: certificateOf(host).sha256,
    })),
    ...DEFAULT_LOGIN,
    addresses: ssh.addresses,
    async takeEffect() {
      server.refresh();
      await server.settled();
    },
    async close() {
      await ssh.close();
      await server.close();
    },
  };
}
