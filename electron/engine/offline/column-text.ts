import type { Field } from '#shared/domain/inventory/field.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

const NULL_REF = 'OpaqueRef:NULL';

/** A watched value from the text of a column; one that cannot be read counts as empty. */
export function columnValue(field: Field, text: string): unknown {
  switch (field.is) {
    case 'text':
      return text;
    case 'flag':
      return text === '' ? field.otherwise : text === 'true';
    case 'number':
      return numberIn(text) ?? field.otherwise;
    case 'moment':
      return momentIn(text);
    case 'reference':
      return text === '' || text === NULL_REF ? null : text;
    case 'references':
    case 'text-set':
      return listIn(text).filter((item) => typeof item === 'string');
    case 'text-map':
      return Object.fromEntries(listIn(text).flatMap(pairIn));
    default:
      return unreachable(field);
  }
}

function numberIn(text: string): number | undefined {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** 20120131T10:20:30Z; the epoch stands for "never". */
function momentIn(text: string): number | null {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z?$/.exec(text);
  if (match === null) return null;
  const [, year, month, day, time] = match;
  const ms = Date.parse(`${year}-${month}-${day}T${time}Z`);
  return Number.isNaN(ms) || ms === 0 ? null : ms;
}

type Item = string | readonly Item[];

function pairIn(item: Item): readonly (readonly [string, string])[] {
  const [key, value] = typeof item === 'string' ? [] : item;
  return typeof key === 'string' && typeof value === 'string' ? [[key, value]] : [];
}

/** Parentheses, quoted words with a backslash before a quote or a backslash, and bare words. */
const TOKEN = /\s*(?:([()])|'((?:[^'\\]|\\[^])*)'|([^\s()']+))/y;

/** The items of `('a' 'b')` or `(('k' 'v') …)`; empty for anything that is no such list. */
function listIn(text: string): readonly Item[] {
  const open: Item[][] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
    const [, bracket, quoted, bare] = match;
    if (bracket === '(') open.push([]);
    else if (bracket === ')') {
      const done = open.pop();
      const outer = open.at(-1);
      if (done === undefined) return [];
      if (outer === undefined) return done;
      outer.push(done);
    } else open.at(-1)?.push(bare ?? (quoted ?? '').replaceAll(/\\([^])/g, '$1'));
  }
  return [];
}
