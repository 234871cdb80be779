import { NetError } from '#engine/net/net-error.ts';
import { PoolsError } from '#engine/pools/pools-error.ts';
import type { Terminal, TerminalSize } from '#engine/ssh/connection.ts';
import { SshError } from '#engine/ssh/ssh-error.ts';
import type { ByteStream } from '#shared/contract/byte-stream.ts';
import type { StreamInput } from '#shared/contract/streams.ts';
import type { Investigations } from './investigations.ts';

/** Where hosts keep their own console. */
const CONSOLE = '/usr/bin/xsconsole';

/** Shells on hosts, each as long as its stream. */
export interface Terminals {
  /** Done when the shell has ended; throws NetError when the connection has. */
  run(input: StreamInput<'host.terminal'>, on: { readonly stream: ByteStream; readonly signal: AbortSignal }): Promise<void>;
  resize(terminal: string, size: TerminalSize): void;
}

export function createTerminals(investigations: Investigations): Terminals {
  const open = new Map<string, Terminal>();
  return {
    async run({ server, host, terminal: id, program, columns, rows }, { stream, signal }) {
      const investigation = investigations.of(server, host);
      const lost = (): never => {
        throw new NetError({ kind: 'unreachable', address: investigation.address(), why: 'closed' });
      };
      const connection = investigation.connection() ?? lost();
      const terminal = await connection.terminal({ columns, rows, program: program === 'console' ? CONSOLE : undefined, signal });
      open.set(id, terminal);
      const stop = (): void => void terminal.stream.destroy();
      signal.addEventListener('abort', stop, { once: true });
      try {
        // How the stream ends is told by what is shown.
        typed(stream, terminal).catch(() => undefined);
        await Promise.race([shown(terminal, stream), connection.ended.then(lost)]);
      } catch (error) {
        signal.throwIfAborted();
        throw error instanceof SshError ? lost() : error;
      } finally {
        signal.removeEventListener('abort', stop);
        open.delete(id);
        stop();
      }
    },
    resize(id, size) {
      const terminal = open.get(id);
      if (terminal === undefined) throw new PoolsError({ kind: 'gone' });
      terminal.resize(size);
    },
  };
}

async function shown(terminal: Terminal, stream: ByteStream): Promise<void> {
  // Without an encoding set, a channel gives bytes.
  for await (const part of terminal.stream) await stream.write(part as Uint8Array);
}

async function typed(stream: ByteStream, terminal: Terminal): Promise<void> {
  for await (const part of stream.incoming) {
    if (!terminal.stream.writable) return;
    if (!terminal.stream.write(part)) await new Promise((resolve) => terminal.stream.once('drain', resolve));
  }
  terminal.stream.end();
}
