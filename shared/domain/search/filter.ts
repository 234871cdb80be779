import { type ColumnId, factOf } from './columns.ts';
import { type Fact, sortKeyOf } from './fact.ts';
import type { Found } from './found.ts';

/** Only those that make sense for a column are offered. */
export const operators = ['contains', 'contains-not', 'is', 'is-not', 'starts-with', 'more-than', 'less-than', 'known', 'unknown'] as const;
export type Operator = (typeof operators)[number];

export interface Condition {
  readonly column: ColumnId;
  readonly operator: Operator;
  /** As it was typed; a share is written in percent. */
  readonly value: string;
}

/** Conditions, and one level of groups of conditions. */
export interface ConditionGroup {
  readonly match: 'all' | 'any';
  readonly conditions: readonly Condition[];
}

export interface Filter extends ConditionGroup {
  readonly groups: readonly ConditionGroup[];
}

export const noFilter: Filter = { match: 'all', conditions: [], groups: [] };

const numeric: ReadonlySet<ColumnId> = new Set(['cpu', 'memory', 'disks', 'network', 'size']);
const wordless: readonly Operator[] = ['known', 'unknown'];

export function operatorsFor(column: ColumnId): readonly Operator[] {
  if (numeric.has(column)) return ['more-than', 'less-than', ...wordless];
  if (column === 'uptime') return wordless;
  if (column === 'kind' || column === 'state' || column === 'ha') return ['is', 'is-not', ...wordless];
  return ['contains', 'contains-not', 'is', 'is-not', 'starts-with', ...wordless];
}

export function needsValue(operator: Operator): boolean {
  return operator !== 'known' && operator !== 'unknown';
}

/** A condition that is not typed to its end yet keeps nothing out. */
export function isFinished({ operator, value }: Condition): boolean {
  return !needsValue(operator) || value.trim() !== '';
}

export function matches(found: Found, filter: Filter): boolean {
  const tests = [
    ...filter.conditions.filter(isFinished).map((condition) => () => isTrue(found, condition)),
    ...filter.groups.flatMap((group) => testOf(found, group)),
  ];
  return combined(filter.match, tests);
}

type Test = () => boolean;

function testOf(found: Found, { match, conditions }: ConditionGroup): readonly Test[] {
  const finished = conditions.filter(isFinished);
  return finished.length === 0
    ? []
    : [
        () =>
          combined(
            match,
            finished.map((condition) => () => isTrue(found, condition)),
          ),
      ];
}

function combined(match: ConditionGroup['match'], tests: readonly Test[]): boolean {
  return tests.length === 0 || (match === 'all' ? tests.every((test) => test()) : tests.some((test) => test()));
}

function isTrue(found: Found, { column, operator, value }: Condition): boolean {
  const fact = factOf(found, column);
  const key = sortKeyOf(fact);
  if (operator === 'known') return key !== undefined;
  if (operator === 'unknown') return key === undefined;
  if (operator === 'more-than') return typeof key === 'number' && key > sizeTyped(fact, value);
  if (operator === 'less-than') return typeof key === 'number' && key < sizeTyped(fact, value);
  return hasWords(wordsOf(fact), operator, value.trim().toLowerCase());
}

function hasWords(words: readonly string[], operator: Operator, value: string): boolean {
  switch (operator) {
    case 'contains':
      return words.some((word) => word.includes(value));
    case 'contains-not':
      return !words.some((word) => word.includes(value));
    case 'is':
      return words.includes(value);
    case 'is-not':
      return !words.includes(value);
    case 'starts-with':
      return words.some((word) => word.startsWith(value));
    default:
      return true;
  }
}

function wordsOf(fact: Fact | undefined): readonly string[] {
  if (fact?.is === 'texts') return fact.texts.map((text) => text.toLowerCase());
  const key = sortKeyOf(fact);
  return typeof key === 'string' ? [key.toLowerCase()] : [];
}

const KIB = 1024;
const GIB = KIB ** 3;

/** Percent of a share, KiB/s of a rate, GiB of a size: as the columns are written. */
function sizeTyped(fact: Fact | undefined, value: string): number {
  const number = Number(value.trim().replace(',', '.'));
  if (fact?.is === 'share') return number / 100;
  if (fact?.is === 'rates') return number * KIB;
  return number * GIB;
}

/** Words are combined with *and*; each is looked for in what people call or find an object by. */
const quickColumns: readonly ColumnId[] = ['name', 'description', 'address', 'uuid', 'tags', 'os'];

export function quickWords(text: string): readonly string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

export function matchesQuick(found: Found, words: readonly string[]): boolean {
  return words.every((word) => quickColumns.some((column) => wordsOf(factOf(found, column)).some((text) => text.includes(word))));
}
