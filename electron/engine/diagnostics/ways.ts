import type { Duplex } from 'node:stream';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { openThrough } from '#engine/ssh/through.ts';
import { parseAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import type { RouteCandidate, Via } from '#shared/domain/routes/candidate.ts';
import type { JumpHosts } from './jump-hosts.ts';
import type { AskPerson } from './keyring.ts';
import { type Machine, machineKey } from './machine.ts';

const SSH_PORT = 22;

/** Where a machine in between is, and who it is. */
export interface Between {
  readonly machine: Machine;
  readonly at: ServerAddress;
}

export interface WaySetup {
  readonly jumps: JumpHosts;
  /** Throws as the dialer does. */
  readonly reach: (to: ServerAddress, signal: AbortSignal) => Promise<Duplex>;
  /** Undefined when it is not there any more. */
  readonly between: (via: Via) => Between | undefined;
  readonly ask: AskPerson;
}

/** The way to a machine is prepared first: who is in between has to be reached and trusted on its own account. */
export interface PreparedWay {
  open(signal: AbortSignal): Promise<Duplex>;
  /** Not needed any more; what was opened stays as long as it is used. */
  giveBack(): void;
}

/** Throws SshError. */
export async function prepareWay(setup: WaySetup, route: RouteCandidate, signal: AbortSignal): Promise<PreparedWay> {
  const to = { host: route.address, port: route.port };
  if (route.via === undefined) return { open: async (either) => await setup.reach(to, either), giveBack: () => undefined };
  const between = setup.between(route.via);
  if (between === undefined) throw new SshError('resolve', { is: 'name-not-found' });
  const lent = await setup.jumps.use(between.machine, {
    at: between.at,
    open: async (either) => await setup.reach(between.at, either),
    ask: setup.ask,
    signal,
  });
  return { open: async (either) => await openThrough(lent.connection, to, either), giveBack: lent.giveBack };
}

/** The machine a route leads over, as attempts over it are counted. */
export function overOf(setup: Pick<WaySetup, 'between'>, { via }: RouteCandidate): string | undefined {
  const between = via === undefined ? undefined : setup.between(via);
  return between === undefined ? undefined : machineKey(between.machine);
}

export function sshAddressOf(host: string): ServerAddress {
  return { host, port: SSH_PORT };
}

/** As a person writes it: a name or an address, with or without a port. */
export function sshAddress(typed: string): ServerAddress | undefined {
  const address = parseAddress(typed);
  // Without a port of its own it was read as one of HTTPS.
  return address === undefined || typed.endsWith(':443') || address.port !== 443 ? address : sshAddressOf(address.host);
}

/** The others lead to the toolstack, or to the controller, and to no shell. */
export function isForSsh({ kind }: RouteCandidate): boolean {
  return kind !== 'xapi-only' && kind !== 'bmc';
}
