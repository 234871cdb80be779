import type { Duplex } from 'node:stream';
import type { Clock } from '#engine/ports.ts';
import type { Connection } from '#engine/ssh/connection.ts';
import { type Handshake, shakeHands } from '#engine/ssh/handshake.ts';
import { hostKeysIn } from '#engine/ssh/host-key.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import type { ServerId } from '#shared/contract/calls/server-calls.ts';
import type { ServerAddress } from '#shared/domain/address/address.ts';
import type { HostKey, Stage } from '#shared/domain/routes/attempt.ts';
import { type HostKeyBook, judgeKey } from './host-key-book.ts';
import type { AskPerson, Keyring } from './keyring.ts';

const IDENTITY_MS = 2_000;
const IDENTITY = 'grep INSTALLATION_UUID /etc/xensource-inventory';
const ALL_KEYS = 'cat /etc/ssh/ssh_host_*_key.pub';

/** Somebody to connect to: a host of the pool, or a machine on the way to one. */
export interface Machine {
  /** The pool it is reached for. */
  readonly server: ServerId;
  /** What its keys and its password are kept under: for a host its installation's id. */
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly user: string;
  /** A host has to prove which one it is; a machine on the way is known by its key alone. */
  readonly isHost: boolean;
}

/** The same machine, reached for the same pool. */
export function machineKey({ server, id }: Pick<Machine, 'id' | 'server'>): string {
  return `${server} ${id}`;
}

export interface MachineRoom {
  readonly clock: Clock;
  readonly keys: HostKeyBook;
  readonly keyring: Keyring;
}

export interface OnWay {
  readonly onPassed: (stage: Stage) => void;
  readonly signal: AbortSignal;
}

/** As far as its key; nothing secret is sent. Throws SshError. */
export async function greet(
  room: MachineRoom,
  machine: Machine,
  way: OnWay & { readonly at: ServerAddress; open(signal: AbortSignal): Promise<Duplex> },
): Promise<Handshake> {
  const known = room.keys.known(machine.id);
  const vouched = room.keys.vouched([way.at, { host: machine.address, port: way.at.port }]);
  return await shakeHands({
    clock: room.clock,
    user: machine.user,
    open: way.open,
    known,
    judge: (shown) => judgeKey({ known, vouched }, shown),
    onPassed: way.onPassed,
    signal: way.signal,
  });
}

/** Logs in and has it prove who it is, before anything else is asked of it. Throws SshError, and then nothing is left open. */
export async function enter(
  room: MachineRoom,
  machine: Machine,
  way: OnWay & { readonly handshake: Handshake; readonly ask: AskPerson },
): Promise<Connection> {
  const { signal } = way;
  const connection = await way.handshake.authenticate(await room.keyring.credentialsFor(machine, way.ask), signal);
  try {
    if (machine.isHost) {
      await proveIdentity(connection, machine, signal);
      way.onPassed('identity');
    }
    await learnKeys(room, machine, { connection, signal, shown: way.handshake.key });
    await room.keyring.worked(machine);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Throws SshError where another machine answers. */
async function proveIdentity(connection: Connection, machine: Machine, signal: AbortSignal): Promise<void> {
  const ran = await connection.run(IDENTITY, { signal, ms: IDENTITY_MS }).catch((error: unknown) => {
    throw error instanceof SshError ? new SshError('identity', error.reason, error) : error;
  });
  const found = /INSTALLATION_UUID='?([\w-]+)/.exec(ran.out.toString('utf8'))?.[1];
  if (found === undefined) throw new SshError('identity', { is: 'no-identity' });
  if (found !== machine.id) throw new SshError('identity', { is: 'another-host', expected: machine.id, found });
}

/** All its keys, over a connection that is proven, so that it is known again whichever it shows. */
async function learnKeys(
  { keys, clock }: MachineRoom,
  machine: Machine,
  of: { readonly connection: Connection; readonly signal: AbortSignal; readonly shown: HostKey },
): Promise<void> {
  const known = keys.known(machine.id);
  if (known.length > 1) return;
  const ran = await of.connection.run(ALL_KEYS, { signal: of.signal, ms: IDENTITY_MS }).catch((error: unknown) => {
    // A machine on the way need not have them where a host has; what is known of it is enough.
    if (error instanceof SshError && error.reason.is === 'timed-out') return undefined;
    throw error;
  });
  const all = hostKeysIn(ran?.out.toString('utf8') ?? '');
  // The files that hold the key it has just shown are the ones that count.
  const found = all.some(({ fingerprint }) => fingerprint === of.shown.fingerprint) ? all : [of.shown];
  if (found.length > known.length) await keys.confirm({ machine: machine.id, name: machine.name, keys: found, atMs: clock.now() });
}
