import type { Work } from '#simulator/world/process.ts';
import { arithmetic } from './arithmetic.ts';
import { isTrue } from './condition.ts';
import { variableOf } from './expand.ts';
import { absolute } from './files.ts';
import { formatted } from './printf.ts';
import type { Io } from './process.ts';
import { toolNamed } from './find-tool.ts';
import { type Builtin, ExitSignal, LoopSignal, ReturnSignal, type Shell } from './shell.ts';
import { unescaped } from './word-reader.ts';

const nothing: Builtin = () => 0;

/** What bash does itself. */
export const builtins: Readonly<Record<string, Builtin>> = {
  ':': nothing,
  true: nothing,
  false: () => 1,
  echo,
  printf,
  cd,
  pwd(shell, _args, io) {
    io.out(`${shell.folder}\n`);
    return 0;
  },
  test: (shell, args) => (isTrue(args, shell) ? 0 : 1),
  '[': (shell, args) => (isTrue(args.slice(0, -1), shell) ? 0 : 1),
  set: setOptions,
  shopt: nothing,
  unset(shell, args) {
    for (const name of args) {
      shell.variables.delete(name);
      shell.functions.delete(name);
    }
    return 0;
  },
  export: declare,
  readonly: declare,
  local: declare,
  declare,
  typeset: declare,
  read,
  shift(shell, [count = '1']) {
    shell.parameters = shell.parameters.slice(Number(count));
    return 0;
  },
  exit(shell, [status]) {
    throw new ExitSignal(status === undefined ? shell.status : Number(status) & 0xff);
  },
  return(shell, [status]) {
    throw new ReturnSignal(status === undefined ? shell.status : Number(status) & 0xff);
  },
  break(_shell, [levels = '1']) {
    throw new LoopSignal('break', Number(levels));
  },
  continue(_shell, [levels = '1']) {
    throw new LoopSignal('continue', Number(levels));
  },
  eval: (shell, args, io) => shell.engine.text(shell, args.join(' '), io),
  *exec(shell, args, io): Work<number> {
    if (args.length === 0) return 0;
    throw new ExitSignal(yield* shell.engine.program(shell, args, io));
  },
  command,
  type(shell, args, io) {
    return whereIs(shell, args, io, (name, path) => (path === name ? `${name} is a shell builtin` : `${name} is ${path}`));
  },
  wait,
  kill,
  disown: nothing,
  trap: nothing,
  umask: nothing,
  ulimit: nothing,
  jobs: nothing,
  hash: nothing,
  let: (shell, args) => (arithmetic(args.join(' '), (name) => variableOf(shell, name)) === 0 ? 1 : 0),
};

function echo(_shell: Shell, args: readonly string[], io: Io): number {
  let words = args;
  let hasEnd = true;
  let isEscaped = false;
  while (words[0] !== undefined && /^-[neE]+$/.test(words[0])) {
    if (words[0].includes('n')) hasEnd = false;
    if (words[0].includes('e')) isEscaped = true;
    words = words.slice(1);
  }
  const text = words.join(' ');
  io.out(`${isEscaped ? unescaped(text) : text}${hasEnd ? '\n' : ''}`);
  return 0;
}

function printf(shell: Shell, args: readonly string[], io: Io): number {
  const into = args[0] === '-v' ? args[1] : undefined;
  const [format = '', ...values] = (into === undefined ? args : args.slice(2)).filter((word, index) => index > 0 || word !== '--');
  const text = formatted(format, values);
  if (into === undefined) io.out(text);
  else shell.variables.set(into, text);
  return 0;
}

function cd(shell: Shell, [path = '/root']: readonly string[], io: Io): number {
  const wanted = absolute(shell.folder, path);
  if (shell.machine.files.find(wanted)?.is !== 'folder') {
    io.err(`bash: cd: ${path}: No such file or directory\n`);
    return 1;
  }
  shell.folder = shell.machine.files.resolve(wanted);
  return 0;
}

const LETTERS: Readonly<Record<string, string>> = { e: 'errexit', u: 'nounset', x: 'xtrace', f: 'noglob' };

