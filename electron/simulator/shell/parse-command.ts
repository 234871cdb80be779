import { type Assignment, type Command, type Redirect, type Script, ShellSyntaxError, type Word } from './script.ts';
import { isAtOneOf, skipNewlines, skipSeparators } from './separators.ts';
import type { Source } from './source.ts';
import { readArithmetic, readQuotedUntil, readWord } from './word-reader.ts';

type Bare = Command extends infer C ? (C extends { redirects: unknown } ? Omit<C, 'redirects'> : never) : never;

export function parseCommand(source: Source): Command {
  const compound = parseCompound(source);
  if (compound === undefined) return parseSimple(source);
  const redirects: Redirect[] = [];
  for (let redirect = readRedirect(source); redirect !== undefined; redirect = readRedirect(source)) redirects.push(redirect);
  return { ...compound, redirects };
}

function parseCompound(source: Source): Bare | undefined {
  if (source.startsWith('((')) return { is: 'arithmetic', expression: readArithmetic(source, true).expression };
  if (source.peek() === '(') {
    source.take();
    return { is: 'subshell', body: source.parseUntilParenthesis() };
  }
  const word = /^(?:\{(?=\s)|\[\[(?=\s)|(?:if|for|while|until|case|function)(?=\s))/.exec(source.rest())?.[0];
  switch (word) {
    case '{':
      source.skip(1);
      return { is: 'group', body: bodyUntil(source, '}') };
    case '[[':
      source.skip(2);
      return parseCondition(source);
    case 'if':
      source.skip(2);
      return parseIf(source);
    case 'for':
      source.skip(3);
      return parseFor(source);
    case 'while':
    case 'until':
      source.skip(5);
      return { is: 'while', until: word === 'until', condition: bodyUntil(source, 'do'), body: bodyUntil(source, 'done') };
    case 'case':
      source.skip(4);
      return parseCase(source);
    default:
      return parseFunction(source, word === 'function');
  }
}

function bodyUntil(source: Source, end: string): Script {
  const body = source.parser.until(source, new Set([end]));
  expectWord(source, end);
  return body;
}

function expectWord(source: Source, word: string): void {
  skipSeparators(source);
  if (source.isAtEnd() || !isAtOneOf(source, new Set([word]))) throw new ShellSyntaxError(`syntax error: expected \`${word}'`);
  source.skip(word.length);
}

function parseIf(source: Source): Bare {
  const branches: { condition: Script; body: Script }[] = [];
  let otherwise: Script | undefined;
  for (;;) {
    const condition = bodyUntil(source, 'then');
    const body = source.parser.until(source, new Set(['elif', 'else', 'fi']));
    branches.push({ condition, body });
    if (isAtOneOf(source, new Set(['elif']))) {
      source.skip(4);
      continue;
    }
    if (isAtOneOf(source, new Set(['else']))) {
      source.skip(4);
      otherwise = source.parser.until(source, new Set(['fi']));
    }
    expectWord(source, 'fi');
    return { is: 'if', branches, otherwise };
  }
}

function parseFor(source: Source): Bare {
  source.skipBlanks();
  const name = plainText(readWord(source));
  skipNewlines(source);
  let words: Word[] | undefined;
  if (isAtOneOf(source, new Set(['in']))) {
    source.skip(2);
    words = [];
    for (;;) {
      source.skipBlanks();
      const word = readWord(source);
      if (word === undefined) break;
      words.push(word);
    }
  }
  skipSeparators(source);
  expectWord(source, 'do');
  return { is: 'for', name, words, body: bodyUntil(source, 'done') };
}

function parseCase(source: Source): Bare {
  source.skipBlanks();
  const subject = readWord(source) ?? [];
  skipNewlines(source);
  expectWord(source, 'in');
  const branches: { patterns: Word[]; body: Script }[] = [];
  for (;;) {
    skipSeparators(source);
    if (isAtOneOf(source, new Set(['esac']))) {
      source.skip(4);
      return { is: 'case', subject, branches };
    }
    if (source.peek() === '(') source.take();
    const patterns: Word[] = [];
    do {
      if (source.peek() === '|') source.take();
      source.skipBlanks();
      patterns.push(readWord(source) ?? []);
      source.skipBlanks();
    } while (source.peek() === '|');
    if (source.take() !== ')') throw new ShellSyntaxError("syntax error: expected `)' in case");
    const body = source.parser.until(source, new Set([';;', 'esac']));
    if (source.startsWith(';;')) source.skip(2);
    branches.push({ patterns, body });
  }
}

function parseFunction(source: Source, hasWord: boolean): Bare | undefined {
  const found = (hasWord ? /^function\s+([\w-]+)\s*(?:\(\s*\))?/ : /^([A-Za-z_][\w-]*)\s*\(\s*\)/).exec(source.rest());
  if (found === null) return undefined;
  source.skip(found[0].length);
  skipNewlines(source);
  return { is: 'function', name: found[1] ?? '', body: parseCommand(source) };
}

/** Inside [[ ]] the signs of the shell are only signs. */
function parseCondition(source: Source): Bare {
  const words: Word[] = [];
  for (;;) {
    while (/\s/.test(source.peek())) source.take();
    if (source.startsWith(']]')) {
      source.skip(2);
      return { is: 'condition', words };
    }
    const sign = /^(?:&&|\|\||[()<>](?=\s)|!(?=\s))/.exec(source.rest())?.[0];
    if (sign !== undefined) {
      source.skip(sign.length);
      words.push([{ is: 'text', text: sign, isQuoted: false }]);
      continue;
    }
    const word = readWord(source, (character) => /\s/.test(character));
    if (word !== undefined) words.push(word);
  }
}

function parseSimple(source: Source): Command {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  for (;;) {
    source.skipBlanks();
    const redirect = readRedirect(source);
    if (redirect !== undefined) {
      redirects.push(redirect);
      continue;
    }
    const assigned = words.length === 0 ? /^([A-Za-z_]\w*)(\+?)=/.exec(source.isAtEnd() ? '' : source.rest()) : null;
    if (assigned !== null) {
      source.skip(assigned[0].length);
      const value = source.isAtEnd() ? [] : (readWord(source) ?? []);
      assignments.push({ name: assigned[1] ?? '', value, isAppended: assigned[2] === '+' });
      continue;
    }
    const word = readWord(source);
    if (word === undefined) break;
    words.push(word);
  }
  if (words.length === 0 && assignments.length === 0 && redirects.length === 0) {
    throw new ShellSyntaxError(`syntax error near unexpected token \`${source.isAtEnd() ? 'newline' : source.peek()}'`);
  }
  return { is: 'simple', assignments, words, redirects };
}

const REDIRECT = /^(\d*)(<<<|<<-?|&>>?|>>|>&|<&|<>|>\||>|<)/;

function readRedirect(source: Source): Redirect | undefined {
  source.skipBlanks();
  if (source.isAtEnd()) return undefined;
  const found = REDIRECT.exec(source.rest());
  if (found === null) return undefined;
  const [whole, digits = '', sign = ''] = found;
  source.skip(whole.length);
  source.skipBlanks();
  const operator = sign === '>|' ? '>' : sign.startsWith('&>') ? '&>' : sign.startsWith('<<') && sign !== '<<<' ? '<<' : sign;
  const fd = digits === '' ? (sign.startsWith('<') ? 0 : 1) : Number(digits);
  const word = readWord(source);
  if (word === undefined) throw new ShellSyntaxError("syntax error near unexpected token `newline'");
  if (operator !== '<<') return { fd, operator: operator as Redirect['operator'], target: word }; // one of the signs the expression names
  return { fd, operator, target: readHereDocument(source, word) };
}

/** The rest of the line is read first in bash; here it must be the end of the command, which is how people write it. */
function readHereDocument(source: Source, word: Word): Word {
  const end = plainText(word);
  const isLiteral = word.some((part) => part.is === 'text' && part.isQuoted);
  const tail = source.restOfLine();
  if (tail.trim() !== '') throw new ShellSyntaxError('here-documents must end their line');
  source.take();
  let body = '';
  for (;;) {
    const line = source.restOfLine();
    if (line === end) break;
    body += `${line}\n`;
    if (source.isAtEnd()) break;
    source.take();
  }
  return isLiteral ? [{ is: 'text', text: body, isQuoted: true }] : readQuotedUntil(source.of(body), undefined);
}

function plainText(word: Word | undefined): string {
  return (word ?? []).map((part) => (part.is === 'text' ? part.text : '')).join('');
}
