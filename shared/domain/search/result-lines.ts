import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import { objectKinds } from '#shared/domain/organization/groups.ts';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import { type ColumnId, factOf } from './columns.ts';
import { type Fact, sortKeyOf } from './fact.ts';
import type { Found, SearchServer } from './found.ts';
import type { Search, SortBy } from './search.ts';

/** One line of the result. An object with several tags has several lines when they are grouped by tag. */
export type Line =
  | {
      readonly is: 'group';
      readonly key: string;
      readonly column: ColumnId;
      /** What its objects have in common; absent: that they have nothing there. */
      readonly fact: Fact | undefined;
      readonly count: number;
      readonly depth: number;
      readonly isFolded: boolean;
    }
  | { readonly is: 'object'; readonly key: string; readonly found: Found; readonly depth: number };

export interface SearchResult {
  readonly lines: readonly Line[];
  /** Objects that match, each counted once. */
  readonly matching: number;
  /** Objects that were looked at. */
  readonly all: number;
}

export interface SearchQuestion {
  readonly search: Search;
  readonly items: readonly TreeItem[];
  readonly servers: readonly SearchServer[];
  readonly quick: string;
  readonly folded: ReadonlySet<string>;
}

/** Objects looked at between two chances to do something else. */
export const SLICE = 250;

/** An object that matches, with what it is sorted and grouped by, read once. */
export interface Match {
  readonly found: Found;
  readonly key: string;
  readonly keys: readonly (number | string | undefined)[];
  readonly facts: ReadonlyMap<ColumnId, Fact | undefined>;
  /** Decides among equals: who was found first. */
  readonly order: number;
}

export function matchOf(found: Found, { sort, groups }: Search, order: number): Match {
  return {
    found,
    key: keyOf(found.item),
    keys: sort.map(({ column }) => sortKeyOf(factOf(found, column))),
    facts: new Map(groups.map((column) => [column, factOf(found, column)])),
    order,
  };
}

export function compareMatches(a: Match, b: Match, by: readonly SortBy[]): number {
  for (const [index, { down }] of by.entries()) {
    const order = compareKeys(a.keys[index], b.keys[index], down);
    if (order !== 0) return order;
  }
  return a.order - b.order;
}

/** What is unknown comes last whichever way round. */
function compareKeys(a: number | string | undefined, b: number | string | undefined, down: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : byNaturalOrder(String(a), String(b));
  return down ? -order : order;
}

interface Level {
  readonly matches: readonly Match[];
  readonly groups: readonly ColumnId[];
  readonly folded: ReadonlySet<string>;
  readonly under: string;
  readonly depth: number;
}

export function* linesOf({ matches, groups, folded, under, depth }: Level, lines: Line[]): Generator<undefined> {
  const [column, ...inner] = groups;
  if (column === undefined) {
    for (const { found, key } of matches) {
      lines.push({ is: 'object', key: `${under}${key}`, found, depth });
      if (lines.length % SLICE === 0) yield undefined;
    }
    return;
  }
  for (const { fact, name, members } of yield* partsOf(matches, column)) {
    const key = `${under}${column}=${name ?? ''}|`;
    const isFolded = folded.has(key);
    lines.push({ is: 'group', key, column, fact, count: members.length, depth, isFolded });
    if (!isFolded) yield* linesOf({ matches: members, groups: inner, folded, under: key, depth: depth + 1 }, lines);
  }
}

interface Part {
  readonly fact: Fact | undefined;
  readonly name: string | number | undefined;
  readonly members: Match[];
}

function* partsOf(matches: readonly Match[], column: ColumnId): Generator<undefined, readonly Part[]> {
  const parts = new Map<string | number | undefined, Part>();
  for (const [index, match] of matches.entries()) {
    if (index % SLICE === 0) yield undefined;
    for (const fact of singleFacts(match.facts.get(column))) {
      const name = sortKeyOf(fact);
      const part = parts.get(name) ?? { fact, name, members: [] };
      parts.set(name, part);
      part.members.push(match);
    }
  }
  return [...parts.values()].sort((a, b) => compareKeys(rankOf(a), rankOf(b), false));
}

/** Kinds have an order of their own, which is not that of their names. */
function rankOf({ fact, name }: Part): Part['name'] {
  return fact?.is === 'kind' ? objectKinds.indexOf(fact.kind) : name;
}

function singleFacts(fact: Fact | undefined): readonly (Fact | undefined)[] {
  if (fact?.is !== 'texts') return [fact];
  return fact.texts.length === 0 ? [undefined] : fact.texts.map((text) => ({ is: 'text', text }));
}
