import type { Work } from '#simulator/world/process.ts';
import { arithmetic } from './arithmetic.ts';
import { glob } from './glob.ts';
import { hasPattern, patternSource, type Segment, trimmed } from './pattern.ts';
import { type Io, inputOf } from './process.ts';
import type { Part, VariableChange, Word } from './script.ts';
import { type Shell, subshellOf } from './shell.ts';

interface Field {
  readonly segments: Segment[];
  /** Quotes make an empty word a word. */
  isKept: boolean;
}

/** The words a command gets: expanded, split and matched against files. */
export function* expandWords(shell: Shell, words: readonly Word[], io: Io): Work<string[]> {
  const expanded: string[] = [];
  for (const word of words) {
    for (const inner of braces(word)) expanded.push(...(yield* expandWord(shell, inner, io)));
  }
  return expanded;
}

function* expandWord(shell: Shell, word: Word, io: Io): Work<string[]> {
  const fields: Field[] = [{ segments: [], isKept: false }];
  for (const part of word) {
    if (part.is === 'variable' && part.isQuoted && part.name === '@' && part.change === undefined) addParameters(fields, shell.parameters);
    else yield* addPart(fields, part, shell, io);
  }
  return fields.flatMap((field) => {
    const text = field.segments.map((segment) => segment.text).join('');
    if (text === '' && !field.isKept) return [];
    if (!hasPattern(field.segments)) return [text];
    const found = glob(shell.machine.files, shell.folder, field.segments);
    return found.length > 0 ? found : [text];
  });
}

function* addPart(fields: Field[], part: Part, shell: Shell, io: Io): Work<void> {
  const last = fields.at(-1) ?? { segments: [], isKept: false };
  if (part.is === 'text') {
    const text = !part.isQuoted && last.segments.length === 0 && /^~(?=\/|$)/.test(part.text) ? part.text.replace('~', '/root') : part.text;
    last.segments.push({ text, isQuoted: part.isQuoted });
    last.isKept ||= part.isQuoted;
    return;
  }
  const value = yield* valueOf(shell, part, io);
  if (part.isQuoted) {
    last.segments.push({ text: value, isQuoted: true });
    last.isKept = true;
    return;
  }
  addSplit(fields, value, shell.variables.get('IFS') ?? ' \t\n');
}

function addSplit(fields: Field[], value: string, separators: string): void {
  if (separators === '') {
    fields.at(-1)?.segments.push({ text: value, isQuoted: false });
    return;
  }
  const set = separators.replaceAll(/[\]\\^-]/g, '\\$&');
  const pieces = value.split(new RegExp(/\S/.test(separators) ? `[${set}]` : `[${set}]+`));
  for (const [index, text] of pieces.entries()) {
    if (index > 0) fields.push({ segments: [], isKept: false });
    if (text !== '') fields.at(-1)?.segments.push({ text, isQuoted: false });
  }
}

function addParameters(fields: Field[], parameters: readonly string[]): void {
  for (const [index, text] of parameters.entries()) {
    if (index > 0) fields.push({ segments: [], isKept: true });
    const last = fields.at(-1);
    last?.segments.push({ text, isQuoted: true });
    if (last !== undefined) last.isKept = true;
  }
}

/** One text, neither split nor matched: for assignments, redirections, case. */
export function* expandText(shell: Shell, word: Word, io: Io): Work<string> {
  return (yield* expandSegments(shell, word, io)).map(({ text }) => text).join('');
}

export function* expandSegments(shell: Shell, word: Word, io: Io): Work<Segment[]> {
  const segments: Segment[] = [];
  for (const part of word) {
    if (part.is === 'text') segments.push({ text: part.text, isQuoted: part.isQuoted });
    else segments.push({ text: yield* valueOf(shell, part, io), isQuoted: part.isQuoted });
  }
  return segments;
}

