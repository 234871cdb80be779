/** What a filter asks: every term must hold. */
export type Term = { readonly is: 'word'; readonly word: string } | { readonly is: Keyword; readonly value: string };

export const keywords = ['is', 'on', 'sr', 'tag'] as const;
export type Keyword = (typeof keywords)[number];

/** States a filter can ask for, in the words the rows use. */
const stateWords = ['running', 'halted', 'suspended', 'paused', 'dark', 'master', 'broken', 'template', 'lost', 'file'] as const;

/** A condition, even one whose value is still missing; words in quotes; a word. */
const PIECE = /(is|on|sr|tag):(?:"([^"]*)"?|(\S*))|"([^"]*)"?|(\S+)/gi;

/** Words, and conditions as on:xs-par-02 or tag:"two words"; lower case throughout. */
export function parseQuery(text: string): readonly Term[] {
  return piecesOf(text).flatMap(({ keyword, value }): readonly Term[] => {
    if (keyword !== undefined) return value === '' ? [] : [{ is: keyword, value }];
    return value === '' ? [] : [{ is: 'word', word: value }];
  });
}

interface Piece {
  readonly keyword: Keyword | undefined;
  readonly value: string;
  readonly start: number;
}

function piecesOf(text: string): readonly Piece[] {
  return [...text.toLowerCase().matchAll(PIECE)].map((match) => ({
    keyword: keywords.find((name) => name === match[1]),
    value: match[2] ?? match[3] ?? match[4] ?? match[5] ?? '',
    start: match.index,
  }));
}

export interface SuggestionSources {
  hosts(): readonly string[];
  storage(): readonly string[];
  tags(): readonly string[];
}

const MOST = 8;

/** How the last piece of a filter could go on, as the whole text it would become. */
export function suggestionsFor(text: string, sources: SuggestionSources): readonly { readonly label: string; readonly text: string }[] {
  const last = /\s$/.test(text) ? undefined : piecesOf(text).at(-1);
  if (last === undefined) return [];
  const before = text.slice(0, last.start);
  const typed = text.slice(last.start);
  const colon = /^(is|on|sr|tag):/i.exec(typed);
  const labels = colon === null ? keywordLabels(typed) : valueLabels(last, sources);
  return labels
    .filter((label) => label !== typed)
    .slice(0, MOST)
    .map((label) => ({ label, text: `${before}${label}` }));
}

/** `d` finds is:dark as `i` does: people remember the state, not the keyword. */
function keywordLabels(typed: string): readonly string[] {
  const start = typed.toLowerCase();
  const states = stateWords.filter((word) => word.startsWith(start) || `is:${word}`.startsWith(start)).map((word) => `is:${word}`);
  const others = keywords.filter((name) => name !== 'is' && name.startsWith(start)).map((name) => `${name}:`);
  return [...states, ...others];
}

function valueLabels({ keyword, value }: Piece, sources: SuggestionSources): readonly string[] {
  if (keyword === undefined) return [];
  const values = valuesOf(keyword, sources).filter((name) => name.toLowerCase().includes(value));
  return [...new Set(values)].map((name) => `${keyword}:${/\s/.test(name) ? `"${name}"` : name}`);
}

function valuesOf(keyword: Keyword, sources: SuggestionSources): readonly string[] {
  switch (keyword) {
    case 'is':
      return stateWords;
    case 'on':
      return sources.hosts();
    case 'sr':
      return sources.storage();
    case 'tag':
      return sources.tags();
    default:
      return keyword satisfies never;
  }
}
