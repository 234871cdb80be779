import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FaultError } from '#simulator/world/faults/command.ts';
import { commands, runCommand, usage } from '#simulator/world/faults/commands.ts';
import type { World } from '#simulator/world/world.ts';
import { type ControlAnswer, parseRequest } from './protocol.ts';

export interface ControlServer {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

const LARGEST_REQUEST_BYTES = 64 * 1024;

/** Where a running data centre takes orders: loopback only, and only from who knows the token. */
export async function openControl(world: World, options: { token: string; afterCommand: () => Promise<void> }): Promise<ControlServer> {
  const server = createServer((request, response) => {
    handle(request).then(
      ({ status, answer }) => send(response, status, answer),
      () => send(response, 500, { ok: false, error: 'the command failed inside the simulator' }),
    );
  });

  async function handle(request: IncomingMessage): Promise<{ status: number; answer: ControlAnswer }> {
    if (!isAuthorized(request, options.token)) return { status: 401, answer: { ok: false, error: 'the token is missing or wrong' } };
    if (request.method === 'GET' && request.url === '/commands') return { status: 200, answer: { ok: true, told: help() } };
    if (request.method !== 'POST' || request.url !== '/run') return { status: 404, answer: { ok: false, error: 'POST /run, or GET /commands' } };
    const order = parseRequest(await bodyOf(request));
    if (order === undefined) return { status: 400, answer: { ok: false, error: 'expected {"command": "name", "arguments": ["..."]}' } };
    return await run(order.command, order.arguments);
  }

  async function run(command: string, values: readonly string[]): Promise<{ status: number; answer: ControlAnswer }> {
    try {
      const told = runCommand(world, command, values);
      await options.afterCommand();
      return { status: 200, answer: { ok: true, told } };
    } catch (error) {
      if (error instanceof FaultError) return { status: 400, answer: { ok: false, error: error.message } };
      throw error;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // listening on TCP, so never a pipe name
  return {
    url: `http://127.0.0.1:${port}`,
    token: options.token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isAuthorized(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '');
  const expected = Buffer.from(`Bearer ${token}`);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes: unknown = chunk;
    if (!Buffer.isBuffer(bytes)) continue;
    size += bytes.length;
    if (size > LARGEST_REQUEST_BYTES) return '';
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function help() {
  return commands.map((command) => ({ usage: usage(command), description: command.description }));
}

function send(response: ServerResponse, status: number, answer: ControlAnswer): void {
  const body = JSON.stringify(answer);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
