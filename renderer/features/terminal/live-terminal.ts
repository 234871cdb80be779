import type { ByteStream } from '#shared/contract/byte-stream.ts';
import { StreamStopped } from '#shared/contract/byte-stream.ts';
import type { Client } from '#shared/contract/client.ts';
import { terminalText } from '#shared/text/terminal-text.ts';
import { dropTerminal, setTerminalState, type TerminalSession } from '#renderer/state/terminals-store.ts';
import type { Screen, Size } from '#renderer/ui/terminal/screen.ts';

/** The screen of a session and what feeds it; both outlive the tab that shows them. */
export interface LiveTerminal {
  readonly screen: Screen;
  /** Begins, or begins again after it has ended. */
  connect(): void;
  close(): void;
}

export interface TerminalSigns {
  readonly released: () => void;
  readonly searched: () => void;
}

interface Kept {
  readonly live: Promise<LiveTerminal>;
  signs: TerminalSigns;
}

const kept = new Map<string, Kept>();
const encoder = new TextEncoder();

/** The one of this session, made when it is first looked at; what emulates a terminal is loaded only then. */
export async function liveTerminal(client: Client, session: TerminalSession, signs: TerminalSigns): Promise<LiveTerminal> {
  const known = kept.get(session.id);
  if (known !== undefined) {
    known.signs = signs;
    return await known.live;
  }
  const entry: Kept = { live: make(client, session, () => entry.signs), signs };
  kept.set(session.id, entry);
  return await entry.live;
}

async function make(client: Client, session: TerminalSession, signs: () => TerminalSigns): Promise<LiveTerminal> {
  const { createScreen } = await import('#renderer/ui/terminal/screen.ts');
  let stream: ByteStream | undefined;
  const name = terminalText.numbered(terminalText[session.program], session.number);
  const screen = createScreen(terminalText.input(name), {
    typed: (text) => send(text),
    resized: (size) => resize(size),
    released: () => signs().released(),
    searched: () => signs().searched(),
  });

  function send(text: string): void {
    stream?.write(encoder.encode(text)).catch((error: unknown) => {
      // Typed after the end: the state beside the terminal says that it is over.
      if (!(error instanceof StreamStopped)) reportError(error);
    });
  }

  function resize({ columns, rows }: Size): void {
    if (stream === undefined) return;
    client.call('terminal.resize', { terminal: session.id, columns, rows }).catch((error: unknown) => reportError(error));
  }

  let toType = session.typed;

  async function follow(opened: ByteStream): Promise<void> {
    try {
      for await (const bytes of opened.incoming) {
        await screen.show(bytes);
        // A shell that has said something listens.
        if (toType !== undefined) send(toType);
        toType = undefined;
      }
    } catch (error) {
      // How it ended says why.
      if (!(error instanceof StreamStopped)) throw error;
    }
    const ended = await opened.ended;
    if (stream !== opened) return;
    stream = undefined;
    setTerminalState(session.id, ended.ok ? { is: 'ended' } : { is: 'broken', failure: ended.failure });
  }

  return {
    screen,
    connect() {
      if (stream !== undefined) return;
      const { server, host, program, id } = session;
      stream = client.openStream('host.terminal', { server, host, terminal: id, program, ...screen.size() });
      setTerminalState(id, { is: 'open' });
      follow(stream).catch((error: unknown) => reportError(error));
    },
    close() {
      const last = stream;
      stream = undefined;
      last?.stop();
      screen.dispose();
      kept.delete(session.id);
      dropTerminal(session.id);
    },
  };
}
