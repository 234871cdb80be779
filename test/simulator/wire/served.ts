import { request } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import type { HttpHandlers, OnRefused } from '#simulator/xapi-server/routes.ts';
import { serveWorld, type RunningServer } from '#simulator/xapi-server/server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** SHA-256 of the certificate shown. */
  readonly fingerprint: string;
}

/** Two hosts behind real sockets, whose clock only the test moves. */
export interface Served extends AsyncDisposable {
  readonly world: World;
  readonly server: RunningServer;
  readonly pool: PoolState;
  readonly master: SimHost;
  readonly slave: SimHost;
  logIn(user?: string): Promise<string>;
  /** The result, or the error as code and parameters. */
  call(host: SimHost, method: string, ...parameters: readonly unknown[]): Promise<unknown>;
  send(host: SimHost, sent: Sent): Promise<Reply>;
  /** A connection without TLS. */
  dial(host: SimHost): Promise<Socket>;
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export async function serveTwoHosts(handlers: HttpHandlers = {}, onRefused: OnRefused = () => undefined): Promise<Served> {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'), { slowness: 0 });
  const [pool] = world.pools;
  const slave = world.hosts.find((host) => host.role.is === 'slave');
  if (pool === undefined || slave === undefined) throw new RangeError('the scenario has two hosts');
  pool.accounts.push({ user: 'reader', password: DEFAULT_LOGIN.password, role: 'read-only' });
  const server = await serveWorld(world, { handlers, onRefused, addresses: 'loopback', clock: { is: 'manual' }, plainHttp: true });
  const { master } = pool;

  async function call(host: SimHost, method: string, ...parameters: readonly unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: '2.0', method, params: parameters, id: 1 });
    const { text } = await send(server.urlOf(host), { method: 'POST', path: '/jsonrpc', body });
    const answer = JSON.parse(text) as {
      readonly result?: unknown;
      readonly error?: { readonly message: string; readonly data: readonly string[] } | readonly string[];
    };
    if (answer.error === undefined) return answer.result;
    return { error: 'message' in answer.error ? [answer.error.message, ...answer.error.data] : answer.error };
  }

  return {
    world,
    server,
    pool,
    master,
    slave,
    logIn: async (user = DEFAULT_LOGIN.user) => String(await call(master, 'session.login_with_password', user, DEFAULT_LOGIN.password)),
    call,
    send: (host, sent) => send(server.urlOf(host), sent),
    dial: (host) => dial(server, host),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function send(url: string, sent: Sent): Promise<Reply> {
  const { body = '' } = sent;
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': String(Buffer.byteLength(body)), ...sent.headers };
    const asking = request(
      `${url}${sent.path ?? '/'}`,
      { method: sent.method ?? 'GET', agent: false, rejectUnauthorized: false, headers },
      (response) => {
        const pieces: Buffer[] = [];
        const fingerprint = (response.socket as TLSSocket).getPeerCertificate().fingerprint256;
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', reject);
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(pieces).toString(), fingerprint });
        });
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

async function dial(server: RunningServer, host: SimHost): Promise<Socket> {
  const url = new URL(server.hosts.find((served) => served.host === host)?.plainUrl ?? '');
  const socket = connect(Number(url.port), url.hostname);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}
