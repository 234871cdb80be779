import type { ServerChannel, Session } from 'ssh2';
import { execute, type Execution, openShell } from '#simulator/shell/execute.ts';
import { type Input, inputOf, liveInput } from '#simulator/shell/process.ts';
import type { SimHost } from '#simulator/world/world.ts';
import { leave } from './channel.ts';
import { forwardByShell } from './forward.ts';
import type { Screen } from './seat.ts';
import type { SshService } from './ssh-service.ts';
import { holdTerminal } from './terminal.ts';

/** One channel: a command, or a shell at a terminal. */
export function holdSession(service: SshService, host: SimHost, session: Session): void {
  const variables = new Map<string, string>();
  let screen: Screen | undefined;
  session.on('env', (accept, _reject, { key, val }) => {
    if (/^(LC_|LANG)/.test(key)) variables.set(key, val);
    accept();
  });
  session.on('pty', (accept, _reject, { cols, rows }) => {
    screen = { columns: cols, rows, onResize: new Set() };
    accept();
  });
  session.on('window-change', (accept, _reject, { cols, rows }) => {
    accept();
    if (screen === undefined) return;
    screen.columns = cols;
    screen.rows = rows;
    for (const tell of screen.onResize) tell();
  });
  session.on('signal', (accept) => accept());
  session.on('shell', (accept) => {
    const channel = accept();
    const shell = openShell(service.world, host, { variables, ...(screen === undefined ? {} : { terminal: screen }) });
    if (screen === undefined) readScript(channel, (text) => runHere(service, host, channel, { text, variables }));
    else holdTerminal({ service, shell, channel, screen }, undefined);
  });
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept();
    if (forwardByShell(service, host, channel, command)) return;
    if (screen === undefined) return runHere(service, host, channel, { text: command, variables });
    const shell = openShell(service.world, host, { variables, terminal: screen });
    holdTerminal({ service, shell, channel, screen }, command);
  });
}

interface Wanted {
  readonly text: string;
  readonly variables: ReadonlyMap<string, string>;
}

/** Without a terminal what comes in is the command's input, read once it has ended by those who do nothing before, by the others as it comes. */
function runHere(service: SshService, host: SimHost, channel: ServerChannel, { text, variables }: Wanted): void {
  const shell = openShell(service.world, host, { variables });
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const begin = (input: Input): Execution => {
    const write = (to: { write(bytes: Buffer): unknown }, out: string): void => void (channel.destroyed || to.write(Buffer.from(out, 'latin1')));
    return service.during(() =>
      execute(shell, bytes, { input, out: (out) => write(channel, out), err: (err) => write(channel.stderr, err) }, (code) => leave(channel, code)),
    );
  };
  if (readsInput(text)) {
    readScript(channel, (script) => {
      const execution = begin(inputOf(script));
      channel.on('close', () => execution.abandon());
    });
    return;
  }
  const live = liveInput();
  channel.on('data', (part: Buffer) => service.during(() => live.add(part.toString('latin1'))));
  channel.on('end', () => service.during(() => live.end()));
  const execution = begin(live.input);
  // Who waits for more of it sees its end and goes on from there; everything else ends at the next word nobody hears.
  channel.on('close', () => service.during(() => (live.isAwaited() ? live.end() : execution.abandon())));
}

/** Programs that do nothing before their input ends; everything else is not kept waiting for it. */
function readsInput(text: string): boolean {
  return /^\s*(?:(?:exec|sudo|timeout \d+|nice|env|LC_ALL=C)\s+)*(?:bash|sh)(?:\s+-[sle]+)*\s*$|^\s*cat\s*(?:>|$)|^\s*tee\b|^\s*read\b/.test(text);
}

function readScript(channel: ServerChannel, whenRead: (text: string) => void): void {
  let text = '';
  channel.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
  });
  channel.on('end', () => whenRead(text));
}
