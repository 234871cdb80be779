import type { Model } from '#shared/xapi/model.ts';
import { newRow } from '#simulator/model/new-row.ts';
import type { Random } from '#simulator/world/random.ts';
import { type Relation, relationsOf } from '#simulator/world/relations.ts';
import { NULL_REF, type Ref, type Row, type Value } from '#simulator/world/value.ts';

/** A pool's rows while they are being laid out; cheaper to grow and to correct than a database with its history. */
export interface Draft {
  readonly profile: string;
  readonly model: Model;
  readonly random: Random;
  /** When the pool is finished and starts to live, in milliseconds since the Unix epoch. */
  readonly startMs: number;
  /**
   * Adds a complete row and returns its reference. Fields and classes that came after this release are left out,
   * so one builder serves every profile; for such a class the null reference is returned.
   */
  add(table: string, given: Row, ref?: Ref): Ref;
  change(table: string, ref: Ref, changes: Row): void;
  row(table: string, ref: Ref): Row;
  refs(table: string): readonly Ref[];
  /** A VM's slots and cards. */
  devicesOf(vm: Ref, table: 'VBD' | 'VIF'): readonly Row[];
  /** Domain numbers handed out, by host. */
  readonly counters: Map<Ref, number>;
  /** Every row, with the sets that mirror references filled in: nothing may be added afterwards. */
  finish(): ReadonlyMap<string, ReadonlyMap<Ref, Row>>;
}

/** The release that knows every field: what is unknown to it is a spelling mistake. */
const NEWEST_PROFILE = '9';

export function createDraft(setup: { profile: string; model: Model; random: Random; startMs: number }): Draft {
  const { model, profile, random, startMs } = setup;
  const tables = new Map<string, Map<Ref, Row>>();
  const devices = { VBD: new Map<Ref, Ref[]>(), VIF: new Map<Ref, Ref[]>() };

  const templates = new Map<string, Row>();

  function templateOf(table: string): Row {
    const known = templates.get(table) ?? newRow(model, table, {});
    templates.set(table, known);
    return known;
  }

  function knownFields(table: string, given: Row): Row {
    const template = templateOf(table);
    const unknown = Object.keys(given).filter((field) => !Object.hasOwn(template, field));
    if (unknown.length === 0) return given;
    if (profile === NEWEST_PROFILE) throw new TypeError(`${table} has no field ${unknown.join(', ')}`);
    return Object.fromEntries(Object.entries(given).filter(([field]) => !unknown.includes(field)));
  }

  function tableOf(name: string): Map<Ref, Row> {
    const known = tables.get(name) ?? new Map<Ref, Row>();
    tables.set(name, known);
    return known;
  }

  function noteDevice(table: 'VBD' | 'VIF', vm: Ref, ref: Ref): void {
    const known = devices[table].get(vm);
    if (known === undefined) devices[table].set(vm, [ref]);
    else known.push(ref);
  }

  function row(table: string, ref: Ref): Row {
    const found = tables.get(table)?.get(ref);
    if (found === undefined) throw new RangeError(`the draft has no ${table} ${ref}`);
    return found;
  }

  return {
    profile,
    model,
    random,
    startMs,
    counters: new Map(),
    add(table, given, ref = random.ref()) {
      if (!model.classes.has(table)) return NULL_REF;
      tableOf(table).set(ref, { ...templateOf(table), uuid: random.uuid(), ...knownFields(table, given) });
      if (table === 'VBD' || table === 'VIF') noteDevice(table, String(given['VM']), ref);
      return ref;
    },
    change(table, ref, changes) {
      tableOf(table).set(ref, { ...row(table, ref), ...knownFields(table, changes) });
    },
    row,
    devicesOf: (vm, table) => (devices[table].get(vm) ?? []).map((ref) => row(table, ref)),
    refs: (table) => [...(tables.get(table)?.keys() ?? [])],
    finish() {
      mirror(tables, relationsOf(model));
      return tables;
    },
  };
}

/** Fills the sets that mirror references, newest first, as the database would have done one by one. */
function mirror(tables: ReadonlyMap<string, Map<Ref, Row>>, relations: readonly Relation[]): void {
  const mirrored = new Map<string, Map<Ref, Record<string, Value>>>();
  for (const relation of relations) {
    for (const [target, refs] of pointersOf(relation, tables)) {
      const byRef = mirrored.get(relation.many) ?? new Map<Ref, Record<string, Value>>();
      mirrored.set(relation.many, byRef);
      byRef.set(target, { ...byRef.get(target), [relation.manyField]: refs.toReversed() });
    }
  }
  for (const [table, changes] of mirrored) {
    const rows = tables.get(table);
    for (const [ref, fields] of changes) {
      const row = rows?.get(ref);
      if (row !== undefined) rows?.set(ref, { ...row, ...fields });
    }
  }
}

function pointersOf(relation: Relation, tables: ReadonlyMap<string, ReadonlyMap<Ref, Row>>): ReadonlyMap<Ref, Ref[]> {
  const pointers = new Map<Ref, Ref[]>();
  const mirrors = tables.get(relation.many);
  for (const [ref, row] of tables.get(relation.one) ?? []) {
    for (const target of refsIn(row[relation.oneField])) {
      if (mirrors?.has(target) !== true) continue;
      const sofar = pointers.get(target);
      if (sofar === undefined) pointers.set(target, [ref]);
      else sofar.push(ref);
    }
  }
  return pointers;
}

function refsIn(value: Value | undefined): readonly Ref[] {
  if (typeof value === 'string') return value === NULL_REF ? [] : [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