function* valueOf(shell: Shell, part: Exclude<Part, { is: 'text' }>, io: Io): Work<string> {
  switch (part.is) {
    case 'variable':
      return part.change === undefined ? (variableOf(shell, part.name) ?? '') : yield* changed(shell, part.name, part.change, io);
    case 'length':
      return String((variableOf(shell, part.name) ?? '').length);
    case 'arithmetic':
      return String(arithmetic(yield* expandText(shell, part.expression, io), (name) => variableOf(shell, name)));
    case 'command': {
      let output = '';
      const inner = subshellOf(shell);
      shell.status = yield* shell.engine.script(inner, part.script, { ...io, input: inputOf(''), out: (bytes) => (output += bytes) });
      return output.replace(/\n+$/, '');
    }
  }
}

export function variableOf(shell: Shell, name: string): string | undefined {
  if (/^\d+$/.test(name)) return name === '0' ? shell.name : shell.parameters[Number(name) - 1];
  const ofPipe = /^PIPESTATUS(?:\[(\d+|@|\*)\])?$/.exec(name);
  if (ofPipe !== null)
    return ofPipe[1] === '@' || ofPipe[1] === '*' ? shell.pipeStatus.join(' ') : String(shell.pipeStatus[Number(ofPipe[1] ?? 0)] ?? '');
  switch (name) {
    case '?':
      return String(shell.status);
    case '#':
      return String(shell.parameters.length);
    case '@':
    case '*':
      return shell.parameters.join(' ');
    case '$':
      return '40211';
    case '!':
      return String(shell.jobs.at(-1)?.number ?? '');
    case '-':
      return 'hB';
    case 'PWD':
      return shell.folder;
    case 'SECONDS':
      return '0';
    case 'RANDOM':
      return String(shell.machine.world.random.below(32_768));
    case 'EPOCHSECONDS':
      return String(Math.floor((shell.machine.world.clock.now() + shell.machine.host.clockSkewMs) / 1000));
    default:
      return shell.variables.get(name);
  }
}

function* changed(shell: Shell, name: string, { operator, word, replacement }: VariableChange, io: Io): Work<string> {
  const value = variableOf(shell, name);
  const isThere = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  switch (operator) {
    case ':-':
    case '-':
      return isThere ? (value ?? '') : yield* expandText(shell, word, io);
    case ':+':
    case '+':
      return isThere ? yield* expandText(shell, word, io) : '';
    case ':=':
    case '=': {
      if (isThere) return value ?? '';
      const fresh = yield* expandText(shell, word, io);
      shell.variables.set(name, fresh);
      return fresh;
    }
    case '#':
    case '##':
    case '%':
    case '%%':
      return trimmed(value ?? '', operator, yield* expandSegments(shell, word, io));
    case '/':
    case '//': {
      const pattern = patternSource(yield* expandSegments(shell, word, io), 'text');
      const by = yield* expandText(shell, replacement ?? [], io);
      return (value ?? '').replace(new RegExp(pattern, operator === '//' ? 'g' : ''), () => by);
    }
    case ':': {
      const [from = '0', length] = (yield* expandText(shell, word, io)).split(':');
      const start = arithmetic(from, (other) => variableOf(shell, other));
      const text = (value ?? '').slice(start);
      return length === undefined
        ? text
        : text.slice(
            0,
            arithmetic(length, (other) => variableOf(shell, other)),
          );
    }
    case '^^':
      return (value ?? '').toUpperCase();
    case ',,':
      return (value ?? '').toLowerCase();
    default:
      return value ?? '';
  }
}

/** `{a,b}` and `{1..3}` in the unquoted text of a word. */
function braces(word: Word): readonly Word[] {
  for (const [index, part] of word.entries()) {
    if (part.is !== 'text' || part.isQuoted) continue;
    const found = /\{([^{}]*(?:,[^{}]*)+|-?\d+\.\.-?\d+)\}/.exec(part.text);
    if (found?.[1] === undefined) continue;
    const before = part.text.slice(0, found.index);
    const after = part.text.slice(found.index + found[0].length);
    const text = (piece: string): Part => ({ is: 'text', text: `${before}${piece}${after}`, isQuoted: false });
    return choices(found[1]).flatMap((piece) => braces([...word.slice(0, index), text(piece), ...word.slice(index + 1)]));
  }
  return [word];
}

function choices(inside: string): readonly string[] {
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(inside);
  if (range === null) return inside.split(',');
  const from = Number(range[1]);
  const to = Number(range[2]);
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.min(1000, Math.abs(to - from) + 1) }, (_, index) => String(from + index * step));
}
