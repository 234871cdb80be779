import type { Work } from '#simulator/world/process.ts';
import { arithmetic } from './arithmetic.ts';
import { builtins } from './builtins.ts';
import { isTrue } from './condition.ts';
import { expandSegments, expandText, expandWords, variableOf } from './expand.ts';
import { toolNamed } from './find-tool.ts';
import { matches } from './pattern.ts';
import { type Io, inputOf, type Process } from './process.ts';
import { parseScript } from './parse.ts';
import { redirected } from './redirect.ts';
import { type Chain, type Command, type Pipeline, type Script, ShellSyntaxError } from './script.ts';
import { type Engine, ExitSignal, LoopSignal, ReturnSignal, type Shell, subshellOf } from './shell.ts';

/** Runs a script to its end; an `exit` inside ends it. */
function* runScriptIn(shell: Shell, script: Script, io: Io): Work<number> {
  try {
    yield* runList(shell, script, io);
  } catch (signal) {
    if (signal instanceof ExitSignal) shell.status = signal.status;
    else if (signal instanceof ReturnSignal) shell.status = signal.status;
    else if (!(signal instanceof LoopSignal)) throw signal;
  }
  return shell.status;
}

function* runList(shell: Shell, script: Script, io: Io): Work<number> {
  for (const { chain, isBackground } of script) {
    if (isBackground) {
      const inner = { ...subshellOf(shell), group: { isStuck: false, isInterrupted: false } };
      shell.jobs.push(shell.spawn(runScriptIn(inner, [{ chain, isBackground: false }], { ...io, input: inputOf('') })));
      shell.status = 0;
      continue;
    }
    yield* runChain(shell, chain, io);
    if (shell.status !== 0 && shell.options.has('errexit') && chain.rest.length === 0 && !chain.first.isNegated) throw new ExitSignal(shell.status);
  }
  return shell.status;
}

function* runChain(shell: Shell, chain: Chain, io: Io): Work<void> {
  yield* runPipeline(shell, chain.first, io);
  for (const { operator, pipeline } of chain.rest) {
    if ((operator === '&&') === (shell.status === 0)) yield* runPipeline(shell, pipeline, io);
  }
}

/** One after the other with everything in between kept: the same text comes out, and the same codes. */
function* runPipeline(shell: Shell, pipeline: Pipeline, io: Io): Work<void> {
  const { commands } = pipeline;
  const statuses: number[] = [];
  let input = io.input;
  for (const [index, command] of commands.entries()) {
    let output = '';
    const isLast = index === commands.length - 1;
    const out = isLast ? io.out : (bytes: string): void => void (output += bytes);
    // Only a command on its own runs in this very shell.
    const where = commands.length === 1 ? shell : subshellOf(shell);
    statuses.push(yield* runGuarded(where, command, { ...io, input, out }, commands.length > 1));
    input = inputOf(output);
  }
  const failed = statuses.findLast((status) => status !== 0);
  const status = shell.options.has('pipefail') ? (failed ?? 0) : (statuses.at(-1) ?? 0);
  shell.pipeStatus = statuses;
  shell.status = pipeline.isNegated ? (status === 0 ? 1 : 0) : status;
}

/** In a subshell signals go no further. */
function* runGuarded(shell: Shell, command: Command, io: Io, isSubshell: boolean): Work<number> {
  if (!isSubshell) return yield* runCommand(shell, command, io);
  try {
    return yield* runCommand(shell, command, io);
  } catch (signal) {
    if (signal instanceof ExitSignal || signal instanceof ReturnSignal) return signal.status;
    if (signal instanceof LoopSignal) return 0;
    throw signal;
  }
}

function* runCommand(shell: Shell, command: Command, io: Io): Work<number> {
  const isExec = command.is === 'simple' && command.words.length === 1 && command.words[0]?.[0]?.is === 'text' && command.words[0][0].text === 'exec';
  const inner = yield* redirected(shell, command.redirects, io, isExec);
  if (inner.is === 'failed') {
    io.err(`bash: ${inner.why}\n`);
    shell.status = 1;
    return 1;
  }
  try {
    shell.status = yield* runBare(shell, command, inner.io);
  } finally {
    inner.close();
  }
  return shell.status;
}

function* runBare(shell: Shell, command: Command, io: Io): Work<number> {
  switch (command.is) {
    case 'simple':
      return yield* runSimple(shell, command, io);
    case 'group':
      return yield* runList(shell, command.body, io);
    case 'subshell':
      return yield* runScriptIn(subshellOf(shell), command.body, io);
    case 'if':
      for (const { condition, body } of command.branches) {
        if ((yield* runQuietly(shell, condition, io)) === 0) return yield* runBody(shell, body, io);
      }
      return command.otherwise === undefined ? 0 : yield* runBody(shell, command.otherwise, io);
    case 'for': {
      const words = command.words === undefined ? shell.parameters : yield* expandWords(shell, command.words, io);
      return yield* loop(function* (round) {
        const word = words[round];
        if (word === undefined) return 'over';
        shell.variables.set(command.name, word);
        return yield* runList(shell, command.body, io);
      });
    }
    case 'while':
      return yield* loop(function* () {
        const isOver = ((yield* runQuietly(shell, command.condition, io)) === 0) === command.until;
        return isOver ? 'over' : yield* runList(shell, command.body, io);
      });
    case 'case': {
      const subject = yield* expandText(shell, command.subject, io);
      for (const { patterns, body } of command.branches) {
        for (const pattern of patterns) {
          if (matches(subject, yield* expandSegments(shell, pattern, io))) return yield* runBody(shell, body, io);
        }
      }
      return 0;
    }
    case 'function':
      shell.functions.set(command.name, command.body);
      return 0;
    case 'condition': {
      const words: string[] = [];
      for (const word of command.words) words.push(yield* expandText(shell, word, io));
      return isTrue(words, shell) ? 0 : 1;
    }
    case 'arithmetic':
      return arithmetic(yield* expandText(shell, command.expression, io), (name) => variableOf(shell, name)) === 0 ? 1 : 0;
  }
}

