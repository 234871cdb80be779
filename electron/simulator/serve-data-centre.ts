import { randomBytes } from 'node:crypto';
import { DEFAULT_LOGIN } from './world/build/start-pool.ts';
import type { World } from './world/world.ts';
import { type ControlServer, openControl } from './control/control-server.ts';
import { handlers } from './xapi-server/handlers/all-handlers.ts';
import { openSshHosts, type ServedAddress } from './ssh-hosts/open-ssh-hosts.ts';
import { onRefused } from './xapi-server/handlers/task-verdict.ts';
import { type RunningServer, type ServeOptions, serveWorld } from './xapi-server/server.ts';
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
  readonly control: { readonly url: string; readonly token: string };
  /** Every other door of the hosts: SSH on all their addresses, and the addresses that are not the one clients know. */
  readonly addresses: readonly ServedAddress[];
  close(): Promise<void>;
}

export interface ServeDataCentreOptions {
  readonly portBase?: number;
  /** How many times as fast as real time. */
  readonly speed?: number;
  readonly addresses?: ServeOptions['addresses'];
}

/** A world with its toolstacks listening and its control address open. */
export async function serveDataCentre(world: World, options: ServeDataCentreOptions): Promise<DataCentre> {
  const server = await serveWorld(world, {
    handlers,
    onRefused,
    addresses: options.addresses ?? 'records',
    clock: { is: 'live', speed: options.speed ?? 1 },
    ...(options.portBase === undefined ? {} : { portBase: options.portBase }),
  });
  const ssh = await openSshHosts(world, server);
  const control = await openControl(world, { token: randomBytes(24).toString('base64url'), afterCommand: () => takeEffect(server) });
  return {
    hosts: server.hosts.map(({ host, url }) => ({
      name: host.name,
      url,
      address: host.address,
      master: host.role.is === 'master',
      fingerprint: certificateOf(host).sha256,
    })),
    ...DEFAULT_LOGIN,
    control: { url: control.url, token: control.token },
    addresses: ssh.addresses,
    close: async () => {
      await ssh.close();
      await closeBoth(server, control);
    },
  };
}

/** Whoever gave a command may rely on it once it is answered. */
async function takeEffect(server: RunningServer): Promise<void> {
  server.refresh();
  await server.settled();
}

async function closeBoth(server: RunningServer, control: ControlServer): Promise<void> {
  await Promise.all([server.close(), control.close()]);
}
