import type { Signal, Work } from '#simulator/world/process.ts';
import type { SimHost, World } from '#simulator/world/world.ts';
import type { Files } from './files.ts';

/** Text travels as bytes, one per character, because some of it is not text. */
export function bytesOf(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** What a program reads: each reader takes what the one before left. */
export interface Input {
  rest(): string;
  /** Without its end; undefined after the last. */
  line(): string | undefined;
  /** Of one that goes on: what to wait for where no whole line has come; undefined once there is one, or there will be none. */
  nextLine?(timeoutMs: number): Signal | undefined;
}

export function inputOf(bytes: string): Input {
  let left = bytes;
  return {
    rest() {
      const all = left;
      left = '';
      return all;
    },
    line() {
      if (left === '') return undefined;
      const end = left.indexOf('\n');
      const line = end < 0 ? left : left.slice(0, end);
      left = end < 0 ? '' : left.slice(end + 1);
      return line;
    },
  };
}

/** What somebody goes on to send for as long as their channel is open. */
export interface LiveInput {
  readonly input: Input;
  add(bytes: string): void;
  end(): void;
  /** Somebody waits for more. */
  isAwaited(): boolean;
}

export function liveInput(): LiveInput {
  const waiting = new Set<() => void>();
  let left = '';
  let isOver = false;
  const wake = (): void => waiting.forEach((tell) => tell());
  const taken = (): Input => {
    const input = inputOf(left);
    left = '';
    return input;
  };
  return {
    input: {
      rest: () => taken().rest(),
      line() {
        const input = taken();
        const line = input.line();
        left = input.rest();
        return line;
      },
      nextLine(timeoutMs) {
        if (isOver || left.includes('\n')) return undefined;
        return {
          timeoutMs,
          listen(tell) {
            waiting.add(tell);
            return () => waiting.delete(tell);
          },
        };
      },
    },
    isAwaited: () => waiting.size > 0,
    add(bytes) {
      left += bytes;
      wake();
    },
    end() {
      isOver = true;
      wake();
    },
  };
}

export interface Io {
  readonly input: Input;
  readonly out: (bytes: string) => void;
  readonly err: (bytes: string) => void;
}

/** The machine a program runs on. */
export interface Machine {
  readonly world: World;
  readonly host: SimHost;
  readonly files: Files;
}

/** Everything one command line started. */
export interface ProcessGroup {
  /** Something of it waits in the kernel, where no signal reaches it. */
  isStuck: boolean;
  /** Something of it reads the terminal. */
  isInterrupted: boolean;
}

export interface Process extends Io {
  readonly machine: Machine;
  readonly group: ProcessGroup;
  readonly name: string;
  readonly args: readonly string[];
  readonly folder: string;
  environment(name: string): string | undefined;
  /** Another program, or a line for another shell, in its place. */
  run(words: readonly string[], io?: Partial<Io>): Work<number>;
  runScript(script: string, parameters?: readonly string[], io?: Partial<Io>): Work<number>;
  readonly terminal: { readonly columns: number; readonly rows: number } | undefined;
}

/** A program: what it prints goes to the process, what it returns is its exit code. */
export type Tool = (process: Process) => number | Work<number>;
export type Tools = Readonly<Record<string, Tool>>;