function* runBody(shell: Shell, body: Script, io: Io): Work<number> {
  shell.status = 0;
  return yield* runList(shell, body, io);
}

/** A condition may fail without ending a shell that ends at failures. */
function* runQuietly(shell: Shell, condition: Script, io: Io): Work<number> {
  const isStrict = shell.options.delete('errexit');
  try {
    return yield* runList(shell, condition, io);
  } finally {
    if (isStrict) shell.options.add('errexit');
  }
}

/** Nothing that is sensibly asked of a host goes round so often. */
const MOST_ROUNDS = 100_000;

function* loop(round: (number: number) => Work<number | 'over'>): Work<number> {
  let status = 0;
  for (let count = 0; count < MOST_ROUNDS; count += 1) {
    try {
      const result = yield* round(count);
      if (result === 'over') return status;
      status = result;
    } catch (signal) {
      if (!(signal instanceof LoopSignal)) throw signal;
      if (signal.levels > 1) throw new LoopSignal(signal.is, signal.levels - 1);
      if (signal.is === 'break') return 0;
    }
  }
  return status;
}

function* runSimple(shell: Shell, command: Command & { readonly is: 'simple' }, io: Io): Work<number> {
  const words = yield* expandWords(shell, command.words, io);
  const assigned = new Map<string, string>();
  for (const { name, value, isAppended } of command.assignments) {
    const text = yield* expandText(shell, value, io);
    assigned.set(name, isAppended ? `${shell.variables.get(name) ?? ''}${text}` : text);
  }
  if (words.length === 0) {
    for (const [name, value] of assigned) shell.variables.set(name, value);
    return command.assignments.some(({ value }) => value.some((part) => part.is === 'command')) ? shell.status : 0;
  }
  const before = new Map([...assigned.keys()].map((name) => [name, shell.variables.get(name)]));
  for (const [name, value] of assigned) shell.variables.set(name, value);
  try {
    return yield* runWords(shell, words, io);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) shell.variables.delete(name);
      else shell.variables.set(name, value);
    }
  }
}

/** A function, a builtin or a program, in bash's order. */
function* runWords(shell: Shell, words: readonly string[], io: Io): Work<number> {
  const [name = '', ...args] = words;
  const known = shell.functions.get(name);
  if (known !== undefined) return yield* callFunction(shell, known, args, io);
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  if (builtin !== undefined) {
    const result = builtin(shell, args, io);
    return typeof result === 'number' ? result : yield* result;
  }
  return yield* runProgram(shell, words, io);
}

function* callFunction(shell: Shell, body: Command, args: readonly string[], io: Io): Work<number> {
  const before = shell.parameters;
  shell.parameters = args;
  try {
    return yield* runCommand(shell, body, io);
  } catch (signal) {
    if (signal instanceof ReturnSignal) return signal.status;
    throw signal;
  } finally {
    shell.parameters = before;
  }
}

const NOT_FOUND = 127;

function* runProgram(shell: Shell, words: readonly string[], io: Io): Work<number> {
  const [name = '', ...args] = words;
  const tool = toolNamed(shell, name);
  if (tool === undefined) {
    io.err(name.includes('/') ? `bash: ${name}: No such file or directory\n` : `bash: ${name}: command not found\n`);
    return NOT_FOUND;
  }
  const result = tool(processOf(shell, name, args, io));
  return typeof result === 'number' ? result : yield* result;
}

function processOf(shell: Shell, name: string, args: readonly string[], io: Io): Process {
  return {
    ...io,
    machine: shell.machine,
    group: shell.group,
    name,
    args,
    folder: shell.folder,
    terminal: shell.terminal,
    environment: (variable) => shell.variables.get(variable),
    run: (words, other) => runProgram(shell, words, { ...io, ...other }),
    runScript(script, parameters = [], other = {}) {
      const inner = { ...subshellOf(shell), parameters, functions: new Map<string, Command>() };
      return runText(inner, script, { ...io, ...other });
    },
  };
}

const MISUSE = 2;

/** A whole script text; one that cannot be understood is refused as bash refuses it. */
function* runText(shell: Shell, text: string, io: Io): Work<number> {
  let script: Script;
  try {
    script = parseScript(text);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    io.err(`bash: -c: ${error.message}\n`);
    return MISUSE;
  }
  return yield* runScriptIn(shell, script, io);
}

export const engine: Engine = { script: runScriptIn, text: runText, words: runWords, program: runProgram };
