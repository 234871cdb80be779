import { duplexPair } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import { type Connected, connectFrom } from '#simulator/world/dom0/tcp.ts';
import { pathTo } from '#simulator/world/dom0/paths.ts';
import { run } from '#simulator/world/process.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { leave } from './channel.ts';
import type { SshService } from './ssh-service.ts';

interface Asked {
  readonly accept: () => ServerChannel;
  readonly reject: (met: Exclude<Connected, 'open'>) => void;
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
      if (outcome.is === 'failed') return reject('refused');
      if (outcome.value !== 'open') return reject(outcome.value);
      const path = pathTo(world, from, address);
      if (path.is !== 'host' && path.is !== 'impostor') return reject('refused');
      const [inside, outside] = duplexPair();
      join(accept(), outside);
      service.enter(path, port, from, inside);
    });
  });
}

const COMPLAINTS: Readonly<Record<Exclude<Connected, 'open'>, string>> = {
  refused: 'Connection refused',
  'timed-out': 'Connection timed out',
  'no-route': 'Network is unreachable',
  unreachable: 'No route to host',
};

/**
 * A shell told to do nothing but pass on what it hears to another machine and back, as those do who are not forwarded;
 * false for every other command.
 */
export function forwardByShell(service: SshService, host: SimHost, channel: ServerChannel, command: string): boolean {
  const [, address, port] = /^bash -c 'exec 3<>\/dev\/tcp\/([^/' ]+)\/(\d+) \|\| exit 1; cat <&3 & exec cat >&3'$/.exec(command) ?? [];
  if (address === undefined) return false;
  forward(
    service,
    { from: host, address, port: Number(port) },
    {
      accept: () => channel,
      reject(met) {
        channel.stderr.write(`bash: connect: ${COMPLAINTS[met]}\nbash: /dev/tcp/${address}/${port}: ${COMPLAINTS[met]}\n`);
        leave(channel, 1);
      },
    },
  );
  return true;
}

const TOOLSTACK_SOCKET = '/var/lib/xcp/xapi';

/** `direct-streamlocal`: only the toolstack listens on a socket in the file system. */
export function forwardSocket(service: SshService, host: SimHost, path: string, { accept, reject }: Asked): void {
  if (path !== TOOLSTACK_SOCKET && path !== '/var/xapi/xapi') return reject('refused');
  if (host.toolstack.is === 'stopped') return reject('refused');
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
