import { gunzipSync } from 'node:zlib';
import { protectSpaces, unprotectSpaces } from './sexpr.ts';

/** A XAPI database file as it stands: everything still text. */
export interface DatabaseFile {
  readonly manifest: ReadonlyMap<string, string>;
  readonly tables: readonly FileTable[];
}

export interface FileTable {
  readonly name: string;
  readonly rows: readonly FileRow[];
}

/** By column; the reference and the two generations are columns like any other. */
export type FileRow = ReadonlyMap<string, string>;

export class DatabaseFileError extends Error {
  override readonly name = 'DatabaseFileError';
}

const GZIP_MAGIC = [0x1f, 0x8b];

/** Reads `state.db` and `pool-dump-database` files, plain or gzipped. Throws DatabaseFileError. */
export function parseDatabaseFile(bytes: Uint8Array): DatabaseFile {
  const isGzip = GZIP_MAGIC.every((byte, index) => bytes[index] === byte);
  const text = new TextDecoder().decode(isGzip ? gunzipSync(bytes) : bytes);
  return parseDatabaseXml(text);
}

const TAG = /<(\/?)([\w-]+)((?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|<\?[^>]*\?>|<!--[\s\S]*?-->/g;
const ATTRIBUTE = /([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

export function parseDatabaseXml(xml: string): DatabaseFile {
  const manifest = new Map<string, string>();
  const tables: { name: string; rows: FileRow[] }[] = [];
  if (!/<database\b/.test(xml)) throw new DatabaseFileError('this is not a XAPI database: it has no <database> element');
  if (!/<\/database\s*>\s*$/.test(xml.slice(-64))) throw new DatabaseFileError('this XAPI database breaks off before its end');
  for (const [, slash, element, attributes] of xml.matchAll(TAG)) {
    if (slash === '/') continue;
    enter(element, attributesOf(attributes ?? ''));
  }
  return { manifest, tables };

  function enter(element: string | undefined, values: FileRow): void {
    if (element === 'pair') manifest.set(values.get('key') ?? '', values.get('value') ?? '');
    if (element === 'table') tables.push({ name: values.get('name') ?? '', rows: [] });
    if (element === 'row') tables.at(-1)?.rows.push(values);
  }
}

function attributesOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', double, single] of text.matchAll(ATTRIBUTE)) {
    values.set(name, unprotectSpaces(unescapeXml(double ?? single ?? '')));
  }
  return values;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g,
    (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return ENTITIES[name ?? ''] ?? whole;
    },
  );
}

/** In the newest server's spelling: tables, rows and columns in order, the generations before the columns. */
export function printDatabaseXml({ manifest, tables }: DatabaseFile): string {
  const pairs = [...manifest].map(([key, value]) => `<pair key="${attributeText(key)}" value="${attributeText(value)}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<database><manifest>${pairs.join('')}</manifest>${tables.map(tableText).join('')}</database>\n`;
}

function tableText({ name, rows }: FileTable): string {
  const start = `<table name="${attributeText(name)}"`;
  return rows.length === 0 ? `${start}/>` : `${start}>${rows.map(rowText).join('')}</table>`;
}

function rowText(row: FileRow): string {
  const attributes = [...row].map(([column, value]) => `${column}="${attributeText(value)}"`);
  return `<row ${attributes.join(' ')}/>`;
}

const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

function attributeText(text: string): string {
  return protectSpaces(text).replace(/[<>&"]/g, (char) => ESCAPES[char] ?? char);
}
