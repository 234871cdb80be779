import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { type Approach, createDialer } from '#engine/net/dialer.ts';
import { NetError } from '#engine/net/net-error.ts';
import type { Route } from '#engine/net/route.ts';
import type { Trust } from '#engine/net/trust.ts';
import type { Ports } from '#engine/ports.ts';
import { createSecrets } from '#engine/secrets/secrets.ts';
import type { Picture } from '#engine/store/picture-format.ts';
import { createJsonRpc, type JsonRpc } from '#engine/xapi/json-rpc.ts';
import type { Session } from '#engine/xapi/session.ts';
import type { Pin, Server, ServerId, ServerProxy } from '#shared/contract/calls/server-calls.ts';
import type { Failure } from '#shared/contract/failure.ts';
import { formatAddress, parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import type { Access } from '#shared/domain/connection/permissions.ts';
import { poolRelation } from '#shared/domain/connection/same-pool.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import type { HostRef } from '#shared/domain/inventory/watched.ts';
import type { HostWitnesses } from '#shared/domain/liveness/witness.ts';
import { approachOf, type Defaults, type Jumps, type Way } from './approach.ts';
import { createPoolLink, type PoolLink } from './pool-link.ts';
import { PoolsError } from './pools-error.ts';
import { witnessesOf } from './pool-witnesses.ts';
import { createRivals, type Rivals } from './rivals.ts';
import { createTrustBook, type TrustBook } from './trust-book.ts';
import type { Witnesses } from './witnesses.ts';

export interface ConnectRequest extends Way {
  readonly address: string;
  readonly user: string;
  readonly password: string;
  readonly pins: readonly Pin[];
  /** Confirmed before by way of other servers, for whatever address: recognised, and missed where something else is shown. */
  readonly known?: readonly Pin[] | undefined;
}

export type NoPassword = Extract<Failure, { kind: 'no-password' | 'vault' }>;

/** A server that was saved: with its id of then and what was last seen of it. */
export interface ResumeRequest extends Omit<ConnectRequest, 'password'> {
  readonly id: ServerId;
  /** Or why there is none. */
  readonly password: string | NoPassword;
  readonly picture: Picture | undefined;
}

/** What may have to change before a connection can come back. */
export interface Amendment {
  readonly password?: string | undefined;
  readonly pins?: readonly Pin[] | undefined;
}

/** Every connection the user has asked for. */
export interface Pools {
  list(): readonly Server[];
  /** Resolves with the first complete picture; on failure the server is not in the list any more. */
  connect(request: ConnectRequest, signal: AbortSignal): Promise<ServerId>;
  /** Shows what was known at once and connects for as long as it takes; nothing is thrown for a pool that does not answer. */
  resume(request: ResumeRequest): void;
  retry(server: ServerId, amendment: Amendment): void;
  /** Another way, from the next connection on; undefined is the way of the settings. */
  reroute(server: ServerId, proxy: ServerProxy | undefined): void;
  disconnect(server: ServerId): Promise<void>;
  inventory(server: ServerId): Inventory;
  /** Undefined until the server has let us in. */
  access(server: ServerId): Access | undefined;
  /** For questions about the pool as it is now; undefined while it does not answer. */
  session(server: ServerId): Session | undefined;
  /** A trusted connection to any host of the pool, the way its own connections go; throws as the dialer does. */
  dial(server: ServerId): (to: ServerAddress, signal: AbortSignal) => Promise<TLSSocket>;
  /** The same by another way than its own. */
  dialBy(server: ServerId, route: Route): (to: ServerAddress, signal: AbortSignal) => Promise<TLSSocket>;
  /** A bare connection to any machine, the same way, for what brings its own proof of identity; throws as the dialer does. */
  reach(server: ServerId): (to: ServerAddress, signal: AbortSignal) => Promise<Duplex>;
  /** Whether its addresses exist only inside this app. */
  isInvented(server: ServerId): boolean;
  /** The toolstack at any address, trusted as the one the pool knows by another address. */
  rpc(server: ServerId): (to: ServerAddress, known: string) => JsonRpc;
  /** What it is logged in with, for the moment of logging in somewhere else; undefined while that is not known. */
  login(server: ServerId): { readonly user: string; readonly password: string } | undefined;
  witnesses(server: ServerId): Witnesses;
  /** The certificates that were confirmed for it. */
  pins(server: ServerId): readonly Pin[];
  /** The user's word on what is shown at an address, from the next connection there on. */
  confirm(server: ServerId, pin: Pin): void;
  /** From the next connection to this address on. */
  distrust(server: ServerId, address: string): void;
  close(): Promise<void>;
}

export interface PoolsSetup {
  readonly ports: Ports;
  readonly defaults: Defaults;
  readonly jumps: Jumps;
  readonly toFailure: (error: unknown) => Failure;
  readonly onServers: (servers: readonly Server[]) => void;
  readonly onDelta: (server: ServerId, delta: Delta) => void;
  /** How long a live pool took to answer. */
  readonly onDelay: (server: ServerId, ms: number) => void;
  readonly onWitness: (server: ServerId, host: HostRef, witnesses: HostWitnesses) => void;
}

interface Entry {
  readonly id: ServerId;
  readonly request: Pick<ConnectRequest, 'address' | 'user'>;
  readonly link: PoolLink;
  readonly witnesses: Witnesses;
  readonly rivals: Rivals;
  readonly trust: TrustBook;
  readonly approach: Approach;
  readonly login: () => { readonly user: string; readonly password: string } | undefined;
  readonly changePassword: (password: string) => void;
  readonly way: () => Way;
  readonly changeProxy: (proxy: ServerProxy | undefined) => void;
  readonly forgetPassword: () => void;
  ended: Promise<void>;
}

export function createPools(setup: PoolsSetup): Pools {
  const { ports } = setup;
  const dialer = createDialer(ports.clock);
  const secrets = createSecrets(ports.random.id);
  const entries = new Map<ServerId, Entry>();

  function list(): Server[] {
    return [...entries.values()].map(({ id, request, link, rivals }) => {
      const access = link.access();
      const others = link.state().is === 'live' ? rivals.addresses() : [];
      return {
        id,
        ...request,
        state: link.state(),
        ...(access !== undefined && { access: access.is }),
        ...(others.length > 0 && { rivals: [...others] }),
      };
    });
  }

  function entryOf(server: ServerId): Entry {
    const entry = entries.get(server);
    if (entry === undefined) throw new PoolsError({ kind: 'gone' });
    return entry;
  }

  function add(id: ServerId, request: Omit<ResumeRequest, 'id' | 'picture'>, address: ServerAddress): Entry {
    let secret = secretOf(request.password);
    const trust = createTrustBook({ confirmed: request.pins, known: request.known }, () => link.inventory());
    let way: Way = { proxy: request.proxy, routes: request.routes };
    const approach = approachOf({ server: id, trust, way: () => way, defaults: setup.defaults, jumps: setup.jumps });
    const credentials = () => ({ user: request.user, password: secret.reveal(), approach });
    const link = createPoolLink({
      clock: ports.clock,
      dialer,
      address,
      credentials,
      toFailure: setup.toFailure,
      accept: () => requireNew(entry),
      onState: (state) => {
        ports.log.info('server.state', { server: id, state: state.is });
        setup.onServers(list());
        if (state.is !== 'connecting') witnesses.look();
      },
      onDelay: (ms) => setup.onDelay(id, ms),
      onDelta(delta) {
        setup.onDelta(id, delta);
        const isAboutHosts = delta.host !== undefined || delta.hostMetrics !== undefined;
        if (isAboutHosts && link.state().is === 'live') witnesses.look();
      },
    });
    const rivals = createRivals(() => link.inventory());
    const witnesses = witnessesOf({
      clock: ports.clock,
      dialer,
      link: () => link,
      approach,
      credentials,
      isRival: (host) => rivals.has(host),
      onChange(host, seen) {
        setup.onWitness(id, host, seen);
        if (rivals.saw(host, seen)) setup.onServers(list());
      },
      onBug: (error) => void setup.toFailure(error),
    });
    const entry: Entry = {
      id,
      request: { address: request.address, user: request.user },
      link,
      witnesses,
      rivals,
      trust,
      approach,
      login: () => (secret.isKnown ? { user: request.user, password: secret.reveal() } : undefined),
      changePassword: (password) => {
        secret.forget();
        secret = secretOf(password);
      },
      way: () => way,
      changeProxy: (proxy) => {
        way = { ...way, proxy };
      },
      forgetPassword: () => secret.forget(),
      ended: Promise.resolve(),
    };
    entries.set(id, entry);
    return entry;
  }

  function secretOf(password: string | NoPassword): { readonly isKnown: boolean; reveal(): string; forget(): void } {
    if (typeof password === 'string') {
      const handle = secrets.keep(password);
      return { isKnown: true, reveal: () => secrets.reveal(handle), forget: () => secrets.forget(handle) };
    }
    return {
      isKnown: false,
      reveal() {
        throw new PoolsError(password);
      },
      forget: () => undefined,
    };
  }

  function beginAnew(proxy: ServerProxy | undefined): void {
    if (typeof proxy === 'object' && 'jump' in proxy) setup.jumps.anew(proxy.jump);
  }

  async function remove(entry: Entry): Promise<void> {
    entries.delete(entry.id);
    await entry.witnesses.close();
    await entry.link.close();
    entry.forgetPassword();
    await entry.ended;
    setup.onServers(list());
  }

  /** Two addresses can lead to one pool; it is shown once. */
  function requireNew(entry: Entry): void {
    for (const other of entries.values()) {
      if (other === entry || other.link.state().is !== 'live') continue;
      const known = other.link.inventory();
      const relation = poolRelation(known, entry.link.inventory());
      if (relation === 'two-masters') throw new PoolsError({ kind: 'split-brain', masters: [other, entry].map(addressOf) });
      const poolName = onlyPool(known)?.pool.name ?? '';
      const name = poolName === '' ? other.request.address : poolName;
      if (relation === 'same') throw new PoolsError({ kind: 'already-connected', server: other.id, name });
    }
  }

  return {
    list,
    async connect(request, signal) {
      const address = parseAddress(request.address);
      if (address === undefined) throw new NetError({ kind: 'unreachable', address: request.address, why: 'name-not-found' });
      beginAnew(request.proxy);
      // Made here and nowhere else.
      const id = ports.random.id() as ServerId;
      const entry = add(id, { ...request, address: formatAddress(address) }, address);
      try {
        await entry.link.open(signal);
      } catch (error) {
        await remove(entry);
        throw error;
      }
      // The link handles every failure it expects; anything else is a bug, and naming it writes the log.
      entry.ended = entry.link.run().catch((error: unknown) => void setup.toFailure(error));
      return entry.id;
    },
    resume(request) {
      const address = parseAddress(request.address);
      if (address === undefined) throw new NetError({ kind: 'unreachable', address: request.address, why: 'name-not-found' });
      const entry = add(request.id, request, address);
      entry.ended = entry.link.resume(request.picture).catch((error: unknown) => void setup.toFailure(error));
    },
    retry(server, { password, pins = [] }) {
      const { trust, changePassword, link, way } = entryOf(server);
      beginAnew(way().proxy);
      pins.forEach(trust.confirm);
      if (password !== undefined) changePassword(password);
      link.retryNow();
    },
    reroute: (server, proxy) => entryOf(server).changeProxy(proxy),
    disconnect: async (server) => await remove(entryOf(server)),
    inventory: (server) => entryOf(server).link.inventory(),
    witnesses: (server) => entryOf(server).witnesses,
    pins: (server) => entryOf(server).trust.pins(),
    confirm: (server, pin) => entryOf(server).trust.confirm(pin),
    distrust: (server, address) => entryOf(server).trust.forget(address),
    access: (server) => entryOf(server).link.access(),
    session: (server) => entryOf(server).link.session(),
    reach: (server) => async (to, signal) => await dialer.reach(to, entryOf(server).approach, signal),
    isInvented: (server) => (entryOf(server).way().routes?.length ?? 0) > 0,
    rpc: (server) => (to, known) => {
      const { approach } = entryOf(server);
      const trust: Trust = {
        accepts: (_address, certificate) => approach.trust.accepts(known, certificate),
        doubtsAbout: (_address, certificate) => approach.trust.doubtsAbout(known, certificate),
      };
      return createJsonRpc({ dialer, clock: ports.clock, address: to, approach: { ...approach, trust }, onConnection: () => undefined });
    },
    login: (server) => entryOf(server).login(),
    dial: (server) => async (to, signal) => await dialer.dial(to, entryOf(server).approach, signal),
    dialBy: (server, route) => async (to, signal) => {
      const { trust, patienceMs } = entryOf(server).approach;
      return await dialer.dial(to, { trust, patienceMs, route }, signal);
    },
    async close() {
      await Promise.all([...entries.values()].map(remove));
    },
  };
}

/** Where its master was found. */
function addressOf({ link, request }: Entry): string {
  return link.master() ?? request.address;
}
