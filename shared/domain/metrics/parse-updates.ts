/** The newest known value of one data source. */
export interface Reading {
  readonly owner: 'host' | 'vm' | 'sr';
  readonly uuid: string;
  readonly source: string;
  readonly value: number;
}

export interface Updates {
  readonly endSec: number;
  readonly readings: readonly Reading[];
}

const OWNERS: ReadonlySet<string> = new Set(['host', 'vm', 'sr'] satisfies Reading['owner'][]);

/**
 * Reads what `/rrd_updates` answers in either of its forms; undefined when it is neither. Rows come newest
 * first; a source that has no value there is taken from the next one.
 */
export function parseUpdates(document: string): Updates | undefined {
  const table = readTable(document);
  if (table === undefined) return undefined;
  const readings = table.legend.flatMap((entry, column) => {
    const value = newestOf(table.rows, column);
    const reading = value === undefined ? undefined : readingOf(entry, value);
    return reading === undefined ? [] : [reading];
  });
  return { endSec: table.endSec, readings };
}

export interface UpdatesRow {
  readonly atSec: number;
  readonly readings: readonly Reading[];
}

/** All that was measured in the time asked for, the oldest row first; undefined when the document is neither form. */
export function parseRows(document: string): readonly UpdatesRow[] | undefined {
  const table = readTable(document);
  return table?.rows
    .flatMap((row, index) => {
      const atSec = table.times[index];
      return atSec === undefined || !Number.isFinite(atSec) ? [] : [{ atSec, readings: readingsOf(table.legend, row) }];
    })
    .toReversed();
}

function readingsOf(legend: readonly string[], row: readonly unknown[]): readonly Reading[] {
  return legend.flatMap((entry, column) => {
    const value = newestOf([row], column);
    const reading = value === undefined ? undefined : readingOf(entry, value);
    return reading === undefined ? [] : [reading];
  });
}

/** A document in either form as columns and rows. */
export function readTable(document: string): Table | undefined {
  return document.trimStart().startsWith('{') ? tableOfJson(document) : tableOfXml(document);
}

export interface Table {
  readonly endSec: number;
  readonly legend: readonly string[];
  /** Newest first. */
  readonly rows: readonly (readonly unknown[])[];
  /** When each row was measured, in seconds. */
  readonly times: readonly number[];
}

function newestOf(rows: Table['rows'], column: number): number | undefined {
  for (const row of rows) {
    const value = valueIn(row[column]);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** A text is what servers write today, a bare number what they wrote before; NaN and infinities are no values. */
export function valueIn(cell: unknown): number | undefined {
  const value = typeof cell === 'number' ? cell : typeof cell === 'string' && cell !== '' ? Number(cell) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** `AVERAGE:vm:<uuid>:cpu0`; names of sources may have colons of their own. */
function readingOf(entry: string, value: number): Reading | undefined {
  const [consolidation, owner = '', uuid = '', ...source] = entry.split(':');
  if (consolidation !== 'AVERAGE' || !isOwner(owner)) return undefined;
  return { owner, uuid, source: source.join(':'), value };
}

function isOwner(word: string): word is Reading['owner'] {
  return OWNERS.has(word);
}

/** Old servers wrote numbers that JSON does not know. */
const BARE_WORDS = /(?<=[[,:]\s*)(?:nan|-?inf(?:inity)?)(?=\s*[,\]}])/gi;

function tableOfJson(text: string): Table | undefined {
  const document = readJson(text);
  const meta = fieldOf(document, 'meta');
  const legend = fieldOf(meta, 'legend');
  const data = fieldOf(document, 'data');
  const endSec = Number(fieldOf(meta, 'end'));
  if (!isTextList(legend) || !Array.isArray(data) || !Number.isFinite(endSec)) return undefined;
  const whole = data.flatMap((row: unknown) => {
    const values = fieldOf(row, 'values');
    return Array.isArray(values) ? [{ values, atSec: Number(fieldOf(row, 't')) }] : [];
  });
  return { endSec, legend, rows: whole.map(({ values }) => values), times: whole.map(({ atSec }) => atSec) };
}

/** JSON as servers write it, or undefined. */
export function readJson(text: string): unknown {
  return parsed(text) ?? parsed(text.replace(BARE_WORDS, 'null'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Tried again in the older spelling, or told apart by its shape.
    return undefined;
  }
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function tableOfXml(text: string): Table | undefined {
  const endSec = Number(/<end>\s*(\d+)\s*<\/end>/.exec(text)?.[1]);
  const legend = /<legend>([\s\S]*?)<\/legend>/.exec(text)?.[1];
  if (!text.includes('<xport>') || !Number.isFinite(endSec) || (legend === undefined && !text.includes('<legend/>'))) return undefined;
  const whole = contentsOf(text, /<row>([\s\S]*?)<\/row>/g);
  return {
    endSec,
    legend: contentsOf(legend ?? '', /<entry>([^<]*)<\/entry>/g).map(unescaped),
    rows: whole.map((row) => contentsOf(row, /<v>([^<]*)<\/v>/g)),
    times: whole.map((row) => Number(/<t>\s*(\d+)\s*<\/t>/.exec(row)?.[1])),
  };
}

export function contentsOf(text: string, element: RegExp): string[] {
  return [...text.matchAll(element)].map(([, content = '']) => content);
}

export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}