function setOptions(shell: Shell, args: readonly string[]): number {
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (word === '--') {
      shell.parameters = args.slice(index + 1);
      return 0;
    }
    const change = (name: string): void => void (word.startsWith('-') ? shell.options.add(name) : shell.options.delete(name));
    for (const letter of word.slice(1)) {
      if (letter === 'o') {
        index += 1;
        change(args[index] ?? '');
      } else if (LETTERS[letter] !== undefined) change(LETTERS[letter]);
    }
  }
  return 0;
}

function declare(shell: Shell, args: readonly string[]): number {
  for (const word of args) {
    const found = /^([A-Za-z_]\w*)=([^]*)$/.exec(word);
    if (found !== null) shell.variables.set(found[1] ?? '', found[2] ?? '');
  }
  return 0;
}

/** As bash says it of a line that did not come in time. */
const TIMED_OUT = 142;
const FOR_EVER_MS = 600_000;

function* read(shell: Shell, args: readonly string[], io: Io): Work<number> {
  const names = args.filter((word, index) => !word.startsWith('-') && !/^-[tndu]$/.test(args[index - 1] ?? ''));
  const limit = args.indexOf('-t');
  const { clock } = shell.machine.world;
  const endMs = limit === -1 ? Number.POSITIVE_INFINITY : clock.now() + Number(args[limit + 1]) * 1_000;
  for (let next = io.input.nextLine?.(FOR_EVER_MS); next !== undefined; next = io.input.nextLine?.(FOR_EVER_MS)) {
    if (clock.now() >= endMs) return TIMED_OUT;
    yield { ...next, timeoutMs: Math.min(FOR_EVER_MS, endMs - clock.now()) };
  }
  const line = io.input.line();
  const separators = shell.variables.get('IFS') ?? ' \t\n';
  const isBlank = separators.trim() === '';
  const set = separators.replaceAll(/[\]\\^-]/g, '\\$&');
  let left = line ?? '';
  if (isBlank && separators !== '') left = left.trim();
  const wanted = names.length === 0 ? ['REPLY'] : names;
  for (const [index, name] of wanted.entries()) {
    const found =
      index === wanted.length - 1 || separators === '' ? null : new RegExp(`^([^${set}]*)[${set}]${isBlank ? '+' : ''}([^]*)$`).exec(left);
    shell.variables.set(name, found === null ? left : (found[1] ?? ''));
    left = found === null ? '' : (found[2] ?? '');
  }
  return line === undefined ? 1 : 0;
}

function* command(shell: Shell, args: readonly string[], io: Io): Work<number> {
  const [first = '', ...rest] = args;
  if (first === '-v' || first === '-V') return whereIs(shell, rest, io, (_name, path) => path);
  return yield* shell.engine.words({ ...shell, functions: new Map() }, first === '-p' ? rest : args, io);
}

function whereIs(shell: Shell, names: readonly string[], io: Io, say: (name: string, path: string) => string): number {
  let status = 0;
  for (const name of names) {
    if (Object.hasOwn(builtins, name) || shell.functions.has(name)) io.out(`${say(name, name)}\n`);
    else if (toolNamed(shell, name) !== undefined) io.out(`${say(name, name.includes('/') ? name : `/usr/bin/${name}`)}\n`);
    else status = 1;
  }
  return status;
}

function* wait(shell: Shell, numbers: readonly string[]): Work<number> {
  const jobs = numbers.length === 0 ? shell.jobs : shell.jobs.filter((job) => numbers.includes(String(job.number)));
  let status = 0;
  for (const job of jobs) {
    while (!job.isOver) {
      yield {
        timeoutMs: 600_000,
        listen(wake) {
          job.onEnd.add(wake);
          return () => job.onEnd.delete(wake);
        },
      };
    }
    status = numbers.length === 0 ? 0 : job.status;
  }
  return status;
}

function kill(shell: Shell, args: readonly string[], io: Io): number {
  const numbers = args.filter((word) => /^\d+$/.test(word));
  let status = numbers.length === 0 ? 1 : 0;
  for (const number of numbers) {
    const job = shell.jobs.find((candidate) => String(candidate.number) === number && !candidate.isOver);
    if (job === undefined) {
      io.err(`bash: kill: (${number}) - No such process\n`);
      status = 1;
    } else if (!args.includes('-0')) job.end();
  }
  return status;
}
