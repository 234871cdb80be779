import { absolute, type FileEntry } from './files.ts';
import { matches } from './pattern.ts';
import type { Shell } from './shell.ts';

/** `test`, `[ ]` and `[[ ]]`: or of ands of maybe negated comparisons. */
export function isTrue(words: readonly string[], shell: Shell): boolean {
  const reader = { words, at: 0, shell };
  const result = anyOf(reader);
  return result;
}

interface Reader {
  readonly words: readonly string[];
  at: number;
  readonly shell: Shell;
}

function anyOf(reader: Reader): boolean {
  let result = allOf(reader);
  while (takes(reader, ['||', '-o'])) result = allOf(reader) || result;
  return result;
}

function allOf(reader: Reader): boolean {
  let result = single(reader);
  while (takes(reader, ['&&', '-a'])) result = single(reader) && result;
  return result;
}

function takes(reader: Reader, words: readonly string[]): boolean {
  const next = reader.words[reader.at];
  if (next === undefined || !words.includes(next)) return false;
  reader.at += 1;
  return true;
}

function single(reader: Reader): boolean {
  const { words, at } = reader;
  const [first, second, third] = words.slice(at, at + 3);
  if (first === undefined) return false;
  if (second !== undefined && third !== undefined && Object.hasOwn(BINARY, second)) {
    reader.at += 3;
    return BINARY[second]?.(first, third) ?? false;
  }
  if (first === '!') {
    reader.at += 1;
    return !single(reader);
  }
  if (first === '(') {
    reader.at += 1;
    const inner = anyOf(reader);
    takes(reader, [')']);
    return inner;
  }
  if (/^-[a-zA-Z]$/.test(first) && second !== undefined) {
    reader.at += 2;
    return unary(first, second, reader.shell);
  }
  reader.at += 1;
  return first !== '';
}

const BINARY: Readonly<Record<string, (left: string, right: string) => boolean>> = {
  '=': (left, right) => matches(left, [{ text: right, isQuoted: false }]),
  '==': (left, right) => matches(left, [{ text: right, isQuoted: false }]),
  '!=': (left, right) => !matches(left, [{ text: right, isQuoted: false }]),
  '=~': (left, right) => new RegExp(right).test(left),
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '-eq': (left, right) => Number(left) === Number(right),
  '-ne': (left, right) => Number(left) !== Number(right),
  '-lt': (left, right) => Number(left) < Number(right),
  '-le': (left, right) => Number(left) <= Number(right),
  '-gt': (left, right) => Number(left) > Number(right),
  '-ge': (left, right) => Number(left) >= Number(right),
};

function unary(operator: string, word: string, shell: Shell): boolean {
  switch (operator) {
    case '-n':
      return word !== '';
    case '-z':
      return word === '';
    case '-t':
      return shell.terminal !== undefined;
    default: {
      const path = absolute(shell.folder, word);
      const { files } = shell.machine;
      if (operator === '-L' || operator === '-h') return files.findLink(path)?.is === 'link';
      return ofFile(operator, files.find(path));
    }
  }
}

function ofFile(operator: string, entry: FileEntry | undefined): boolean {
  switch (operator) {
    case '-f':
      return entry?.is === 'file';
    case '-d':
      return entry?.is === 'folder';
    case '-S':
      return entry?.is === 'socket';
    case '-s':
      return entry?.is === 'file' && entry.read() !== '';
    case '-x':
      return entry?.is === 'folder' || (entry?.is === 'file' && ((entry.mode ?? 0o644) & 0o111) !== 0);
    default:
      return entry !== undefined;
  }
}
