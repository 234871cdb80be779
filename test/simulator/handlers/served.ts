import { request as plainRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { buildScenario } from '#simulator/scenarios/scenario.ts';
import { scenarioNamed } from '#simulator/scenarios/registry.ts';
import { DEFAULT_LOGIN } from '#simulator/world/build/start-pool.ts';
import { authenticate, openSession } from '#simulator/world/sessions.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState, SimHost, World } from '#simulator/world/world.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { onRefused } from '#simulator/xapi-server/handlers/task-verdict.ts';
import { serveWorld, type RunningServer } from '#simulator/xapi-server/server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Served extends AsyncDisposable {
  readonly world: World;
  readonly pool: PoolState;
  readonly master: SimHost;
  readonly slave: SimHost;
  readonly session: Ref;
  vm(name: string): { readonly ref: Ref; readonly row: Row };
  ask(host: SimHost, target: string, options?: { method?: string; headers?: Record<string, string>; body?: Uint8Array }): Promise<Reply>;
  /** A raw connection that has sent `head`. */
  dial(host: SimHost, head: string): Promise<Socket>;
}

/** Two hosts with a shared store, over plain HTTP; the clock stands until a test advances it. */
export async function serveTwoHosts(profile: '8.2' | '8.3' | '9' = '8.3'): Promise<Served> {
  const world = await buildScenario(scenarioNamed('two-hosts-iscsi'), { profile, slowness: 0 });
  const [pool] = world.pools;
  if (pool === undefined) throw new Error('the scenario has no pool');
  const slave = world.hosts.find((host) => host !== pool.master);
  if (slave === undefined) throw new Error('the scenario has no second host');
  const server = await serveWorld(world, { handlers, onRefused, plainHttp: true, addresses: 'records', clock: { is: 'manual' } });
  const account = authenticate(pool, DEFAULT_LOGIN.user, DEFAULT_LOGIN.password);
  const session = openSession(world, pool.master, { account, originator: 'test' }).ref;
  return {
    world,
    pool,
    master: pool.master,
    slave,
    session,
    vm(name) {
      const ref = pool.database.refs('VM').find((self) => pool.database.get('VM', self)['name_label'] === name);
      if (ref === undefined) throw new Error(`no VM ${name}`);
      return { ref, row: pool.database.get('VM', ref) };
    },
    ask: (host, target, options = {}) => ask(plainUrl(server, host), target, options),
    async dial(host, head) {
      const url = new URL(plainUrl(server, host));
      const socket = connect(Number(url.port), url.hostname);
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      socket.write(head);
      return socket;
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function plainUrl(server: RunningServer, host: SimHost): string {
  const url = server.hosts.find((served) => served.host === host)?.plainUrl;
  if (url === undefined) throw new Error(`${host.name} does not listen without TLS`);
  return url;
}

function ask(url: string, target: string, options: { method?: string; headers?: Record<string, string>; body?: Uint8Array }): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = plainRequest(`${url}${target}`, { method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

/** Reads from a connection until as many bytes are there. */
export function byteReader(socket: Socket): (count: number) => Promise<Buffer> {
  let pending = Buffer.alloc(0);
  let wake = (): void => undefined;
  socket.on('data', (piece: Buffer) => {
    pending = Buffer.concat([pending, piece]);
    wake();
  });
  socket.on('close', () => wake());
  return async (count) => {
    while (pending.length < count) {
      if (socket.destroyed) throw new Error(`closed after ${pending.length} of ${count} bytes`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const part = pending.subarray(0, count);
    pending = pending.subarray(count);
    return part;
  };
}
