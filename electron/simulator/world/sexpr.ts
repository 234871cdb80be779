/** An S-expression: the form in which the database keeps sets and maps in a string. A bare word is not a string. */
export type Sexpr = string | { readonly symbol: string } | readonly Sexpr[];

export class SexprError extends Error {
  override readonly name = 'SexprError';
}

export function printSexpr(sexpr: Sexpr): string {
  if (isList(sexpr)) return `(${sexpr.map(printSexpr).join(' ')})`;
  const text = typeof sexpr === 'string' ? sexpr : sexpr.symbol;
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

/** Reads the first expression and, like the server, does not look at what follows it. */
export function parseSexpr(text: string): Sexpr {
  let at = 0;

  function skipSpace(): void {
    while (/[ \t\r\n]/.test(text[at] ?? '')) at += 1;
  }

  function quoted(): string {
    let value = '';
    for (at += 1; text[at] !== "'"; at += 1) {
      if (text[at] === '\\') at += 1;
      const char = text[at];
      if (char === undefined) throw new SexprError('lexing: empty token');
      value += char;
    }
    at += 1;
    return value;
  }

  function bare(): Sexpr {
    const [word] = /^[^\s()']+/.exec(text.slice(at, at + 4096)) ?? [''];
    if (word === '') throw new SexprError('lexing: empty token');
    at += word.length;
    return { symbol: word };
  }

  function list(): Sexpr[] {
    const items: Sexpr[] = [];
    at += 1;
    for (skipSpace(); text[at] !== ')'; skipSpace()) items.push(one());
    at += 1;
    return items;
  }

  function one(): Sexpr {
    skipSpace();
    if (text[at] === '(') return list();
    return text[at] === "'" ? quoted() : bare();
  }

  return one();
}

function isList(sexpr: Sexpr): sexpr is readonly Sexpr[] {
  return Array.isArray(sexpr);
}

export function printSet(items: readonly string[]): string {
  return printSexpr(items.map(withoutControls));
}

export class EmptyKeyError extends Error {
  override readonly name = 'EmptyKeyError';
}

export function printMap(pairs: readonly (readonly [string, string])[]): string {
  return printSexpr(
    pairs.map(([key, value]) => {
      const cleanKey = withoutControls(key);
      if (cleanKey === '') throw new EmptyKeyError();
      return [cleanKey, withoutControls(value)];
    }),
  );
}

export function parseSet(text: string): string[] {
  const sexpr = parseSexpr(text);
  if (isList(sexpr) && sexpr.every((item) => typeof item === 'string')) return [...sexpr];
  throw new SexprError(`not a set: ${text}`);
}

export function parseMap(text: string): [string, string][] {
  const sexpr = parseSexpr(text);
  if (!isList(sexpr)) throw new SexprError(`not a map: ${text}`);
  return sexpr.map((pair) => {
    const [key, value, ...rest] = isList(pair) ? pair : [];
    if (typeof key !== 'string' || typeof value !== 'string' || rest.length > 0) throw new SexprError(`not a map: ${text}`);
    return [key, value];
  });
}

/** What XML 1.0 cannot carry; the database drops it from sets and maps and refuses it elsewhere. */
export function withoutControls(text: string): string {
  return text.replace(UNPRINTABLE, '');
}

export function hasControls(text: string): boolean {
  return text.search(UNPRINTABLE) !== -1;
}

// oxlint-disable-next-line no-control-regex -- these are the characters to find
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const PROTECTED: Readonly<Record<string, string>> = { ' ': '%.', '\t': '%t', '\n': '%n', '\r': '%r', '%': '%%' };
const UNPROTECTED: Readonly<Record<string, string>> = { '%.': ' ', '%t': '\t', '%n': '\n', '%r': '\r', '%%': '%', '%_': '  ' };

/** White space in an XML attribute would be normalised away, so the database file writes it in its own way. */
export function protectSpaces(text: string): string {
  return text.replace(/[ \t\n\r%]/g, (char) => PROTECTED[char] ?? char);
}

export function unprotectSpaces(text: string): string {
  return text.replace(/%[.tnr%_]/g, (pair) => UNPROTECTED[pair] ?? pair);
}
