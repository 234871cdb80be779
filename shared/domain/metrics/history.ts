import { contentsOf, fieldOf, readJson, readTable, type Table, unescaped, valueIn } from './parse-updates.ts';

/** What one machine's sources measured over a time, side by side. */
export interface History {
  readonly stepSec: number;
  /** The oldest first. */
  readonly timesSec: readonly number[];
  readonly series: readonly Series[];
}

export interface Series {
  readonly source: string;
  /** Null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

/** How far back, and how fine: what hosts keep of everything they measure. */
export const spans = {
  'ten-minutes': { seconds: 590, stepSec: 5 },
  'two-hours': { seconds: 7_140, stepSec: 60 },
  week: { seconds: 601_200, stepSec: 3_600 },
  year: { seconds: 31_536_000, stepSec: 86_400 },
} as const;
export type Span = keyof typeof spans;

interface Whose {
  readonly owner: 'host' | 'vm';
  readonly uuid: string;
}

/** What all disks of a host's VMs do together, under the name of one more disk; hosts themselves count otherwise. */
const TOGETHER = { read: 'vbd_all_read', write: 'vbd_all_write' } as const;

/** One machine's columns of what `/rrd_updates` answers; undefined when it is neither of its forms. */
export function historyOfUpdates(document: string, { owner, uuid }: Whose): History | undefined {
  const table = readTable(document);
  if (table === undefined) return undefined;
  const rows = table.rows.map((values, index) => ({ values, atSec: table.times[index] ?? Number.NaN })).filter(({ atSec }) => Number.isFinite(atSec));
  rows.reverse();
  const prefix = `AVERAGE:${owner}:${uuid}:`;
  const own = table.legend.flatMap((entry, column) =>
    entry.startsWith(prefix) ? [{ source: entry.slice(prefix.length), values: rows.map(({ values }) => valueIn(values[column]) ?? null) }] : [],
  );
  const [first, second] = rows;
  return {
    stepSec: first === undefined || second === undefined ? 0 : second.atSec - first.atSec,
    timesSec: rows.map(({ atSec }) => atSec),
    series: owner === 'host' ? [...own, ...guestsTogether(table, rows)] : own,
  };
}

function guestsTogether({ legend }: Table, rows: readonly { readonly values: readonly unknown[] }[]): readonly Series[] {
  return (['read', 'write'] as const).flatMap((way) => {
    const columns = legend.flatMap((entry, column) => (new RegExp(`^AVERAGE:vm:[^:]+:vbd_[^_:]+_${way}$`).test(entry) ? [column] : []));
    if (columns.length === 0) return [];
    return [{ source: TOGETHER[way], values: rows.map(({ values }) => sumOf(columns.map((column) => valueIn(values[column]) ?? null))) }];
  });
}

/** Undefined is not nothing: a sum of what nobody measured is not measured. */
export function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);
}

/** The averages of one step length out of a whole database, as `/vm_rrd` and `/host_rrd` send it; undefined for what is none. */
export function historyOfDatabase(document: string, stepSec: number): History | undefined {
  const database = document.trimStart().startsWith('{') ? databaseOfJson(readJson(document)) : databaseOfXml(document);
  const archive = database?.archives.find(
    ({ consolidation, stepsPerRow }) => consolidation === 'AVERAGE' && stepsPerRow * database.stepSec === stepSec,
  );
  if (database === undefined || archive === undefined) return undefined;
  const lastSec = Math.floor(database.updatedSec / stepSec) * stepSec;
  const { rows } = archive;
  return {
    stepSec,
    timesSec: rows.map((_, index) => lastSec - (rows.length - 1 - index) * stepSec),
    series: database.sources.map((source, column) => ({ source, values: rows.map((row) => valueIn(row[column]) ?? null) })),
  };
}

interface Database {
  readonly stepSec: number;
  readonly updatedSec: number;
  readonly sources: readonly string[];
  readonly archives: readonly Archive[];
}

interface Archive {
  readonly consolidation: string;
  readonly stepsPerRow: number;
  /** The oldest first. */
  readonly rows: readonly (readonly unknown[])[];
}

function databaseOfJson(document: unknown): Database | undefined {
  const [sources, archives] = [fieldOf(document, 'ds'), fieldOf(document, 'rra')];
  if (!Array.isArray(sources) || !Array.isArray(archives)) return undefined;
  return {
    stepSec: Number(fieldOf(document, 'step')),
    updatedSec: Number(fieldOf(document, 'lastupdate')),
    sources: sources.map((source: unknown) => String(fieldOf(source, 'name'))),
    archives: archives.map((archive: unknown) => {
      const rows = fieldOf(archive, 'database');
      return {
        consolidation: String(fieldOf(archive, 'cf')),
        stepsPerRow: Number(fieldOf(archive, 'pdp_per_row')),
        rows: Array.isArray(rows) ? rows.map((row: unknown) => (Array.isArray(row) ? row : [])) : [],
      };
    }),
  };
}

function databaseOfXml(document: string): Database | undefined {
  if (!document.includes('<rrd>')) return undefined;
  const numberIn = (text: string, name: string): number => Number(new RegExp(`<${name}>\\s*([^<]*?)\\s*</${name}>`).exec(text)?.[1]);
  return {
    stepSec: numberIn(document, 'step'),
    updatedSec: numberIn(document, 'lastupdate'),
    sources: contentsOf(document, /<ds>\s*<name>([^<]*)<\/name>/g).map((name) => unescaped(name.trim())),
    archives: contentsOf(document, /<rra>([\s\S]*?)<\/rra>/g).map((archive) => ({
      consolidation: /<cf>\s*(\w+)\s*<\/cf>/.exec(archive)?.[1] ?? '',
      stepsPerRow: numberIn(archive, 'pdp_per_row'),
      rows: contentsOf(archive, /<row>([\s\S]*?)<\/row>/g).map((row) => contentsOf(row, /<v>([^<]*)<\/v>/g).map((value) => value.trim())),
    })),
  };
}
