import { duplexPair } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import { connectFrom } from '#simulator/world/dom0/tcp.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import { run } from '#simulator/world/process.ts';
import type { SimHost } from '#simulator/world/world.ts';
import type { SshService } from './ssh-service.ts';

interface Asked {
  readonly accept: () => ServerChannel;
  readonly reject: () => void;
}

/** `direct-tcpip`: the host connects where its own network leads it, and says after as long as that takes that it cannot. */
export function forward(
  service: SshService,
  to: { readonly from: SimHost; readonly address: string; readonly port: number },
  { accept, reject }: Asked,
): void {
  const { world } = service;
  const { from, address, port } = to;
  service.during(() => {
    run(world.clock, connectFrom(world, from, address, port), (outcome) => {
      if (outcome.is === 'failed' || outcome.value !== 'open') return reject();
      const path = pathTo(world, from, address);
      if (path.is !== 'host' && path.is !== 'impostor') return reject();
      const [inside, outside] = duplexPair();
      join(accept(), outside);
      service.enter(path, port, from, inside);
    });
  });
}

const TOOLSTACK_SOCKET = '/var/lib/xcp/xapi';

/** `direct-streamlocal`: only the toolstack listens on a socket in the file system. */
export function forwardSocket(service: SshService, host: SimHost, path: string, { accept, reject }: Asked): void {
  if (path !== TOOLSTACK_SOCKET && path !== '/var/xapi/xapi') return reject();
  if (host.toolstack.is === 'stopped') return reject();
  const [inside, outside] = duplexPair();
  join(accept(), outside);
  if (host.dom0.isXapiHung) return;
  service.enterToolstack(host, inside);
}

function join(channel: ServerChannel, stream: NodeJS.ReadWriteStream & { destroy(): void }): void {
  channel.pipe(stream).pipe(channel);
  channel.on('close', () => stream.destroy());
  channel.on('error', () => stream.destroy());
  stream.on('close', () => channel.close());
  stream.on('error', () => channel.close());
}
