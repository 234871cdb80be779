import { dateTextOf } from '#simulator/shell/tools/date.ts';
import { execute, type Execution } from '#simulator/shell/execute.ts';
import { leave } from './channel.ts';
import type { Seat } from './seat.ts';
import { type Console, openConsole } from './xsconsole.ts';

/** A shell at a terminal, or one command at it. */
export function holdTerminal(seat: Seat, command: string | undefined): void {
  const { channel, shell, service } = seat;
  const terminal = new Terminal(seat, command !== undefined);
  channel.on('data', (bytes: Buffer) => service.during(() => terminal.take(bytes.toString('latin1'))));
  channel.on('end', () => leave(channel, shell.status));
  channel.on('close', () => terminal.abandon());
  service.during(() => terminal.begin(command));
}

const ESCAPE = '\u001b';
/** A key that sends several signs, or one that sends one. */
const KEY = new RegExp(`^(?:${ESCAPE}\\[[0-9;]*[A-Za-z~]|${ESCAPE}O[A-Z]|[^])`);
const CONSOLE = /^\s*(?:exec\s+)?(?:\/usr\/bin\/)?xsconsole\s*$/;
const CLEAR_LINE = '\r\u001b[K';

/** Line editing as people expect it: arrows, home and end, history, ^C, ^D, ^U, ^W, ^L. */
class Terminal {
  private line = '';
  private cursor = 0;
  private readonly history: string[] = [];
  private at = 0;
  private running: Execution | undefined;
  /** The text menus, while they have the screen. */
  private console: Console | undefined;
  private typedAhead = '';
  private readonly seat: Seat;
  private readonly isOnce: boolean;

  constructor(seat: Seat, isOnce: boolean) {
    this.seat = seat;
    this.isOnce = isOnce;
  }

  begin(command: string | undefined): void {
    if (command !== undefined) return this.run(command);
    const { world, host } = this.seat.shell.machine;
    this.print(`Last login: ${dateTextOf('%a %b %e %H:%M:%S %Y', world.clock.now() + host.clockSkewMs)} from 10.8.4.21\n`);
    this.prompt();
  }

  take(bytes: string): void {
    if (this.console !== undefined) return this.console.take(bytes);
    let left = bytes;
    while (left !== '') {
      const key = KEY.exec(left)?.[0] ?? left;
      left = left.slice(key.length);
      this.press(key);
    }
  }

  abandon(): void {
    this.running?.abandon();
  }

  private press(key: string): void {
    if (this.running !== undefined) {
      if (key === '\u0003') this.interrupt();
      else this.typedAhead += key;
      return;
    }
    switch (key) {
      case '\r':
      case '\n':
        return this.enter();
      case '\u0003':
        this.print('^C\n');
        this.line = '';
        this.cursor = 0;
        this.seat.shell.status = 130;
        return this.prompt();
      case '\u0004':
        if (this.line !== '') return;
        this.print('logout\n');
        return leave(this.seat.channel, this.seat.shell.status);
      case '\u0008':
      case '\u007f':
        return this.replace(this.line.slice(0, Math.max(0, this.cursor - 1)) + this.line.slice(this.cursor), Math.max(0, this.cursor - 1));
      case '\u001b[3~':
        return this.replace(this.line.slice(0, this.cursor) + this.line.slice(this.cursor + 1), this.cursor);
      case '\u0015':
        return this.replace(this.line.slice(this.cursor), 0);
      case '\u000b':
        return this.replace(this.line.slice(0, this.cursor), this.cursor);
      case '\u0017': {
        const kept = this.line.slice(0, this.cursor).replace(/\S*\s*$/, '');
        return this.replace(kept + this.line.slice(this.cursor), kept.length);
      }
      case '\u000c':
        this.print('\u001b[H\u001b[2J');
        return this.draw();
      case '\u0001':
      case '\u001b[H':
      case '\u001b[1~':
      case '\u001bOH':
        return this.replace(this.line, 0);
      case '\u0005':
      case '\u001b[F':
      case '\u001b[4~':
      case '\u001bOF':
        return this.replace(this.line, this.line.length);
      case '\u001b[D':
      case '\u001bOD':
        return this.replace(this.line, Math.max(0, this.cursor - 1));
      case '\u001b[C':
      case '\u001bOC':
        return this.replace(this.line, Math.min(this.line.length, this.cursor + 1));
      case '\u001b[A':
      case '\u001bOA':
        return this.recall(-1);
      case '\u001b[B':
      case '\u001bOB':
        return this.recall(1);
      default:
        if (key < ' ') return;
        this.line = this.line.slice(0, this.cursor) + key + this.line.slice(this.cursor);
        this.cursor += key.length;
        // At the end of the line the sign alone is enough, which keeps pasted text quick.
        if (this.cursor === this.line.length) this.print(key);
        else this.draw();
    }
  }

  private replace(line: string, cursor: number): void {
    this.line = line;
    this.cursor = cursor;
    this.draw();
  }

  private recall(step: number): void {
    const next = Math.min(this.history.length, Math.max(0, this.at + step));
    this.at = next;
    const line = this.history[next] ?? '';
    this.replace(line, line.length);
  }

  private draw(): void {
    const behind = this.line.length - this.cursor;
    this.print(`${CLEAR_LINE}${this.promptText()}${this.line}${behind > 0 ? `\u001b[${behind}D` : ''}`);
  }

  private promptText(): string {
    const { shell } = this.seat;
    const folder = shell.folder === '/root' ? '~' : (shell.folder.split('/').at(-1) ?? '/');
    return `[root@${shell.machine.host.name} ${folder === '' ? '/' : folder}]# `;
  }

  private prompt(): void {
    this.print(this.promptText());
    const ahead = this.typedAhead;
    this.typedAhead = '';
    if (ahead !== '') this.take(ahead);
  }

  private enter(): void {
    const { line } = this;
    this.print('\n');
    this.line = '';
    this.cursor = 0;
    if (line.trim() === '') return this.prompt();
    this.history.push(line);
    this.at = this.history.length;
    this.run(line);
  }

  private run(text: string): void {
    const { shell, channel } = this.seat;
    if (CONSOLE.test(text)) return this.openMenus();
    const leaving = /^\s*(?:exit|logout)(?:\s+(\d+))?\s*;?\s*$/.exec(text);
    if (leaving !== null) {
      this.print('logout\n');
      return leave(channel, Number(leaving[1] ?? shell.status));
    }
    const state: { isOver: boolean } = { isOver: false };
    shell.group.isInterrupted = false;
    const execution = execute(shell, text, { out: (bytes) => this.print(bytes), err: (bytes) => this.print(bytes) }, (code) => {
      state.isOver = true;
      this.running = undefined;
      shell.status = code;
      if (this.isOnce) leave(channel, code);
      else this.prompt();
    });
    if (!state.isOver) this.running = execution;
  }

  private openMenus(): void {
    this.console = openConsole(this.seat, (to) => {
      this.console = undefined;
      if (to === 'quit' && this.isOnce) leave(this.seat.channel, 0);
      else this.prompt();
    });
  }

  /** What waits in the kernel does not even listen to this. */
  private interrupt(): void {
    this.print('^C');
    if (this.seat.shell.group.isStuck) return;
    const { running } = this;
    this.print('\n');
    running?.abandon();
  }

  private print(bytes: string): void {
    if (!this.seat.channel.destroyed) this.seat.channel.write(Buffer.from(bytes.replaceAll(/\r?\n/g, '\r\n'), 'latin1'));
  }
}
