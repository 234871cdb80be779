import type { Duplex } from 'node:stream';
import type { Client, ClientChannel } from 'ssh2';
import type { Clock } from '#engine/ports.ts';
import { SshError } from './ssh-error.ts';
import { createTurns, type Turns } from './turns.ts';
import { within } from './within.ts';

/** Servers allow ten; a few are left for what is being closed or has got stuck. */
const MOST_CHANNELS = 6;
/** Beside them; more than one is wanted only where several windows look. */
const MOST_FOLLOWING = 2;
const OPEN_CHANNEL_MS = 5_000;

export interface Ran {
  /** Absent when it was killed or nobody said. */
  readonly code: number | undefined;
  readonly out: Buffer;
  readonly err: string;
}

export interface RunOptions {
  readonly signal: AbortSignal;
  /** When to give up on it, where the signal does not say; the channel is left alone then, for what hangs there cannot be ended. */
  readonly ms?: number;
  /** Written to the command, which then sees the end of its input. */
  readonly input?: string;
  /** Never more than so much is kept of what it says. */
  readonly mostBytes?: number;
  /** Hears what it says as it says it. */
  readonly onOut?: (part: Buffer) => void;
}

export interface Terminal {
  readonly stream: Duplex;
  resize(size: TerminalSize): void;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A machine that has let us in. */
export interface Connection {
  /** Throws SshError, also `timed-out` for a command that does not end. */
  run(command: string, options: RunOptions): Promise<Ran>;
  /** A shell, or the program where one is named. */
  terminal(of: TerminalSize & { readonly program: string | undefined; readonly signal: AbortSignal }): Promise<Terminal>;
  /** A stream to where the machine can go itself. */
  openTcp(to: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<Duplex>;
  openUnix(path: string, signal: AbortSignal): Promise<Duplex>;
  /** Both ends of a running command as one stream. */
  pipe(command: string, signal: AbortSignal): Promise<ClientChannel>;
  /** The same for one that lasts as long as somebody looks: beside the others' turns, so that it keeps none of them waiting. */
  follow(command: string, signal: AbortSignal): Promise<ClientChannel>;
  readonly ended: Promise<void>;
  close(): void;
}

const MOST_BYTES = 4 * 1024 * 1024;

export function connectionOver(client: Client, clock: Clock): Connection {
  const turns: Turns = createTurns(MOST_CHANNELS);
  const following: Turns = createTurns(MOST_FOLLOWING);
  const ended = new Promise<void>((resolve) => client.once('close', () => resolve()));

  type Deliver<C> = (error: Error | undefined, channel: C) => void;

  /** Waits for its turn, which the channel keeps until it is closed. */
  async function session(
    signal: AbortSignal,
    ask: (deliver: Deliver<ClientChannel>) => void,
    among = turns,
  ): Promise<{ made: ClientChannel; leave: () => void }> {
    const leave = await among.take(signal);
    try {
      const made = await channel(signal, ask);
      made.once('close', leave);
      return { made, leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  async function channel<C extends Duplex>(signal: AbortSignal, ask: (deliver: Deliver<C>) => void): Promise<C> {
    const opened = Promise.withResolvers<C>();
    try {
      ask((error, made) => {
        // The library says undefined or null where there is none.
        if (!(error instanceof Error)) opened.resolve(made);
        else opened.reject(error);
      });
      // Only where somebody waits for it: whoever gave up before hears of no end, and a rejection nobody hears ends the process.
      const made = await within(
        { clock, ms: OPEN_CHANNEL_MS, signal, stage: () => 'run' },
        async () => await Promise.race([opened.promise, ended.then(lost)]),
      );
      // Stays: an error of a channel must not end the process, and whoever reads it hears of its end.
      made.on('error', () => undefined);
      return made;
    } catch (error) {
      // One that comes too late is not wanted any more.
      opened.promise.then((late) => late.destroy()).catch(() => undefined);
      if (error instanceof SshError || signal.aborted) throw error;
      throw new SshError('run', { is: 'lost' }, error);
    }
  }

  return {
    ended,
    close: () => client.end().destroy(),
    async run(command, { signal, ms = Number.POSITIVE_INFINITY, input, mostBytes = MOST_BYTES, onOut }) {
      const done = Promise.withResolvers<Ran>();
      const { made, leave } = await session(signal, (deliver) =>
        client.exec(command, (error, channel) => {
          // A quick command's exit code comes in the same breath as its channel: whoever listens later has missed it.
          if (!(error instanceof Error)) done.resolve(collect(channel, { mostBytes, onOut }));
          deliver(error, channel);
        }),
      );
      made.end(input);
      try {
        return await within({ clock, ms, signal, stage: () => 'run' }, async () => await Promise.race([done.promise, ended.then(lost)]));
      } finally {
        made.close();
        // A channel that hangs may never say that it is closed.
        leave();
      }
    },
    async terminal({ columns, rows, program, signal }) {
      const pty = { term: 'xterm-256color', cols: columns, rows };
      const { made } = await session(signal, (deliver) =>
        program === undefined ? client.shell(pty, deliver) : client.exec(program, { pty }, deliver),
      );
      return { stream: made, resize: (size) => made.setWindow(size.rows, size.columns, 0, 0) };
    },
    openTcp: async ({ host, port }, signal) =>
      await channel<ClientChannel>(signal, (deliver) => client.forwardOut('127.0.0.1', 0, host, port, deliver)),
    openUnix: async (path, signal) => await channel<ClientChannel>(signal, (deliver) => client.openssh_forwardOutStreamLocal(path, deliver)),
    pipe: async (command, signal) => (await session(signal, (deliver) => client.exec(command, deliver))).made,
    follow: async (command, signal) => (await session(signal, (deliver) => client.exec(command, deliver), following)).made,
  };
}

function lost(): never {
  throw new SshError('run', { is: 'lost' });
}

interface Collecting {
  readonly mostBytes: number;
  readonly onOut: ((part: Buffer) => void) | undefined;
}

async function collect(channel: ClientChannel, { mostBytes, onOut }: Collecting): Promise<Ran> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  const room = { out: mostBytes, err: 64 * 1024 };
  let code: number | undefined;
  if (onOut !== undefined) channel.on('data', onOut);
  channel.on('data', (part: Buffer) => keep(out, part, room, 'out'));
  channel.stderr.on('data', (part: Buffer) => keep(err, part, room, 'err'));
  channel.once('exit', (exit: number | null) => {
    code = exit ?? undefined;
  });
  await new Promise<void>((resolve) => channel.once('close', () => resolve()));
  return { code, out: Buffer.concat(out), err: Buffer.concat(err).toString('utf8') };
}

function keep(parts: Buffer[], part: Buffer, room: Record<'out' | 'err', number>, of: 'out' | 'err'): void {
  const taken = part.subarray(0, room[of]);
  room[of] -= taken.length;
  if (taken.length > 0) parts.push(taken);
}
