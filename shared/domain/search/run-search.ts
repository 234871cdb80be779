import { byNaturalOrder } from '#shared/domain/inventory/facts.ts';
import { objectKinds } from '#shared/domain/organization/groups.ts';
import { keyOf, type TreeItem } from '#shared/domain/tree/items.ts';
import { type ColumnId, factOf } from './columns.ts';
import { type Fact, sortKeyOf } from './fact.ts';
import { matches, matchesQuick, quickWords } from './filter.ts';
import type { Found, SearchServer } from './found.ts';
import { scopeOf } from './scope.ts';
import type { Search, SortBy } from './search.ts';
import { sortInSlices } from './sort-in-slices.ts';

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
const SLICE = 250;

/** Finds, sorts and groups, and pauses often; whoever runs it decides when it goes on. */
export function* runSearch(question: SearchQuestion): Generator<undefined, SearchResult> {
  const { search, folded } = question;
  const { matching, all } = yield* find(question);
  const sorted = yield* sort(matching, search.sort);
  const lines: Line[] = [];
  yield* linesOf({ founds: sorted, groups: search.groups, folded, under: '', depth: 0 }, lines);
  return { lines, matching: matching.length, all };
}

function* find({ search, items, servers, quick }: SearchQuestion): Generator<undefined, { matching: readonly Found[]; all: number }> {
  const words = quickWords(quick);
  const matching: Found[] = [];
  let all = 0;
  for (const found of scopeOf(items, servers, new Set(search.kinds))) {
    all += 1;
    if (matchesQuick(found, words) && matches(found, search.filter)) matching.push(found);
    if (all % SLICE === 0) yield undefined;
  }
  return { matching, all };
}

interface Keyed {
  readonly found: Found;
  readonly keys: readonly (number | string | undefined)[];
}

function* sort(founds: readonly Found[], by: readonly SortBy[]): Generator<undefined, readonly Found[]> {
  const keyed: Keyed[] = [];
  for (const found of founds) {
    keyed.push({ found, keys: by.map(({ column }) => sortKeyOf(factOf(found, column))) });
    if (keyed.length % SLICE === 0) yield undefined;
  }
  const sorted = yield* sortInSlices(keyed, (a, b) => compareBy(a, b, by));
  return sorted.map(({ found }) => found);
}

function compareBy(a: Keyed, b: Keyed, by: readonly SortBy[]): number {
  for (const [index, { down }] of by.entries()) {
    const order = compareKeys(a.keys[index], b.keys[index], down);
    if (order !== 0) return order;
  }
  return 0;
}

/** What is unknown comes last whichever way round. */
function compareKeys(a: number | string | undefined, b: number | string | undefined, down: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : byNaturalOrder(String(a), String(b));
  return down ? -order : order;
}

interface Level {
  readonly founds: readonly Found[];
  readonly groups: readonly ColumnId[];
  readonly folded: ReadonlySet<string>;
  readonly under: string;
  readonly depth: number;
}

function* linesOf({ founds, groups, folded, under, depth }: Level, lines: Line[]): Generator<undefined> {
  const [column, ...inner] = groups;
  if (column === undefined) {
    for (const found of founds) {
      lines.push({ is: 'object', key: `${under}${keyOf(found.item)}`, found, depth });
      if (lines.length % SLICE === 0) yield undefined;
    }
    return;
  }
  for (const { fact, name, members } of yield* partsOf(founds, column)) {
    const key = `${under}${column}=${name ?? ''}|`;
    const isFolded = folded.has(key);
    lines.push({ is: 'group', key, column, fact, count: members.length, depth, isFolded });
    if (!isFolded) yield* linesOf({ founds: members, groups: inner, folded, under: key, depth: depth + 1 }, lines);
  }
}

interface Part {
  readonly fact: Fact | undefined;
  readonly name: string | number | undefined;
  readonly members: Found[];
}

function* partsOf(founds: readonly Found[], column: ColumnId): Generator<undefined, readonly Part[]> {
  const parts = new Map<string | number | undefined, Part>();
  for (const [index, found] of founds.entries()) {
    if (index % SLICE === 0) yield undefined;
    for (const fact of singleFacts(factOf(found, column))) {
      const name = sortKeyOf(fact);
      const part = parts.get(name) ?? { fact, name, members: [] };
      parts.set(name, part);
      part.members.push(found);
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
