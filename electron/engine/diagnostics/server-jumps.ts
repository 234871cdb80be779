import type { Duplex } from 'node:stream';
import { NetError } from '#engine/net/net-error.ts';
import type { Route } from '#engine/net/route.ts';
import type { Jumps } from '#engine/pools/approach.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import { openForwarded } from '#engine/ssh/through.ts';
import type { Access } from '#shared/contract/calls/access-calls.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import { formatAddress, type ServerAddress } from '#shared/domain/address/address.ts';
import type { OwnFailure, Stage } from '#shared/domain/routes/attempt.ts';
import type { JumpHosts, LentConnection } from './jump-hosts.ts';
import type { Keyring } from './keyring.ts';
import { type Between, sshAddress } from './ways.ts';

export interface ServerJumpsSetup {
  readonly keyring: Keyring;
  readonly shared: () => Promise<{ readonly access: { access(): Access }; readonly jumps: JumpHosts }>;
}

/** The user's jump hosts as ways to servers: all that a pool's connections need goes over one connection to the jump host. */
export function createServerJumps({ keyring, shared }: ServerJumpsSetup): Jumps {
  async function lend(between: Between, of: { readonly via: Route; readonly signal: AbortSignal }): Promise<LentConnection> {
    const { machine } = between;
    return await (await shared()).jumps.use(machine, {
      at: between.at,
      open: async (signal) => await of.via.open(between.at, signal),
      // Nobody stands by a connection that comes back by itself; what was typed for it is all it can say.
      ask: async (_machine, { prompts }) => await Promise.resolve(keyring.answerTo(machine, prompts)),
      signal: of.signal,
    });
  }

  return {
    route: ({ server, jump, via }) => ({
      async open(to, signal, resolved) {
        const between = bastionOf((await shared()).access.access(), { server, bastion: jump });
        if (between === undefined) throw refusal(to, undefined, { stage: 'resolve', why: { is: 'name-not-found' } });
        // The jump host itself is where every way over it begins.
        if (formatAddress(between.at) === formatAddress(to)) return await via.open(to, signal, resolved);
        try {
          const lent = await lend(between, { via, signal });
          resolved?.();
          return await openOver(lent, to, signal);
        } catch (error) {
          signal.throwIfAborted();
          throw error instanceof SshError ? netErrorOf(error, to, between) : error;
        }
      },
    }),
    anew: (jump) => keyring.forgetRefusals({ id: bastionMachine(jump) }),
  };
}

async function openOver(lent: LentConnection, to: ServerAddress, signal: AbortSignal): Promise<Duplex> {
  try {
    const stream = await openForwarded(lent.connection, to, signal);
    stream.once('close', lent.giveBack);
    return stream;
  } catch (error) {
    lent.giveBack();
    throw error;
  }
}

/** What stopped the jump host is told of it; what stopped it from there is told of the server, as anywhere. */
function netErrorOf({ stage, reason, cause }: SshError, to: ServerAddress, between: Between): NetError {
  if (reason.is === 'jump-failed') return refusal(to, between, reason, cause);
  if (reason.is === 'name-not-found' || reason.is === 'refused' || reason.is === 'no-route')
    return new NetError({ kind: 'unreachable', address: formatAddress(to), why: reason.is }, cause);
  return refusal(to, between, { stage, why: reason }, cause);
}

function refusal(
  to: ServerAddress,
  between: Between | undefined,
  of: { readonly stage: Stage; readonly why: OwnFailure },
  cause?: unknown,
): NetError {
  const { stage, why } = of;
  const address = formatAddress(to);
  if (between === undefined) return new NetError({ kind: 'ssh-jump', address, stage, why }, cause);
  const { machine } = between;
  const jump = { id: machine.id.slice(PREFIX.length), name: machine.name, address: machine.address, user: machine.user };
  return new NetError({ kind: 'ssh-jump', address, jump, stage, why }, cause);
}

const PREFIX = 'bastion:';

/** What a jump host's keys and password are kept under. */
export function bastionMachine(id: string): string {
  return `${PREFIX}${id}`;
}

export function bastionOf({ bastions }: Access, of: { readonly server: ServerId; readonly bastion: string }): Between | undefined {
  const bastion = bastions.find(({ id }) => id === of.bastion);
  const at = bastion === undefined ? undefined : sshAddress(bastion.address);
  if (bastion === undefined || at === undefined) return undefined;
  const { id, name, address, user } = bastion;
  return { machine: { server: of.server, id: bastionMachine(id), name, address, user, isHost: false }, at };
}
