import { StringDecoder } from 'node:string_decoder';
import { scheduler } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { createGrowingInventory, type Delta, type Inventory } from '#shared/domain/inventory/inventory.ts';
import { onlyPool } from '#shared/domain/inventory/facts.ts';
import type { Field } from '#shared/domain/inventory/field.ts';
import { type WatchedClass, watched, watchedClasses, xapiClass } from '#shared/domain/inventory/watched.ts';
import { columnValue } from './column-text.ts';
import { DatabaseFileError } from './database-error.ts';
import { attributesOf, createTagReader, type Tag } from './tags.ts';

/** About ten times the database of the biggest pool; a small file can unfold to more than there is memory. */
const LARGEST_BYTES = 1024 * 1024 * 1024;
const PIECE_BYTES = 256 * 1024;

/** The longest row is far shorter. */
const LONGEST_TAG = 16 * 1024 * 1024;

const classByTable = new Map<string, WatchedClass>(watchedClasses.map((name) => [xapiClass[name], name]));

type Sets = Map<WatchedClass, Record<string, object>>;

export interface DatabaseContent {
  readonly inventory: Inventory;
  /** From nothing to all of it, in parts that are a few milliseconds of work each. */
  readonly parts: readonly Delta[];
}

/**
 * The pool in a XAPI database file (`xe pool-dump-database`, `state.db`), plain or gzipped, of any release. Works in
 * small steps, so that nothing else has to wait. Throws DatabaseFileError.
 */
export async function readDatabase(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<DatabaseContent> {
  const { inventory, apply } = createGrowingInventory();
  const parts: Delta[] = [];
  const sets: Sets = new Map();
  const reader = createTagReader();
  const take = createTake(sets);
  for await (const piece of textOf(file)) {
    for (const tag of reader.read(piece)) if (!take(tag)) throw new DatabaseFileError('not-a-database', file.name);
    if (reader.pendingLength() > LONGEST_TAG || reader.isStray()) throw new DatabaseFileError('not-a-database', file.name);
    if (sets.size === 0) continue;
    const part = takePart(sets);
    apply(part);
    parts.push(part);
  }
  if (!reader.hasBegun()) throw new DatabaseFileError('not-a-database', file.name);
  if (!reader.isComplete()) throw new DatabaseFileError('cut-short', file.name);
  if (onlyPool(inventory) === undefined) throw new DatabaseFileError('no-pool', file.name);
  return { inventory, parts };
}

/** Sorts rows into their classes; answers false when the outermost element is none of a database. */
function createTake(sets: Sets): (tag: Tag) => boolean {
  let root: string | undefined;
  let of: WatchedClass | undefined;
  return ({ name, attributes }) => {
    root ??= name;
    if (name === 'table') of = classByTable.get(attributesOf(attributes).get('name') ?? '');
    else if (name === 'row' && of !== undefined) addRow(sets, of, attributesOf(attributes));
    return root === 'database';
  };
}

function addRow(sets: Sets, of: WatchedClass, columns: ReadonlyMap<string, string>): void {
  // Releases differ in which of the two they write; most write both.
  const ref = columns.get('ref') ?? columns.get('_ref');
  if (ref === undefined) return;
  // Columns of a group of fields are joined with two lines: `name__label`, `VCPUs__max`.
  const byField = new Map([...columns].map(([column, text]) => [column.replaceAll('__', '_'), text]));
  // A column this release does not have is as good as an empty one.
  const fields = Object.entries<Field>(watched[of]).map(([key, field]) => [key, columnValue(field, byField.get(field.wire) ?? '')]);
  const set = sets.get(of) ?? {};
  set[ref] = Object.fromEntries(fields);
  sets.set(of, set);
}

function takePart(sets: Sets): Delta {
  // Every record was built from the table the type is made of.
  const part = Object.fromEntries([...sets].map(([name, set]) => [name, { set }])) as Delta;
  sets.clear();
  return part;
}

async function* textOf({ name, bytes }: { readonly name: string; readonly bytes: Uint8Array }): AsyncIterable<string> {
  const decoder = new StringDecoder('utf8');
  let size = 0;
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  for await (const piece of isCompressed ? unfolded(name, bytes) : piecesOf(bytes)) {
    size += piece.length;
    if (size > LARGEST_BYTES) throw new DatabaseFileError('too-big', name);
    yield decoder.write(piece);
  }
  yield decoder.end();
}

async function* piecesOf(bytes: Uint8Array): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    yield Buffer.from(bytes.subarray(at, at + PIECE_BYTES));
    await scheduler.yield();
  }
}

async function* unfolded(name: string, bytes: Uint8Array): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  gunzip.end(bytes);
  const pieces = gunzip[Symbol.asyncIterator]();
  for (;;) {
    const next = await pieces.next().catch((error: unknown) => {
      throw new DatabaseFileError(isCutShort(error) ? 'cut-short' : 'damaged', name, error);
    });
    if (next.done === true) return;
    yield Buffer.from(next.value);
  }
}

function isCutShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
}
