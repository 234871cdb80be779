import { gunzipSync, gzipSync } from 'node:zlib';
import type { Work } from '#simulator/world/process.ts';
import { absolute } from '../files.ts';
import { optionsOf, withoutOldCount } from '../options.ts';
import type { Process, Tools } from '../process.ts';
import { basicExpression } from './expressions.ts';

/** Contents of the named files, or what comes in; files that are not there are complained about. */
export function* contentsOf(process: Process, paths: readonly string[], name = process.name): Generator<{ path: string; text: string | undefined }> {
  if (paths.length === 0) yield { path: '-', text: process.input.rest() };
  for (const path of paths) {
    if (path === '-') {
      yield { path, text: process.input.rest() };
      continue;
    }
    const entry = process.machine.files.find(absolute(process.folder, path));
    if (entry?.is === 'file') yield { path, text: entry.read() };
    else {
      process.err(`${name}: ${path}: ${entry === undefined ? 'No such file or directory' : 'Is a directory'}\n`);
      yield { path, text: undefined };
    }
  }
}

export function linesOf(text: string): string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function all(process: Process, paths: readonly string[]): { readonly text: string; readonly status: number } {
  let text = '';
  let status = 0;
  for (const part of contentsOf(process, paths)) {
    if (part.text === undefined) status = 1;
    else text += part.text;
  }
  return { text, status };
}

export const textTools: Tools = {
  cat(process) {
    const { operands } = optionsOf(process.args);
    const { text, status } = all(process, operands);
    process.out(text);
    return status;
  },
  tac(process) {
    const { text, status } = all(process, optionsOf(process.args).operands);
    process.out(
      linesOf(text)
        .toReversed()
        .map((line) => `${line}\n`)
        .join(''),
    );
    return status;
  },
  head: (process) =>
    ends(process, (text, { lines, bytes }) => (bytes === undefined ? text.split('\n').slice(0, lines).join('\n') : text.slice(0, bytes))),
  tail: (process) => {
    const isFollowing = optionsOf(withoutOldCount(process.args), 'n c').has('F') || optionsOf(withoutOldCount(process.args), 'n c').has('f');
    const status = ends(process, lastPart);
    return isFollowing && process.input.line() === undefined ? follow(process) : status;
  },
  wc(process) {
    const options = optionsOf(process.args);
    const { text, status } = all(process, options.operands);
    const counts = [
      options.has('l') ? text.split('\n').length - 1 : undefined,
      options.has('w') ? (text.match(/\S+/g) ?? []).length : undefined,
      options.has('c') || options.has('m') ? text.length : undefined,
    ].filter((count) => count !== undefined);
    const shown = counts.length > 0 ? counts : [text.split('\n').length - 1, (text.match(/\S+/g) ?? []).length, text.length];
    const [name] = options.operands;
    process.out(`${shown.join(' ')}${name === undefined ? '' : ` ${name}`}\n`);
    return status;
  },
  tr(process) {
    const options = optionsOf(process.args);
    const [from = '', to = ''] = options.operands.map(setOf);
    const text = process.input.rest();
    const isIn = (character: string): boolean => from.includes(character) !== (options.has('c') || options.has('C'));
    let output = '';
    let last = '';
    for (const character of text) {
      if (!isIn(character)) output += character;
      else if (options.has('d')) continue;
      else {
        const index = from.indexOf(character);
        const next = to === '' ? character : (to[Math.min(index < 0 ? to.length - 1 : index, to.length - 1)] ?? character);
        if (options.has('s') && next === last) continue;
        output += next;
      }
      last = output.at(-1) ?? '';
    }
    process.out(output);
    return 0;
  },
  sort(process) {
    const options = optionsOf(process.args, 'k t');
    const { text, status } = all(process, options.operands);
    const key = keyOf(options.value('k'), options.value('t'));
    const isNumeric = options.has('n') || (options.value('k') ?? '').includes('n');
    const sorted = linesOf(text).toSorted((a, b) => {
      const byKey = isNumeric ? leading(key(a)) - leading(key(b)) : key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
      return byKey === 0 ? (a < b ? -1 : 1) : byKey;
    });
    const ordered = options.has('r') ? sorted.toReversed() : sorted;
    const shown = options.has('u') ? [...new Set(ordered)] : ordered;
    process.out(shown.map((line) => `${line}\n`).join(''));
    return status;
  },
  uniq(process) {
    const options = optionsOf(process.args);
    const groups: { line: string; count: number }[] = [];
    for (const line of linesOf(all(process, options.operands).text)) {
      const last = groups.at(-1);
      if (last?.line === line) last.count += 1;
      else groups.push({ line, count: 1 });
    }
    const shown = options.has('d') ? groups.filter(({ count }) => count > 1) : groups;
    process.out(shown.map(({ line, count }) => `${options.has('c') ? `${String(count).padStart(7)} ` : ''}${line}\n`).join(''));
    return 0;
  },
  cut(process) {
    const options = optionsOf(process.args, 'd f c b');
    const { text, status } = all(process, options.operands);
    const wanted = rangesOf(options.value('f') ?? options.value('c') ?? options.value('b') ?? '1');
    const separator = options.has('f') ? (options.value('d') ?? '\t') : '';
    for (const line of linesOf(text)) {
      const parts = line.split(separator);
      const isWhole = options.has('f') && parts.length === 1;
      process.out(`${isWhole ? (options.has('s') ? '' : line) : parts.filter((_, index) => wanted(index + 1)).join(separator)}\n`);
    }
    return status;
  },
  tee(process) {
    const text = process.input.rest();
    const options = optionsOf(process.args);
    for (const path of options.operands) {
      const failure = process.machine.files.write(absolute(process.folder, path), text, options.has('a') ? 'append' : 'replace');
      if (failure !== undefined) process.err(`tee: ${path}: ${failure}\n`);
    }
    process.out(text);
    return 0;
  },
  gzip(process) {
    const { text, status } = all(process, optionsOf(process.args).operands);
    const isBack = process.args.some((word) => /^-\w*d/.test(word));
    const bytes = Buffer.from(text, 'latin1');
    process.out((isBack ? gunzipSync(bytes) : gzipSync(bytes)).toString('latin1'));
    return status;
  },
  zcat(process) {
    const { text, status } = all(process, optionsOf(process.args).operands);
    process.out(gunzipSync(Buffer.from(text, 'latin1')).toString('latin1'));
    return status;
  },
  base64(process) {
    const options = optionsOf(process.args, 'w');
    const { text, status } = all(process, options.operands);
    if (options.has('d')) process.out(Buffer.from(text, 'base64').toString('latin1'));
    else {
      const encoded = Buffer.from(text, 'latin1').toString('base64');
      process.out(options.value('w') === '0' ? encoded : `${(encoded.match(/.{1,76}/g) ?? []).join('\n')}\n`);
    }
    return status;
  },
  rev(process) {
    for (const line of linesOf(process.input.rest())) process.out(`${line.split('').toReversed().join('')}\n`);
    return 0;
  },
  sed(process) {
    const options = optionsOf(process.args, 'e');
    const [program = '', ...paths] = options.has('e') ? [options.value('e') ?? '', ...options.operands] : options.operands;
    const { text, status } = all(process, paths);
    let lines: readonly string[] = linesOf(text);
    for (const command of program.split(/(?<!\\);(?![^/|]*\/[gp]*$)/)) lines = edited(lines, command.trim(), options.has('n'));
    const edit = lines.map((line) => `${line}\n`).join('');
    const failure = options.has('i') ? process.machine.files.write(absolute(process.folder, paths[0] ?? ''), edit, 'replace') : undefined;
    if (failure !== undefined) process.err(`sed: couldn't open temporary file: ${failure}\n`);
    if (!options.has('i')) process.out(edit);
    return failure === undefined ? status : 4;
  },
};

