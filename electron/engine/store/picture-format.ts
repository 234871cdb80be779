import { once } from 'node:events';
import { createGunzip, createGzip, type Gzip } from 'node:zlib';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Field } from '#shared/domain/inventory/field.ts';
import type { Delta, Inventory } from '#shared/domain/inventory/inventory.ts';
import { type WatchedClass, watched, watchedClasses } from '#shared/domain/inventory/watched.ts';
import { unreachable } from '#shared/kernel/unreachable.ts';

/** What was known of a pool, and when that was last true. */
export interface Picture {
  readonly takenAtMs: number;
  /** From nothing to all that was known, in parts that are a few milliseconds of work each. */
  readonly content: readonly Delta[];
}

const VERSION = 1;
/** So much text is made between two pauses: about a millisecond of work. */
const STEP_BYTES = 1 << 16;
/** Of UTF-8, for each unit of a string. */
const LONGEST_LETTER = 3;
/** So many are read between two pauses. */
const RECORDS_PER_LINE = 100;
const LINES_PER_PART = 10;
/** A task belongs to the moment; the rest is worth seeing a day later. */
const keptClasses = watchedClasses.filter((name) => name !== 'task');
/** Old releases keep passwords of storage in the clear, and people write theirs into free maps. */
const SECRET_KEY = /passw|passphrase|secret|token/i;

const header = z.object({ picture: z.literal(VERSION), takenAtMs: z.number() });
const part = z.object({ class: z.string(), records: z.record(z.string(), z.record(z.string(), z.unknown())) });
const end = z.object({ end: z.literal(true) });

/**
 * Compressed lines of JSON, made in small steps so that nothing else has to wait, and through one buffer: a big pool's
 * text in one of its own for every step would have to be collected. Consistent: the records never change.
 */
export async function encodePicture(inventory: Inventory, takenAtMs: number): Promise<Buffer> {
  // Two lists instead of one of pairs, which for a big pool would be as many objects again.
  const classes = keptClasses.map((name): KeptClass => ({ name, refs: [...inventory[name].keys()], records: [...inventory[name].values()] }));
  const gzip = createGzip();
  const parts: Buffer[] = [];
  gzip.on('data', (bytes: Buffer) => parts.push(bytes));
  const room = Buffer.alloc(STEP_BYTES);
  let used = 0;
  for (const text of textsOf(classes, takenAtMs)) {
    if (text.length * LONGEST_LETTER > room.length - used) {
      await written(gzip, room.subarray(0, used));
      used = 0;
    }
    if (text.length * LONGEST_LETTER > room.length) await written(gzip, Buffer.from(text));
    else used += room.write(text, used);
  }
  gzip.end(room.subarray(0, used));
  await once(gzip, 'end');
  return Buffer.concat(parts);
}

/** Once this resolves the memory can be used again. */
async function written(gzip: Gzip, bytes: Uint8Array): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  gzip.write(bytes, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  await promise;
}

interface KeptClass {
  readonly name: WatchedClass;
  readonly refs: readonly string[];
  readonly records: readonly object[];
}

function* textsOf(classes: readonly KeptClass[], takenAtMs: number): Iterable<string> {
  yield `${JSON.stringify({ picture: VERSION, takenAtMs })}\n`;
  for (const { name, refs, records } of classes) {
    const maps = mapsOf(name);
    for (const [index, record] of records.entries()) {
      const isFirst = index % RECORDS_PER_LINE === 0;
      const isLast = (index + 1) % RECORDS_PER_LINE === 0 || index + 1 === records.length;
      yield `${isFirst ? `{"class":"${name}","records":{` : ','}${JSON.stringify(refs[index])}:${JSON.stringify(withoutSecrets(record, maps))}${isLast ? '}}\n' : ''}`;
    }
  }
  yield `${JSON.stringify({ end: true })}\n`;
}

function mapsOf(name: WatchedClass): readonly string[] {
  // A storage driver explains what its settings mean, and holds none.
  if (name === 'sm') return [];
  return Object.entries<Field>(watched[name]).flatMap(([key, field]) => (field.is === 'text-map' ? [key] : []));
}

function withoutSecrets(record: object, maps: readonly string[]): object {
  const unsafe = maps.filter((key) => Object.keys(mapIn(record, key)).some((name) => SECRET_KEY.test(name)));
  if (unsafe.length === 0) return record;
  const safe = unsafe.map((key) => [key, Object.fromEntries(Object.entries(mapIn(record, key)).filter(([name]) => !SECRET_KEY.test(name)))]);
  return { ...record, ...Object.fromEntries(safe) };
}

function mapIn(record: object, key: string): object {
  const value: unknown = Reflect.get(record, key);
  return typeof value === 'object' && value !== null ? value : {};
}

/** undefined when it is not a whole picture of a version this release knows. */
export async function decodePicture(bytes: Uint8Array): Promise<Picture | undefined> {
  const gunzip = createGunzip();
  gunzip.end(bytes);
  const content: Delta[] = [];
  let lines: Line[] = [];
  let takenAtMs: number | undefined;
  try {
    for await (const text of createInterface({ input: gunzip })) {
      const json: unknown = JSON.parse(text);
      if (takenAtMs === undefined) takenAtMs = header.parse(json).takenAtMs;
      else if (end.safeParse(json).success) return { takenAtMs, content: [...content, partOf(lines)] };
      else {
        lines.push(part.parse(json));
        if (lines.length < LINES_PER_PART) continue;
        content.push(partOf(lines));
        lines = [];
      }
    }
  } catch {
    // Cut short, no gzip, no JSON or not ours: all the same to who wants to see a picture.
  }
  return undefined;
}

type Line = z.infer<typeof part>;

function partOf(lines: readonly Line[]): Delta {
  const sets = new Map<WatchedClass, Record<string, object>>();
  for (const { class: name, records } of lines) {
    const known = watchedClasses.find((other) => other === name);
    if (known !== undefined) sets.set(known, Object.assign(sets.get(known) ?? {}, restored(known, records)));
  }
  // Every record was rebuilt from the table the type is made of.
  return Object.fromEntries([...sets].map(([name, set]) => [name, { set }])) as Delta;
}

function restored(name: WatchedClass, records: Line['records']): Record<string, object> {
  const fields = Object.entries<Field>(watched[name]);
  const entries = Object.entries(records);
  return Object.fromEntries(
    entries.map(([ref, record]) => [ref, Object.fromEntries(fields.map(([key, field]) => [key, valueOf(field, record[key])]))]),
  );
}

/** A field another release did not keep, or kept in another form, counts as empty. */
function valueOf(field: Field, value: unknown): unknown {
  switch (field.is) {
    case 'text':
      return typeof value === 'string' ? value : '';
    case 'flag':
      return typeof value === 'boolean' ? value : field.otherwise;
    case 'number':
      return typeof value === 'number' ? value : field.otherwise;
    case 'moment':
      return typeof value === 'number' ? value : null;
    case 'reference':
      return typeof value === 'string' ? value : null;
    case 'references':
    case 'text-set':
      return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
    case 'text-map':
      return texts.safeParse(value).data ?? {};
    default:
      return unreachable(field);
  }
}

const texts = z.record(z.string(), z.string());
