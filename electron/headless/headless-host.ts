import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { createFrameDesk, type FrameServer } from '#shared/contract/serve-frames.ts';
import { securityHeaders, windowFile } from '#hosting/window-files.ts';
import { type Access, createAccess } from './access.ts';
import { acceptWindows } from './window-socket.ts';

const LOOPBACK = '127.0.0.1';

export interface HeadlessHost {
  /** With a token that works once. */
  newAddress(): string;
  close(): Promise<void>;
}

/** Serves the window and its engine to a browser on this computer, and to nobody else. */
export async function startHeadlessHost(setup: { engine: FrameServer; windowFolder: string; port: number }): Promise<HeadlessHost> {
  const server = createServer();
  const access = createAccess(() => portOf(server));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, { access, windowFolder: setup.windowFolder, port: portOf(server) }).then(
      (reply) => response.writeHead(reply.status, reply.headers).end(reply.body),
      () => response.writeHead(500).end(),
    );
  });
  const endWindows = acceptWindows(server, createFrameDesk(setup.engine, randomUUID()), access);
  await listen(server, setup.port);
  return {
    newAddress: () => `http://${LOOPBACK}:${portOf(server)}/?token=${access.newToken()}`,
    async close() {
      endWindows();
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      await promise;
    },
  };
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

async function answer(request: IncomingMessage, host: { access: Access; windowFolder: string; port: number }): Promise<Reply> {
  const connectTo = `ws://${LOOPBACK}:${host.port}`;
  const refuse = (status: number, body: string): Reply => ({
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...securityHeaders(connectTo) },
    body,
  });
  if (!host.access.isOurHost(request)) return refuse(403, 'Forbidden');
  if (request.method !== 'GET') return refuse(405, 'Method not allowed');
  const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
  const token = url.searchParams.get('token');
  if (token !== null) {
    const cookie = host.access.exchange(token);
    if (cookie !== undefined) return { status: 303, headers: { location: '/', 'set-cookie': cookie, ...securityHeaders(connectTo) }, body: '' };
  }
  if (!host.access.isAllowed(request))
    return refuse(403, 'This address works once, in the browser it was opened in. Start Poolkeeper again for a new one.');
  const file = await windowFile(host.windowFolder, { path: url.pathname, connectTo });
  return file === undefined ? refuse(404, 'Not found') : { status: 200, headers: file.headers, body: file.body };
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, LOOPBACK, resolve);
  await promise;
  server.off('error', reject);
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
