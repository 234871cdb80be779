import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { LinkFaults } from '#simulator/world/link.ts';
import { type LinkStream, throughLink } from './link/link-stream.ts';
import type { Reach } from './link/reach.ts';

/** A listener on loopback that behaves as what stands behind it lets it. */
export interface Door {
  readonly port: number;
  /** Brings listener and connections in line with what has become of the machine and the wires. */
  refresh(): void;
  /** Once a listener that was opened again takes connections. */
  settled(): Promise<void>;
  /** A connection from inside the data centre, which meets what its own way lets it meet. */
  enter(stream: Duplex, reach: () => Reach, serve?: (stream: Duplex) => void): void;
  close(): Promise<void>;
}

export interface Behind {
  /** What clients outside the data centre meet. */
  readonly reach: () => Reach;
  readonly link: LinkFaults;
  /** A machine that was down has forgotten its connections when it is back. */
  readonly hasPower: () => boolean;
  /** Wraps the bytes before the wire's faults are put on what is inside: encryption, or nothing. */
  readonly wrap: (stream: Duplex) => Duplex;
  readonly serve: (stream: Duplex) => void;
}

interface Connection {
  readonly stream: Duplex;
  readonly reach: () => Reach;
  readonly serve: (stream: Duplex) => void;
  last: Reach;
  link: LinkStream | undefined;
  /** Silent for good: the other side will find out, or not. */
  isDead: boolean;
}

export async function openDoor(behind: Behind, where: { readonly address: string; readonly port: number }): Promise<Door> {
  const connections = new Set<Connection>();
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    socket.setNoDelay(true);
    accept(socket, behind.reach);
  });
  let reach: Reach = 'open';
  let linkMode = behind.link.mode;
  let hadPower = behind.hasPower();
  let opened = Promise.resolve();
  await listen(server, where);
  const { port } = server.address() as AddressInfo;

  function accept(stream: Duplex, from: () => Reach, serve = behind.serve): void {
    const now = from();
    const connection: Connection = { stream, reach: from, serve, last: now, link: undefined, isDead: false };
    connections.add(connection);
    stream.on('close', () => connections.delete(connection));
    stream.on('error', () => stream.destroy());
    if (now === 'reset' || now === 'refuse') reset(stream);
    else if (now === 'open') greet(connection);
  }

  /** Held back while the wire is silent, as if its packets had been lost until now. */
  function greet(connection: Connection): void {
    if (behind.link.latencyMs === 0) welcome(connection);
    else setTimeout(() => welcome(connection), behind.link.latencyMs).unref();
  }

  function welcome(connection: Connection): void {
    const { stream } = connection;
    if (stream.destroyed || connection.link !== undefined) return;
    const plain = behind.wrap(stream);
    plain.on('error', () => stream.destroy());
    connection.link = throughLink(plain, behind.link);
    connection.serve(connection.link.stream);
    if (connection.reach() === 'silent') connection.link.freeze();
  }

  function follow(connection: Connection): void {
    const now = connection.reach();
    if (now === connection.last) return;
    connection.last = now;
    switch (now) {
      case 'silent':
        return connection.link?.freeze();
      case 'refuse':
        return void connection.stream.destroy();
      case 'reset':
        return reset(connection.stream);
      case 'open':
        if (connection.isDead) return;
        if (connection.link === undefined) greet(connection);
        else connection.link.thaw();
    }
  }

  /** Another program may have taken the port meanwhile: then it is tried again at the next look. */
  server.on('error', () => {
    reach = 'refuse';
  });

  function noticeHalfOpen(): void {
    if (behind.link.mode === linkMode) return;
    linkMode = behind.link.mode;
    if (linkMode !== 'half-open') return;
    for (const connection of connections) {
      connection.isDead = true;
      connection.link?.freeze();
    }
  }

  function refresh(): void {
    noticeHalfOpen();
    // A machine that went down forgets its connections; the first packet afterwards is answered with a reset.
    if (!hadPower && behind.hasPower()) for (const { stream } of connections) reset(stream);
    hadPower = behind.hasPower();
    const next = behind.reach();
    if (next !== reach) {
      if (reach === 'refuse') opened = listenAgain(server, { ...where, port });
      if (next === 'refuse') server.close();
      reach = next;
    }
    for (const connection of connections) follow(connection);
  }

  refresh();
  return {
    port,
    refresh,
    settled: () => opened,
    enter: accept,
    async close() {
      for (const { stream } of connections) stream.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reset(stream: Duplex | Socket): void {
  if ('resetAndDestroy' in stream) stream.resetAndDestroy();
  else stream.destroy();
}

async function listen(server: Server, { address, port }: { readonly address: string; readonly port: number }): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function listenAgain(server: Server, { address, port }: { readonly address: string; readonly port: number }): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(port, address);
  // A port that is taken meanwhile is tried again at the next look.
  await listening.catch(() => undefined);
}
