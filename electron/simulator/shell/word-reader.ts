import { type Part, ShellSyntaxError, type Word } from './script.ts';
import type { Source } from './source.ts';

const ENDS_WORD = new Set([' ', '\t', '\n', ';', '&', '|', '<', '>', '(', ')']);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;
const SPECIAL = new Set(['?', '#', '@', '*', '$', '!', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);

/** Reads one word, or undefined where none begins. */
export function readWord(source: Source, isEnd: (character: string) => boolean = (character) => ENDS_WORD.has(character)): Word | undefined {
  const parts: Part[] = [];
  let plain = '';
  let hasBegun = false;
  const flush = (): void => {
    if (plain !== '') parts.push({ is: 'text', text: plain, isQuoted: false });
    plain = '';
  };
  while (!source.isAtEnd()) {
    const next = source.peek();
    if (isEnd(next)) break;
    hasBegun = true;
    if (next === '\\') {
      source.take();
      const escaped = source.take();
      if (escaped === '\n') continue;
      flush();
      parts.push({ is: 'text', text: escaped, isQuoted: true });
    } else if (next === "'") {
      flush();
      parts.push({ is: 'text', text: readSingle(source), isQuoted: true });
    } else if (source.startsWith("$'")) {
      flush();
      source.take();
      parts.push({ is: 'text', text: unescaped(readAnsi(source)), isQuoted: true });
    } else if (next === '"') {
      flush();
      parts.push(...readDouble(source));
    } else if (next === '$' || next === '`') {
      flush();
      parts.push(readExpansion(source, false));
    } else {
      plain += source.take();
    }
  }
  flush();
  return hasBegun ? parts : undefined;
}

function readSingle(source: Source): string {
  source.take();
  let text = '';
  while (source.peek() !== "'") text += source.take();
  source.take();
  return text;
}

function readAnsi(source: Source): string {
  source.take();
  let text = '';
  while (source.peek() !== "'") {
    const character = source.take();
    text += character === '\\' ? character + source.take() : character;
  }
  source.take();
  return text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\u001b',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** What printf, echo -e and $'' understand. */
export function unescaped(text: string): string {
  return text.replaceAll(/\\(x[0-9a-fA-F]{1,2}|0?[0-7]{1,3}|.)/gs, (whole, what: string) => {
    if (/^x[0-9a-fA-F]/.test(what)) return String.fromCharCode(Number.parseInt(what.slice(1), 16));
    if (/^[0-7]+$/.test(what)) return String.fromCharCode(Number.parseInt(what, 8) & 0xff);
    return ESCAPES[what] ?? whole;
  });
}

function readDouble(source: Source): Part[] {
  source.take();
  const parts = readQuotedUntil(source, '"');
  source.take();
  return parts.length === 0 ? [{ is: 'text', text: '', isQuoted: true }] : parts;
}

/** The inside of double quotes, and of here-documents. */
export function readQuotedUntil(source: Source, end: string | undefined): Part[] {
  const parts: Part[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') parts.push({ is: 'text', text: plain, isQuoted: true });
    plain = '';
  };
  while (end === undefined ? !source.isAtEnd() : source.peek() !== end) {
    const next = source.peek();
    if (next === '\\') {
      source.take();
      const escaped = source.take();
      if (escaped === '\n') continue;
      plain += ['$', '`', '"', '\\'].includes(escaped) ? escaped : `\\${escaped}`;
    } else if (next === '$' || next === '`') {
      flush();
      parts.push(readExpansion(source, true));
    } else {
      plain += source.take();
    }
  }
  flush();
  return parts;
}

function readExpansion(source: Source, isQuoted: boolean): Part {
  if (source.peek() === '`') return { is: 'command', script: source.parser.whole(readBackquoted(source)), isQuoted };
  if (source.startsWith('$((')) return readArithmetic(source, isQuoted);
  if (source.startsWith('$(')) {
    source.skip(2);
    return { is: 'command', script: source.parseUntilParenthesis(), isQuoted };
  }
  if (source.startsWith('${')) return readBraced(source, isQuoted);
  source.take();
  const name = NAME.exec(source.rest())?.[0];
  if (name !== undefined) {
    source.skip(name.length);
    return { is: 'variable', name, isQuoted };
  }
  if (!source.isAtEnd() && SPECIAL.has(source.peek())) return { is: 'variable', name: source.take(), isQuoted };
  return { is: 'text', text: '$', isQuoted };
}

function readBackquoted(source: Source): string {
  source.take();
  let text = '';
  while (source.peek() !== '`') {
    const character = source.take();
    text += character === '\\' && ['`', '$', '\\'].includes(source.peek()) ? source.take() : character;
  }
  source.take();
  return text;
}

export function readArithmetic(source: Source, isQuoted: boolean): Part & { readonly is: 'arithmetic' } {
  source.skip(source.startsWith('$') ? 3 : 2);
  let depth = 0;
  let text = '';
  while (depth > 0 || !source.startsWith('))')) {
    const character = source.take();
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    text += character;
  }
  source.skip(2);
  return { is: 'arithmetic', expression: readQuotedUntil(source.of(text), undefined), isQuoted };
}

const CHANGES = ['##', '%%', ':-', ':=', ':+', ':?', '//', '#', '%', '-', '=', '+', '?', '/', ':', '^^', ',,'];

function readBraced(source: Source, isQuoted: boolean): Part {
  source.skip(2);
  if (source.peek() === '#' && source.peek(1) !== '}') {
    source.take();
    const name = readName(source);
    source.skip(1);
    return { is: 'length', name, isQuoted };
  }
  const name = readName(source);
  const operator = CHANGES.find((known) => source.startsWith(known));
  if (operator === undefined) {
    if (source.take() !== '}') throw new ShellSyntaxError('bad substitution');
    return { is: 'variable', name, isQuoted };
  }
  source.skip(operator.length);
  const isReplacement = operator.startsWith('/');
  const word = readWord(source, (character) => character === '}' || (isReplacement && character === '/')) ?? [];
  let replacement: Word | undefined;
  if (isReplacement && source.peek() === '/') {
    source.take();
    replacement = readWord(source, (character) => character === '}') ?? [];
  }
  source.take();
  return { is: 'variable', name, isQuoted, change: { operator, word, ...(replacement === undefined ? {} : { replacement }) } };
}

/** Also `PIPESTATUS[0]`, the only array anybody reads here. */
function readName(source: Source): string {
  const name = /^(?:[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?|[0-9]+|[?#@*$!-])/.exec(source.rest())?.[0];
  if (name === undefined) throw new ShellSyntaxError('bad substitution');
  source.skip(name.length);
  return name;
}
