import type { Work } from '#simulator/world/process.ts';
import type { Io, Machine, ProcessGroup, Tools } from './process.ts';
import type { Command, Script } from './script.ts';

/** One running shell. A subshell is a copy. */
export interface Shell {
  readonly machine: Machine;
  readonly tools: Tools;
  readonly group: ProcessGroup;
  readonly variables: Map<string, string>;
  readonly exported: Set<string>;
  readonly functions: Map<string, Command>;
  parameters: readonly string[];
  readonly name: string;
  folder: string;
  status: number;
  pipeStatus: readonly number[];
  readonly options: Set<string>;
  /** Connections opened by `exec 3<>/dev/tcp/...`, with what they answered. */
  readonly descriptors: Map<number, Descriptor>;
  readonly jobs: Job[];
  readonly terminal: { readonly columns: number; readonly rows: number } | undefined;
  /** What runs things, for parts that run other parts. */
  readonly engine: Engine;
  /** How a background job is started. */
  readonly spawn: (work: Work<number>) => Job;
}

export interface Engine {
  script(shell: Shell, script: Script, io: Io): Work<number>;
  text(shell: Shell, text: string, io: Io): Work<number>;
  words(shell: Shell, words: readonly string[], io: Io): Work<number>;
  program(shell: Shell, words: readonly string[], io: Io): Work<number>;
}

export interface Descriptor {
  readonly path: string;
  readonly read: () => string;
  readonly write: (bytes: string) => void;
}

export interface Job {
  readonly number: number;
  isOver: boolean;
  status: number;
  readonly onEnd: Set<() => void>;
  end(): void;
}

export function subshellOf(shell: Shell): Shell {
  return {
    ...shell,
    variables: new Map(shell.variables),
    exported: new Set(shell.exported),
    functions: new Map(shell.functions),
    options: new Set(shell.options),
    descriptors: new Map(shell.descriptors),
    jobs: [],
  };
}

export class ExitSignal extends Error {
  override readonly name = 'ExitSignal';
  readonly status: number;

  constructor(status: number) {
    super('exit');
    this.status = status;
  }
}

export class LoopSignal extends Error {
  override readonly name = 'LoopSignal';
  readonly is: 'break' | 'continue';
  readonly levels: number;

  constructor(is: 'break' | 'continue', levels: number) {
    super(is);
    this.is = is;
    this.levels = levels;
  }
}

export class ReturnSignal extends Error {
  override readonly name = 'ReturnSignal';
  readonly status: number;

  constructor(status: number) {
    super('return');
    this.status = status;
  }
}

export type Builtin = (shell: Shell, args: readonly string[], io: Io) => number | Work<number>;