interface Count {
  readonly lines: number;
  readonly bytes: number | undefined;
  readonly isFrom: boolean;
}

function ends(process: Process, part: (text: string, count: Count) => string): number {
  const options = optionsOf(withoutOldCount(process.args), 'n c s pid');
  const lines = options.value('n') ?? '10';
  const bytes = options.value('c');
  const count = { lines: Number(lines.replace('+', '')), bytes: bytes === undefined ? undefined : sizeOf(bytes), isFrom: lines.startsWith('+') };
  let status = 0;
  for (const { path, text } of contentsOf(process, options.operands)) {
    if (text === undefined) {
      status = 1;
      continue;
    }
    if (options.operands.length > 1 && !options.has('q')) process.out(`==> ${path} <==\n`);
    const shown = part(text, count);
    process.out(shown === '' || shown.endsWith('\n') || bytes !== undefined || !text.endsWith('\n') ? shown : `${shown}\n`);
  }
  return status;
}

function lastPart(text: string, { lines, bytes, isFrom }: Count): string {
  if (bytes !== undefined) return bytes === 0 ? '' : text.slice(-bytes);
  const known = linesOf(text);
  return (isFrom ? known.slice(lines - 1) : lines === 0 ? [] : known.slice(-lines)).map((line) => `${line}\n`).join('');
}

const LOOK_AGAIN_MS = 1_000;

/** As a file grows, is cut short or makes room for a new one of its name. */
function* follow(process: Process): Work<number> {
  const options = optionsOf(withoutOldCount(process.args), 'n c s pid');
  const seen = new Map(options.operands.map((path) => [path, contentOf(process, path)]));
  let headed = options.operands.findLast((path) => seen.get(path) !== undefined);
  for (;;) {
    yield LOOK_AGAIN_MS;
    for (const path of options.operands) {
      const before = seen.get(path);
      const now = contentOf(process, path);
      seen.set(path, now);
      if (before !== undefined && now === undefined) process.err(`tail: '${path}' has become inaccessible: No such file or directory\n`);
      if (before === undefined && now !== undefined) process.err(`tail: '${path}' has appeared;  following end of new file\n`);
      const added = addedTo(before ?? '', now ?? '');
      if (added === '') continue;
      if (options.operands.length > 1 && !options.has('q') && headed !== path) process.out(`\n==> ${path} <==\n`);
      headed = path;
      process.out(added);
    }
  }
}

