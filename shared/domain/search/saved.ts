import { objectKinds } from '#shared/domain/organization/groups.ts';
import { type ColumnId, isColumnId } from './columns.ts';
import { type Condition, type ConditionGroup, type Filter, noFilter, operators } from './filter.ts';
import type { ObjectKind } from './found.ts';
import type { Search, SortBy } from './search.ts';

export interface SavedSearch {
  readonly id: string;
  readonly name: string;
  readonly search: Search;
}

/** What the window remembers of its searches. */
export interface SavedSearches {
  readonly searches: readonly SavedSearch[];
  /** By kind of selection: which of them to begin with. */
  readonly defaults: Readonly<Record<string, string>>;
}

export const noSavedSearches: SavedSearches = { searches: [], defaults: {} };

/** Names are for people: two searches cannot share one, and none is nameless. */
export type NameProblem = 'empty' | 'taken';

export function nameProblem(saved: SavedSearches, name: string, except?: string): NameProblem | undefined {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return 'empty';
  return saved.searches.some((search) => search.id !== except && search.name.toLowerCase() === wanted) ? 'taken' : undefined;
}

export function withSearch(saved: SavedSearches, search: SavedSearch): SavedSearches {
  const isKnown = saved.searches.some(({ id }) => id === search.id);
  return { ...saved, searches: isKnown ? saved.searches.map((other) => (other.id === search.id ? search : other)) : [...saved.searches, search] };
}

export function withoutSearch(saved: SavedSearches, id: string): SavedSearches {
  const defaults = Object.fromEntries(Object.entries(saved.defaults).filter(([, search]) => search !== id));
  return { searches: saved.searches.filter((search) => search.id !== id), defaults };
}

/** `id` undefined: the natural search again. */
export function withDefault(saved: SavedSearches, selection: string, id: string | undefined): SavedSearches {
  const { [selection]: _before, ...others } = saved.defaults;
  return { ...saved, defaults: id === undefined ? others : { ...others, [selection]: id } };
}

/** Reads what was kept, and leaves out what this release does not know. */
export function readSavedSearches(kept: unknown): SavedSearches {
  const searches = listOf(field(kept, 'searches')).flatMap((entry) => {
    const [id, name, search] = [field(entry, 'id'), field(entry, 'name'), readSearch(field(entry, 'search'))];
    return typeof id === 'string' && typeof name === 'string' && search !== undefined ? [{ id, name, search }] : [];
  });
  const defaults = Object.entries(objectOf(field(kept, 'defaults'))).filter(([, id]) => searches.some((search) => search.id === id));
  return { searches, defaults: Object.fromEntries(defaults) as Record<string, string> };
}

/** undefined where nothing could be shown. */
function readSearch(kept: unknown): Search | undefined {
  const columns = listOf(field(kept, 'columns')).filter(isColumn);
  const kinds = listOf(field(kept, 'kinds')).filter(isKind);
  if (columns.length === 0 || kinds.length === 0) return undefined;
  const sort = listOf(field(kept, 'sort')).flatMap(sortBy);
  return { kinds, columns, sort, groups: listOf(field(kept, 'groups')).filter(isColumn), filter: filterOf(field(kept, 'filter')) };
}

function filterOf(kept: unknown): Filter {
  return { ...noFilter, ...groupOf(kept), groups: listOf(field(kept, 'groups')).map(groupOf) };
}

function groupOf(kept: unknown): ConditionGroup {
  return { match: field(kept, 'match') === 'any' ? 'any' : 'all', conditions: listOf(field(kept, 'conditions')).flatMap(conditionOf) };
}

function conditionOf(kept: unknown): readonly Condition[] {
  const [column, value] = [field(kept, 'column'), field(kept, 'value')];
  const operator = operators.find((known) => known === field(kept, 'operator'));
  return isColumn(column) && operator !== undefined && typeof value === 'string' ? [{ column, operator, value }] : [];
}

function sortBy(kept: unknown): readonly SortBy[] {
  const column = field(kept, 'column');
  return isColumn(column) ? [{ column, down: field(kept, 'down') === true }] : [];
}

function isColumn(value: unknown): value is ColumnId {
  return typeof value === 'string' && isColumnId(value);
}

function isKind(value: unknown): value is ObjectKind {
  return objectKinds.some((kind) => kind === value);
}

function field(value: unknown, name: string): unknown {
  return objectOf(value)[name];
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
