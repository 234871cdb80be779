import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';
import type { SimHost } from '../world/world.ts';
import { serveConnection } from './http/serve-connection.ts';
import type { Service } from './http/service.ts';
import { type LinkStream, throughLink } from './link/link-stream.ts';
import { type Reach, reachOf } from './link/reach.ts';
import { certificateOf } from './tls/certificate.ts';

/** Where one host listens, with or without TLS. */
export interface HostEndpoint {
  readonly port: number;
  /** Brings listener and connections in line with what has become of host and link. */
  refresh(): void;
  /** Once a listener that was opened again takes connections. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

interface Connection {
  readonly socket: Socket;
  link: LinkStream | undefined;
  /** Silent for good: the other side will find out, or not. */
  isDead: boolean;
}

export interface Where {
  readonly address: string;
  readonly port: number;
  readonly protocol: 'https' | 'http';
}

export async function openEndpoint(service: Service, where: Where): Promise<HostEndpoint> {
  const { host } = service;
  const connections = new Set<Connection>();
  const secure = secureContexts(host);
  const server = createServer({ pauseOnConnect: true }, accept);
  let reach: Reach = 'open';
  let linkMode = host.link.mode;
  let power = host.power;
  let opened = Promise.resolve();
  await listen(server, where);
  const { port } = server.address() as AddressInfo;

  function accept(socket: Socket): void {
    const connection: Connection = { socket, link: undefined, isDead: false };
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
    socket.on('error', () => socket.destroy());
    const now = reachOf(host);
    if (now === 'reset' || now === 'refuse') socket.resetAndDestroy();
    else if (now === 'open') greet(connection);
  }

  /** Held back while the wire is silent, as if its packets had been lost until now. */
  function greet(connection: Connection): void {
    const { socket } = connection;
    if (host.link.latencyMs === 0) welcome(connection);
    else setTimeout(() => welcome(connection), host.link.latencyMs).unref();
    socket.setNoDelay(true);
  }

  function welcome(connection: Connection): void {
    const { socket } = connection;
    if (socket.destroyed || connection.link !== undefined) return;
    const plain: Duplex = where.protocol === 'https' ? new TLSSocket(socket, { isServer: true, secureContext: secure() }) : socket;
    plain.on('error', () => socket.destroy());
    connection.link = throughLink(plain, host.link);
    serveConnection(service, connection.link.stream).catch(() => socket.destroy());
    if (reachOf(host) === 'silent') connection.link.freeze();
  }

  function becameSilent(): void {
    for (const { link } of connections) link?.freeze();
  }

  function becameOpen(): void {
    for (const connection of connections) {
      if (connection.isDead) continue;
      if (connection.link === undefined) greet(connection);
      else connection.link.thaw();
    }
  }

  /** A machine that went down forgets its connections; the first packet afterwards is answered with a reset. */
  function forgetConnections(): void {
    for (const { socket } of connections) socket.resetAndDestroy();
  }

  function stopListening(): void {
    for (const { socket } of connections) socket.destroy();
    server.close();
  }

  /** Another program may have taken the port meanwhile: then it is tried again at the next look. */
  server.on('error', () => {
    reach = 'refuse';
  });

  function change(next: Reach): void {
    if (reach === 'refuse') opened = listenAgain(server, { ...where, port });
    reach = next;
    switch (next) {
      case 'silent':
        return becameSilent();
      case 'refuse':
        return stopListening();
      case 'reset':
        return forgetConnections();
      case 'open':
        return becameOpen();
    }
  }

  function noticeHalfOpen(): void {
    if (host.link.mode === linkMode) return;
    linkMode = host.link.mode;
    if (linkMode !== 'half-open') return;
    for (const connection of connections) {
      connection.isDead = true;
      connection.link?.freeze();
    }
  }

  function refresh(): void {
    noticeHalfOpen();
    if (power === 'off' && host.power !== 'off') forgetConnections();
    power = host.power;
    const next = reachOf(host);
    if (next !== reach) change(next);
  }

  refresh();
  return {
    port,
    refresh,
    settled: () => opened,
    async close() {
      for (const { socket } of connections) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server, { address, port }: Where): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function listenAgain(server: Server, { address, port }: Where): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(port, address);
  // A port that is taken meanwhile is tried again at the next look.
  await listening.catch(() => undefined);
}

/** A replaced certificate shows on new connections only. */
function secureContexts(host: SimHost): () => SecureContext {
  let made: { readonly generation: number; readonly context: SecureContext } | undefined;
  return () => {
    if (made?.generation !== host.certificateGeneration) {
      const { privateKeyPem, certificatePem } = certificateOf(host);
      made = { generation: host.certificateGeneration, context: createSecureContext({ key: privateKeyPem, cert: certificatePem }) };
    }
    return made.context;
  };
}
