import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { OwnFailure } from '#shared/domain/routes/attempt.ts';
import type { Connection } from './connection.ts';
import { SshError } from './ssh-error.ts';

/** OpenSSH's word for "I will not", against "I cannot". */
const ADMINISTRATIVELY_PROHIBITED = 1;

export interface Destination {
  /** A link-local address carries the bridge of the machine in between. */
  readonly host: string;
  readonly port: number;
}

/**
 * A stream to another machine by way of this one. Where it refuses to open connections for us, or the address means
 * something only to its own shell, its shell does; that needs a machine that speaks first, as SSH does. Throws SshError.
 */
export async function openThrough(jump: Connection, to: Destination, signal: AbortSignal): Promise<Duplex> {
  if (to.host.includes('%')) return await openByShell(jump, to, signal);
  try {
    return await openForwarded(jump, to, signal);
  } catch (error) {
    if (error instanceof SshError && error.reason.is === 'jump-refused-forwarding') return await openByShell(jump, to, signal);
    throw error;
  }
}

/** The same for whatever speaks at the other end. Throws SshError. */
export async function openForwarded(jump: Connection, to: Destination, signal: AbortSignal): Promise<Duplex> {
  try {
    return await jump.openTcp(to, signal);
  } catch (error) {
    signal.throwIfAborted();
    const reason = refusedFor(error);
    if (reason === undefined) throw error;
    throw new SshError('connect', reason === ADMINISTRATIVELY_PROHIBITED ? { is: 'jump-refused-forwarding' } : refusalIn(error), error);
  }
}

async function openByShell(jump: Connection, { host, port }: Destination, signal: AbortSignal): Promise<Duplex> {
  // Goes into a command line, so nothing but an address may.
  if (!/^[0-9a-f.:]+(%[\w.-]{1,15})?$/i.test(host)) throw new SshError('resolve', { is: 'name-not-found' });
  const channel = await jump.pipe(`bash -c 'exec 3<>/dev/tcp/${host}/${port} || exit 1; cat <&3 & exec cat >&3'`, signal);
  await firstWord(channel, signal);
  return channel;
}

/** The shell says nothing when it is connected, and the machine behind it speaks first; so its first byte is the sign. */
async function firstWord(channel: ClientChannel, signal: AbortSignal): Promise<void> {
  const heard = Promise.withResolvers<void>();
  const complaints: Buffer[] = [];
  channel.stderr.on('data', (part: Buffer) => void complaints.push(part));
  // Also told of at the end, when there is nothing to read.
  const look = (): void => {
    if (channel.readableLength > 0) heard.resolve();
    else channel.read();
  };
  channel.on('readable', look);
  channel.once('close', () => heard.reject(new SshError('connect', failureIn(Buffer.concat(complaints).toString('utf8')))));
  const abort = (): void => {
    channel.destroy();
    heard.reject(signal.reason);
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    await heard.promise;
  } finally {
    channel.off('readable', look);
    signal.removeEventListener('abort', abort);
  }
}

/** What its own attempt ended with, where it says so. */
function refusalIn(error: unknown): OwnFailure {
  const cause: unknown = error instanceof SshError ? error.cause : undefined;
  const said = failureIn(cause instanceof Error ? cause.message : '');
  return said.is === 'jump-refused-forwarding' ? { is: 'refused' } : said;
}

function failureIn(complaint: string): OwnFailure {
  if (/refused/i.test(complaint)) return { is: 'refused' };
  if (/no route|unreachable|timed out/i.test(complaint)) return { is: 'no-route' };
  if (/name or service not known|resolution/i.test(complaint)) return { is: 'name-not-found' };
  return { is: 'jump-refused-forwarding' };
}

/** Why the other side opened no channel, by the number it gave; undefined where the connection itself was lost. */
export function refusedFor(error: unknown): number | undefined {
  const cause: unknown = error instanceof SshError ? error.cause : undefined;
  return cause instanceof Error && 'reason' in cause && typeof cause.reason === 'number' ? cause.reason : undefined;
}
