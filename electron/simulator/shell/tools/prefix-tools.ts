import type { Signal, Work } from '#simulator/world/process.ts';
import { optionsOf } from '../options.ts';
import type { Io, Process, Tools } from '../process.ts';
import { inputOf } from '../process.ts';

const TIMED_OUT = 124;

/** Programs that run other programs, and those that only wait. */
export const prefixTools: Tools = {
  timeout,
  nice: (process) => process.run(afterOptions(process.args, new Set(['-n']))),
  ionice: (process) => process.run(afterOptions(process.args, new Set(['-c', '-n']))),
  nohup: (process) => process.run(process.args),
  setsid: (process) => process.run(afterOptions(process.args, new Set())),
  stdbuf: (process) => process.run(afterOptions(process.args, new Set())),
  sudo: (process) => process.run(afterOptions(process.args, new Set(['-u']))),
  env: withEnvironment,
  bash: shell,
  sh: shell,
  xargs: xargs,
  *sleep(process): Work<number> {
    const seconds = process.args.reduce((sum, word) => sum + Number.parseFloat(word) * ({ m: 60, h: 3600 }[word.at(-1) ?? ''] ?? 1), 0);
    yield seconds * 1000;
    return 0;
  },
  seq(process) {
    const numbers = process.args.map(Number);
    const [from, step, to] =
      numbers.length === 1
        ? [1, 1, numbers[0] ?? 0]
        : numbers.length === 2
          ? [numbers[0] ?? 1, 1, numbers[1] ?? 0]
          : [numbers[0] ?? 1, numbers[1] ?? 1, numbers[2] ?? 0];
    for (let value = from; step > 0 ? value <= to : value >= to; value += step) process.out(`${value}\n`);
    return 0;
  },
  *yes(): Work<number> {
    yield 0;
    return 0;
  },
};

function afterOptions(args: readonly string[], withValue: ReadonlySet<string>): readonly string[] {
  let index = 0;
  while (args[index]?.startsWith('-') === true && args[index] !== '--') index += withValue.has(args[index] ?? '') ? 2 : 1;
  return args.slice(args[index] === '--' ? index + 1 : index);
}

function* timeout(process: Process): Work<number> {
  const rest = afterOptions(process.args, new Set(['-k', '--kill-after', '-s', '--signal']));
  const [limit = '0', ...words] = rest;
  const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[limit.at(-1) ?? ''] ?? 1;
  const limitMs = Number.parseFloat(limit) * unit * 1000;
  return yield* within(process, limitMs === 0 ? Number.POSITIVE_INFINITY : limitMs, process.run(words));
}

/** A process that waits in the kernel cannot be ended: then even this waits. */
function* within(process: Process, limitMs: number, work: Work<number>): Work<number> {
  const { clock } = process.machine.world;
  const endMs = clock.now() + limitMs;
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
    const leftMs = endMs - clock.now();
    const wantedMs = typeof next.value === 'number' ? next.value : next.value.timeoutMs;
    if (isStuck(process) || wantedMs <= leftMs) yield next.value;
    else {
      yield shortened(next.value, leftMs);
      if (clock.now() >= endMs && !isStuck(process)) {
        work.return(TIMED_OUT);
        return TIMED_OUT;
      }
    }
  }
}

/** Asked anew each time: it changes while somebody waits. */
function isStuck({ group }: Process): boolean {
  return group.isStuck;
}

function shortened(wait: number | Signal, leftMs: number): number | Signal {
  const ms = Math.max(0, leftMs);
  return typeof wait === 'number' ? ms : { ...wait, timeoutMs: ms };
}

function withEnvironment(process: Process): number | Work<number> {
  const words = afterOptions(process.args, new Set(['-u'])).filter((word) => !/^[A-Za-z_]\w*=/.test(word));
  if (words.length > 0) return process.run(words);
  process.out(`HOME=/root\nUSER=root\nPATH=${process.environment('PATH') ?? ''}\n`);
  return 0;
}

function* shell(process: Process): Work<number> {
  const args = process.args.filter((word) => !['-l', '--login', '-e', '-i', '--norc', '--noprofile'].includes(word));
  const [first = '', script = '', , ...parameters] = args;
  if (/^-\w*c$/.test(first)) return yield* process.runScript(script, parameters);
  if (first === '' || first === '-s' || first === '-') return yield* process.runScript(process.input.rest());
  process.err(`bash: ${first}: No such file or directory\n`);
  return 127;
}

function* xargs(process: Process): Work<number> {
  const options = optionsOf(process.args, 'n I P L');
  const words = afterOptions(process.args, new Set(['-n', '-I', '-P', '-L']));
  const items = process.input
    .rest()
    .split(options.has('0') ? '\0' : /\s+/)
    .filter((item) => item !== '');
  const io: Partial<Io> = { input: inputOf('') };
  const holder = options.value('I');
  const size = holder === undefined ? Number(options.value('n') ?? items.length) : 1;
  let status = 0;
  for (let index = 0; index < items.length; index += Math.max(1, size)) {
    const some = items.slice(index, index + Math.max(1, size));
    const line =
      holder === undefined ? [...(words.length > 0 ? words : ['echo']), ...some] : words.map((word) => word.replaceAll(holder, some[0] ?? ''));
    if ((yield* process.run(line, io)) !== 0) status = 123;
  }
  return status;
}