function contentOf(process: Process, path: string): string | undefined {
  const entry = process.machine.files.find(absolute(process.folder, path));
  return entry?.is === 'file' ? entry.read() : undefined;
}

/** The world forgets the beginning of what is long ago, and that is nothing new; a file without any of the lines it had is another one. */
function addedTo(before: string, now: string): string {
  if (now.startsWith(before)) return now.slice(before.length);
  const known = new Set(linesOf(before));
  const lines = linesOf(now);
  return lines
    .slice(lines.findLastIndex((line) => known.has(line)) + 1)
    .map((line) => `${line}\n`)
    .join('');
}

function sizeOf(text: string): number {
  const found = /^[+-]?(\d+)([kKMG]?)/.exec(text);
  const unit = { k: 1024, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[found?.[2] ?? ''] ?? 1;
  return Number(found?.[1] ?? 0) * unit;
}

function setOf(text: string): string {
  const classes: Readonly<Record<string, string>> = {
    upper: 'A-Z',
    lower: 'a-z',
    digit: '0-9',
    space: ' \\t\\n\\r',
    alnum: 'A-Za-z0-9',
    alpha: 'A-Za-z',
    cntrl: '\\001-\\037',
  };
  return text
    .replaceAll(/\[:(\w+):\]/g, (_, name: string) => classes[name] ?? '')
    .replaceAll(/\\([0-7]{1,3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('\\r', '\r')
    .replaceAll(/([^])-([^])/g, (_, from: string, to: string) =>
      String.fromCharCode(
        ...Array.from({ length: Math.max(1, to.charCodeAt(0) - from.charCodeAt(0) + 1) }, (_item, index) => from.charCodeAt(0) + index),
      ),
    );
}

function keyOf(key: string | undefined, separator: string | undefined): (line: string) => string {
  if (key === undefined) return (line) => line;
  const index = Number.parseInt(key, 10) - 1;
  return (line) => (separator === undefined ? line.trim().split(/\s+/) : line.split(separator))[index] ?? '';
}

function rangesOf(text: string): (number: number) => boolean {
  const ranges = text.split(',').map((range) => {
    const [from = '', to] = range.split('-');
    return { from: Number(from === '' ? 1 : from), to: to === undefined ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to) };
  });
  return (number) => ranges.some(({ from, to }) => number >= from && number <= to);
}

/** `s/a/b/g`, `/pattern/d`, `/pattern/p`, `3p`, `1,5p`, `$d`. */
function edited(lines: readonly string[], command: string, isQuiet: boolean): readonly string[] {
  const substitution = /^s(.)((?:\\.|(?!\1)[^])*)\1((?:\\.|(?!\1)[^])*)\1([gpi]*)$/.exec(command);
  if (substitution !== null) {
    const [, , pattern = '', by = '', flags = ''] = substitution;
    const expression = basicExpression(pattern, flags.includes('i'), flags.includes('g'));
    const replacement = by
      .replaceAll('$', '$$$$')
      .replaceAll(/\\(\d)/g, '$$$1')
      .replaceAll(/(?<!\\)&/g, '$$&')
      .replaceAll('\\n', '\n')
      .replaceAll(/\\([/&.|])/g, '$1');
    return lines.flatMap((line) => {
      expression.lastIndex = 0;
      const isFound = expression.test(line);
      expression.lastIndex = 0;
      return isQuiet && !(isFound && flags.includes('p')) ? [] : [line.replace(expression, replacement)];
    });
  }
  const addressed = /^(?:(\d+|\$)(?:,(\d+|\$))?|\/((?:\\.|[^/])*)\/)?\s*([dpq])$/.exec(command);
  if (addressed === null) return lines;
  const [, from, to, pattern, verb] = addressed;
  const number = (text: string): number => (text === '$' ? lines.length : Number(text));
  const isMeant = (line: string, index: number): boolean => {
    if (pattern !== undefined) return basicExpression(pattern, false).test(line);
    if (from === undefined) return true;
    return index + 1 >= number(from) && index + 1 <= number(to ?? from);
  };
  const firstMeant = lines.findIndex(isMeant);
  if (verb === 'q') return lines.slice(0, firstMeant < 0 ? lines.length : firstMeant + 1);
  if (verb === 'd') return lines.filter((line, index) => !isMeant(line, index));
  return isQuiet ? lines.filter(isMeant) : lines.flatMap((line, index) => (isMeant(line, index) ? [line, line] : [line]));
}

/** The number a text begins with, as sort takes it. */
function leading(text: string): number {
  const value = Number.parseFloat(text);
  return Number.isFinite(value) ? value : 0;
}
