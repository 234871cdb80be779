/** One element of the documents storage drivers answer with: names in lower case, for drivers write `Size` and `size`. */
export interface Element {
  readonly name: string;
  /** Its own text, without the line breaks and tabs drivers wrap it in. */
  readonly text: string;
  readonly children: readonly Element[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

/** Deeper than any driver writes; what is nested deeper is not one of their documents. */
const DEEPEST = 64;

const MARKUP =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<![^>]*>|<\/\s*([\w:.-]+)\s*>|<\s*([\w:.-]+)(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(\/?)>/g;

/** The root of the document; undefined where the text is none. Never throws: it reads what came over a network. */
export function readXml(text: string): Element | undefined {
  const reading: Reading = { open: [], roots: [] };
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    const isRead = readText(reading, text.slice(end, match.index)) && readMarkup(reading, match);
    if (!isRead) return undefined;
    end = match.index + match[0].length;
  }
  return reading.open.length === 0 && text.slice(end).trim() === '' ? reading.roots[0] : undefined;
}

interface Reading {
  readonly open: Open[];
  readonly roots: Element[];
}

/** False where there may be no text: a document is one element. */
function readText({ open }: Reading, between: string): boolean {
  const inner = open.at(-1);
  if (between.includes('<')) return false;
  if (inner === undefined) return between.trim() === '';
  inner.text += unescaped(between);
  return true;
}

function readMarkup(reading: Reading, [, cdata, closed, opened, slash]: RegExpExecArray): boolean {
  const inner = reading.open.at(-1);
  if (cdata !== undefined && inner !== undefined) inner.text += cdata;
  if (opened !== undefined && !begin(reading, opened)) return false;
  return closed === undefined && slash !== '/' ? true : finish(reading, closed);
}

function begin({ open, roots }: Reading, name: string): boolean {
  if (open.length >= DEEPEST || roots.length > 0) return false;
  open.push({ name: name.toLowerCase(), text: '', children: [] });
  return true;
}

function finish({ open, roots }: Reading, name: string | undefined): boolean {
  const ended = open.pop();
  if (ended === undefined || (name !== undefined && ended.name !== name.toLowerCase())) return false;
  (open.at(-1)?.children ?? roots).push({ ...ended, text: ended.text.trim() });
  return true;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hexadecimal, name) => {
    if (typeof name === 'string') return NAMED[name.toLowerCase()] ?? whole;
    const code = typeof decimal === 'string' ? Number.parseInt(decimal, 10) : Number.parseInt(String(hexadecimal), 16);
    return code > 0x10_ffff ? whole : String.fromCodePoint(code);
  });
}

/** The text of a child; undefined where it is missing or empty, which drivers do not tell apart. */
export function textOf(element: Element, name: string): string | undefined {
  const text = element.children.find((child) => child.name === name)?.text;
  return text === '' ? undefined : text;
}

/** All elements of this name, however deep, in the order of the document. */
export function everyIn(element: Element, name: string): readonly Element[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => everyIn(child, name))];
}

/**
 * A driver's document in an answer of the server: a task's result wraps it, escaped, in a `<value>`. Undefined where
 * there is none, which is not the same as one that lists nothing.
 */
export function readDocument(text: string): Element | undefined {
  const root = readXml(text);
  if (root === undefined || root.name !== 'value') return root;
  const wrapped = everyIn(root, 'string')[0] ?? root;
  return wrapped.text === '' ? wrapped.children[0] : readXml(wrapped.text);
}
