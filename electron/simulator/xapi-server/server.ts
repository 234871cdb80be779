import { startSessionCollection } from '../world/sessions.ts';
import type { SimHost, World } from '../world/world.ts';
import { driveClock, holdClock } from './clock-driver.ts';
import type { Duplex } from 'node:stream';
import type { Door } from './door.ts';
import { openEndpoint, serveLocally } from './host-endpoint.ts';
import type { Service } from './http/service.ts';
import { prepareRecords } from './json-encoders.ts';
import type { Reach } from './link/reach.ts';
import type { HttpHandlers, OnRefused } from './routes.ts';
import { recordCertificates } from './tls/record-certificates.ts';

export interface ServeOptions {
  readonly handlers: HttpHandlers;
  readonly onRefused?: OnRefused;
  /** Ports count up from here, one per host in the world's order; otherwise the system chooses. */
  readonly portBase?: number;
  /** Also listen without TLS. */
  readonly plainHttp?: boolean;
  /**
   * 'records' leaves the hosts' addresses as the records have them; 'loopback' makes them where the host really listens.
   * 'loopback-each' gives every host a loopback address of its own under one common port, for clients that follow a
   * host's name and keep the port; macOS has only one loopback address and cannot.
   */
  readonly addresses: 'records' | 'loopback' | 'loopback-each';
  /** Real time, so many times as fast; or the clock stands until a test advances it. */
  readonly clock: { readonly is: 'live'; readonly speed: number } | { readonly is: 'manual' };
}

export interface ServedHost {
  readonly host: SimHost;
  /** 'https://127.0.0.1:port' */
  readonly url: string;
  readonly plainUrl: string | undefined;
}

export interface RunningServer {
  readonly hosts: readonly ServedHost[];
  urlOf(host: SimHost): string;
  /** Lets the world's time catch up before something happens in it. */
  during<T>(happening: () => T): T;
  /** A connection to the toolstack from inside the data centre. */
  enter(host: SimHost, stream: Duplex, reach: () => Reach): void;
  /** A connection over the socket in the host's file system. */
  enterLocally(host: SimHost, stream: Duplex): void;
  /** Called at every look at the machines and wires. */
  onRefresh(listener: () => void): void;
  /** Looks at links, power and cables now instead of a moment later. */
  refresh(): void;
  /** Once what the last look changed has taken effect. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How soon a change of the world shows on its wires when no request comes. */
const REFRESH_PERIOD_MS = 100;

export async function serveWorld(world: World, options: ServeOptions): Promise<RunningServer> {
  const endpoints: Door[] = [];
  const doors = new Map<SimHost, Door>();
  const services = new Map<SimHost, Service>();
  const served: ServedHost[] = [];
  const urls = new Map<SimHost, string>();
  const listeners: (() => void)[] = [];
  const refresh = (): void => {
    for (const endpoint of endpoints) endpoint.refresh();
    for (const listener of listeners) listener();
    recordCertificates(world);
  };
  const driver = options.clock.is === 'live' ? driveClock(world.clock, options.clock.speed, refresh) : holdClock(world.clock);
  const urlOf = (host: SimHost): string => urls.get(host) ?? `https://${host.address}`;

  let commonPort: number | undefined;

  function portOf(index: number): number {
    if (options.addresses === 'loopback-each') return commonPort ?? options.portBase ?? 0;
    return options.portBase === undefined ? 0 : options.portBase + index;
  }

  async function open(host: SimHost, index: number): Promise<void> {
    const service = { world, host, handlers: options.handlers, onRefused: options.onRefused ?? (() => undefined), during: driver.during, urlOf };
    const address = options.addresses === 'loopback-each' ? ownLoopback(index) : '127.0.0.1';
    const secure = await openEndpoint(service, { address, port: portOf(index), protocol: 'https' });
    endpoints.push(secure);
    doors.set(host, secure);
    services.set(host, service);
    commonPort ??= secure.port;
    const url = `https://${address}:${secure.port}`;
    urls.set(host, url);
    let plainUrl: string | undefined;
    if (options.plainHttp === true) {
      const port = options.portBase === undefined ? 0 : options.portBase + world.hosts.length + index;
      const plain = await openEndpoint(service, { address, port, protocol: 'http' });
      endpoints.push(plain);
      plainUrl = `http://${address}:${plain.port}`;
    }
    served.push({ host, url, plainUrl });
  }

  for (const [index, host] of world.hosts.entries()) await open(host, index);
  for (const host of world.hosts) {
    const url = new URL(urlOf(host));
    if (options.addresses === 'loopback') moveTo(world, host, url.host);
    if (options.addresses === 'loopback-each') moveTo(world, host, url.hostname);
  }
  startSessionCollection(world);
  refresh();
  for (const pool of world.pools) prepareRecords(pool);
  const poll = setInterval(refresh, REFRESH_PERIOD_MS);

  return {
    hosts: served,
    urlOf,
    during: driver.during,
    enter: (host, stream, reach) => doors.get(host)?.enter(stream, reach),
    enterLocally(host, stream) {
      const service = services.get(host);
      if (service === undefined) stream.destroy();
      else serveLocally(service, stream);
    },
    onRefresh: (listener) => void listeners.push(listener),
    refresh,
    settled: async () => void (await Promise.all(endpoints.map((endpoint) => endpoint.settled()))),
    async close() {
      clearInterval(poll);
      driver.stop();
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}

function ownLoopback(index: number): string {
  return `127.77.${Math.floor(index / 250)}.${(index % 250) + 1}`;
}

/** Clients follow the addresses they are told, so every place that names one has to change. */
function moveTo(world: World, host: SimHost, after: string): void {
  const before = host.address;
  host.address = after;
  for (const other of world.hosts) {
    if (other.role.is === 'slave' && other.role.masterAddress === before) other.role = { is: 'slave', masterAddress: after };
  }
  const { database } = host.pool;
  if (database.find('host', host.ref) !== undefined) database.set('host', host.ref, { address: after });
  for (const [ref, { row }] of database.tables.get('console')?.rows ?? []) {
    const { location } = row;
    if (typeof location === 'string' && location.startsWith(`https://${before}/`)) {
      database.set('console', ref, { location: location.replace(`https://${before}/`, `https://${after}/`) });
    }
  }
}
