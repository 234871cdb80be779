import { absolute } from '../files.ts';
import { optionsOf } from '../options.ts';
import type { Process } from '../process.ts';
import { basicExpression, extendedExpression, fixedExpression } from './expressions.ts';
import { contentsOf, linesOf } from './text-tools.ts';

export function grep(process: Process): number {
  const patterns = process.args.flatMap((word, index) => (process.args[index - 1] === '-e' ? [word] : []));
  const options = optionsOf(process.args, 'e m A B C f include regexp max-count');
  const [first = '', ...rest] = options.operands;
  const wanted = patterns.length > 0 ? patterns : [first];
  const paths = patterns.length > 0 ? options.operands : rest;
  const expressions = wanted.map((pattern) => expressionOf(process, pattern, options));
  const isMatch = (line: string): boolean => expressions.some((expression) => expression.test(line)) !== options.has('v');
  const limit = Number(options.value('m') ?? Number.POSITIVE_INFINITY);
  const files = options.has('r') || options.has('R') ? paths.flatMap((path) => below(process, path)) : paths;
  const showsNames = (files.length > 1 && !options.has('h')) || options.has('H');
  let hasFound = false;
  let hasFailed = false;
  for (const { path, text } of contentsOf({ ...process, err: options.has('s') ? () => undefined : process.err }, files, 'grep')) {
    if (text === undefined) {
      hasFailed = true;
      continue;
    }
    const name = showsNames ? `${path}:` : '';
    const lines = linesOf(text);
    const found = lines.flatMap((line, index) => (isMatch(line) ? [index] : [])).slice(0, limit);
    hasFound ||= found.length > 0;
    if (options.has('q')) continue;
    if (options.has('c')) process.out(`${name}${found.length}\n`);
    else if (options.has('l')) process.out(found.length > 0 ? `${path}\n` : '');
    else show(process, { lines, found, name, options, expressions });
  }
  return hasFound ? 0 : hasFailed ? 2 : 1;
}

interface Shown {
  readonly lines: readonly string[];
  readonly found: readonly number[];
  readonly name: string;
  readonly options: ReturnType<typeof optionsOf>;
  readonly expressions: readonly RegExp[];
}

function show(process: Process, { lines, found, name, options, expressions }: Shown): void {
  const before = Number(options.value('B') ?? options.value('C') ?? 0);
  const after = Number(options.value('A') ?? options.value('C') ?? 0);
  const indexes = new Set(found.flatMap((index) => Array.from({ length: before + after + 1 }, (_, step) => index - before + step)));
  for (const index of [...indexes].toSorted((a, b) => a - b)) {
    const line = lines[index];
    if (line === undefined) continue;
    const number = options.has('n') ? `${index + 1}:` : '';
    if (options.has('o')) {
      for (const expression of expressions) {
        for (const match of line.matchAll(new RegExp(expression.source, `${expression.flags}g`)))
          if (match[0] !== '') process.out(`${name}${number}${match[0]}\n`);
      }
    } else process.out(`${name}${number}${line}\n`);
  }
}

function expressionOf(process: Process, pattern: string, options: ReturnType<typeof optionsOf>): RegExp {
  const ignoresCase = options.has('i');
  if (options.has('F') || process.name.endsWith('fgrep')) return fixedExpression(pattern, ignoresCase);
  const isExtended = options.has('E') || options.has('P') || process.name.endsWith('egrep');
  const whole = options.has('x') ? `^(${pattern})$` : options.has('w') ? `\\b(${pattern})\\b` : pattern;
  return isExtended || whole !== pattern ? extendedExpression(whole, ignoresCase) : basicExpression(pattern, ignoresCase);
}

function below(process: Process, path: string): string[] {
  const { files } = process.machine;
  const entry = files.find(absolute(process.folder, path));
  if (entry?.is !== 'folder') return [path];
  return files.list(absolute(process.folder, path)).flatMap((name) => below(process, `${path.replace(/\/$/, '')}/${name}`));
}
