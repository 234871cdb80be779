/** One start or empty element of a database file, with its attributes still as they are written. */
export interface Tag {
  readonly name: string;
  readonly attributes: string;
}

const TAG = /<(?:\?[^]*?\?|!--[^]*?--|!(?!--)[^>]*|(\/?)([\w:.-]+)((?:[^>"']|"[^"]*"|'[^']*')*))>/g;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** Takes a text piece by piece and gives its tags, each as soon as it is whole. */
export interface TagReader {
  read(piece: string): Iterable<Tag>;
  /** How much has been taken that is not part of a whole tag yet. */
  pendingLength(): number;
  /** Whether there has been a tag. */
  hasBegun(): boolean;
  /** Whether it began with something other than a tag. */
  isStray(): boolean;
  /** Whether the outermost element has been closed, and nothing but blanks follows. */
  isComplete(): boolean;
}

export function createTagReader(): TagReader {
  let rest = '';
  let depth = 0;
  let hasBegun = false;
  return {
    *read(piece) {
      rest += piece;
      let used = 0;
      for (const match of rest.matchAll(TAG)) {
        const [whole, slash, name, attributes = ''] = match;
        used = match.index + whole.length;
        if (name === undefined) continue;
        if (slash === '/') {
          depth -= 1;
          continue;
        }
        hasBegun = true;
        if (!attributes.endsWith('/')) depth += 1;
        yield { name, attributes };
      }
      rest = rest.slice(used);
    },
    hasBegun: () => hasBegun,
    isStray: () => !hasBegun && !/^\uFEFF?\s*(?:<|$)/.test(rest),
    pendingLength: () => rest.length,
    isComplete: () => hasBegun && depth === 0 && rest.trim() === '',
  };
}

/** Attributes by name, with XML's escapes and then the database's own undone. */
export function attributesOf(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) values.set(name, withSpaces(withoutEntities(double ?? single ?? '')));
  return values;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function withoutEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(x?)([\da-fA-F]{1,6})|(\w+));/g, (whole, isHex: string, digits: string | undefined, name: string | undefined) => {
    if (digits === undefined) return ENTITIES[name ?? ''] ?? whole;
    const code = Number.parseInt(digits, isHex === 'x' ? 16 : 10);
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}

// XML would turn tabs and line ends into spaces and join them, so the database writes them in a way of its own.
const SPACES: Readonly<Record<string, string>> = { '%.': ' ', '%_': '  ', '%t': '\t', '%n': '\n', '%r': '\r', '%%': '%' };

function withSpaces(text: string): string {
  return text.includes('%') ? text.replaceAll(/%[._tnr%]/g, (pair) => SPACES[pair] ?? pair) : text;
}
