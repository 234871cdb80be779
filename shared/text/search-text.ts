import type { ColumnId, PlainColumn } from '#shared/domain/search/columns.ts';
import type { Fact, HaWord, StateWord } from '#shared/domain/search/fact.ts';
import type { Operator } from '#shared/domain/search/filter.ts';
import type { ObjectKind } from '#shared/domain/search/found.ts';
import type { NameProblem } from '#shared/domain/search/saved.ts';

/** What the search tab says. */
export const searchText = {
  tab: 'Search',
  quick: 'Find name, address, tag, UUID',
  kinds: 'Show',
  filter: 'Filter',
  filtered: (conditions: number) => `Filter (${conditions})`,
  group: 'Group',
  columns: 'Columns',
  noRoom: (column: string) => `${column} (no room)`,
  bringBack: (column: string) => `Show ${column} instead of others`,
  leftOut: (columns: readonly string[]) => `No room for ${columns.join(', ')}`,
  saved: 'Searches',
  more: 'More',
  results: 'Objects found',
  noGroup: 'Do not group',
  thenBy: 'Then by',
  exportCsv: 'Export as CSV',
  copy: 'Copy as text',
  csvName: 'search.csv',
  copied: (rows: number) => (rows === 1 ? '1 row copied' : `${rows} rows copied`),
  count: (matching: number, all: number) => (matching === all ? objects(all) : `${count(matching)} of ${objects(all)}`),
  groupCount: (members: number) => count(members),
  selected: (rows: number) => `${count(rows)} selected`,
  looking: 'Looking…',
  empty: 'There is nothing of this kind here.',
  noMatch: 'Nothing matches.',
  clear: 'Clear filter',
  lastKnown: (time: string) => `Last known at ${time}`,
  nothing: 'None',
  save: 'Save this search',
  saveAs: 'Save as a new search',
  rename: 'Rename',
  remove: 'Delete',
  natural: 'Natural search',
  makeDefault: 'Begin with this search here',
  noDefault: 'Begin with the natural search here',
  name: 'Name of the search',
  cancel: 'Cancel',
  close: 'Close',
  match: 'Match',
  all: 'all of these',
  any: 'any of these',
  property: 'Property',
  operator: 'Comparison',
  value: 'Value',
  addCondition: 'Add a condition',
  addGroup: 'Add a group',
  removeCondition: 'Remove this condition',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  hide: 'Hide',
  sortUp: 'Sort ascending',
  sortDown: 'Sort descending',
  sortAlso: 'Sort by this among equals',
  resize: (column: string) => `Width of ${column}`,
} as const;

const numbers = new Intl.NumberFormat();

function count(value: number): string {
  return numbers.format(value);
}

function objects(value: number): string {
  return value === 1 ? '1 object' : `${count(value)} objects`;
}

const columns: Readonly<Record<PlainColumn, string>> = {
  name: 'Name',
  kind: 'Kind',
  state: 'State',
  cpu: 'CPU',
  memory: 'Memory',
  disks: 'Disks',
  network: 'Network',
  address: 'Address',
  ha: 'HA',
  uptime: 'Uptime',
  host: 'Host',
  pool: 'Pool',
  os: 'Operating system',
  tags: 'Tags',
  folder: 'Folder',
  size: 'Size',
  description: 'Description',
  uuid: 'UUID',
};

export function columnText(column: ColumnId): string {
  return isPlain(column) ? columns[column] : column.slice('field:'.length);
}

function isPlain(column: ColumnId): column is PlainColumn {
  return !column.startsWith('field:');
}

export const kindText: Readonly<Record<ObjectKind, string>> = {
  pool: 'Pool',
  host: 'Host',
  vm: 'VM',
  template: 'Template',
  snapshot: 'Snapshot',
  sr: 'Storage',
  vdi: 'Disk',
  network: 'Network',
  appliance: 'vApp',
};

export const kindsText: Readonly<Record<ObjectKind, string>> = {
  pool: 'Pools',
  host: 'Hosts',
  vm: 'VMs',
  template: 'Templates',
  snapshot: 'Snapshots',
  sr: 'Storage',
  vdi: 'Disks',
  network: 'Networks',
  appliance: 'vApps',
};

export const stateText: Readonly<Record<StateWord, string>> = {
  running: 'Running',
  halted: 'Shut down',
  suspended: 'Suspended',
  paused: 'Paused',
  live: 'Live',
  disabled: 'Disabled',
  dark: 'Dark',
  connected: 'Connected',
  partly: 'Partly connected',
  detached: 'Detached',
  lost: 'Connection lost',
  file: 'From a file',
};

const haText: Readonly<Record<HaWord, string>> = { on: 'On', off: 'Off', restart: 'Restart', 'best-effort': 'Best effort' };

export const operatorText: Readonly<Record<Operator, string>> = {
  contains: 'contains',
  'contains-not': 'does not contain',
  is: 'is',
  'is-not': 'is not',
  'starts-with': 'starts with',
  'more-than': 'is more than',
  'less-than': 'is less than',
  known: 'is known',
  unknown: 'is not known',
};

/** What a number typed for this column counts. */
export function unitText(column: ColumnId): string | undefined {
  if (column === 'cpu' || column === 'memory') return '%';
  if (column === 'disks' || column === 'network') return 'KiB/s';
  return column === 'size' ? 'GiB, or % of a storage' : undefined;
}

export function nameProblemText(problem: NameProblem): string {
  return problem === 'empty' ? 'Type a name first.' : 'Another search has this name.';
}

const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

function sizeText(bytes: number): string {
  const step = stepOf(bytes);
  return `${inUnit(bytes, step)} ${UNITS[step] ?? 'B'}`;
}

/** Both in the unit of the bigger one, which is said once. */
function ratesText(incoming: number, outgoing: number): string {
  const step = Math.max(1, stepOf(Math.max(incoming, outgoing)));
  return `${inUnit(incoming, step)} / ${inUnit(outgoing, step)} ${UNITS[step] ?? 'B'}/s`;
}

function stepOf(bytes: number): number {
  return bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
}

function inUnit(bytes: number, step: number): string {
  const value = bytes / 1024 ** step;
  return value >= 100 ? numbers.format(Math.round(value)) : oneDigit.format(value);
}

const HOUR_MS = 3_600_000;

function durationText(ms: number): string {
  const hours = Math.floor(ms / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / 60_000);
  if (hours >= 24) return `${numbers.format(Math.floor(hours / 24))} d ${hours % 24} h`;
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}

const unknownText = { 'no-tools': 'Tools not installed', 'no-answer': 'No answer', 'no-statistics': 'No statistics' } as const;

/** A cell in words, as it is read, copied and exported. */
export function factText(fact: Fact | undefined, nowMs: number): string {
  if (fact === undefined) return '';
  switch (fact.is) {
    case 'text':
      return fact.text;
    case 'texts':
      return fact.texts.join(', ');
    case 'kind':
      return kindText[fact.kind];
    case 'state':
      return stateText[fact.state];
    case 'ha':
      return haText[fact.ha];
    case 'share':
      return shareText(fact);
    case 'rates':
      return ratesText(fact.incoming, fact.outgoing);
    default:
      return measureText(fact, nowMs);
  }
}

/** What the rows of a group have in common. */
export function groupText(column: ColumnId, fact: Fact | undefined): string {
  if (fact?.is === 'kind') return kindsText[fact.kind];
  return `${columnText(column)}: ${factText(fact, 0) || searchText.nothing}`;
}

function measureText(fact: Extract<Fact, { is: 'bytes' | 'since' | 'unknown' }>, nowMs: number): string {
  switch (fact.is) {
    case 'bytes':
      return sizeText(fact.bytes);
    case 'since':
      return durationText(Math.max(0, nowMs - fact.sinceMs));
    case 'unknown':
      return unknownText[fact.why];
    default:
      return fact satisfies never;
  }
}

function shareText({ share, used, total }: Extract<Fact, { is: 'share' }>): string {
  return used === undefined || total === undefined ? percent.format(share) : `${percent.format(share)} of ${sizeText(total)}`;
}
