import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import type { Model } from '#shared/xapi/model.ts';
import { dumpDatabase, type LoadedDatabase, loadDatabaseFile } from '#simulator/world/database-file.ts';
import {
  type DatabaseFile,
  type FileRow,
  type FileTable,
  parseDatabaseFile,
  parseDatabaseXml,
  printDatabaseXml,
} from '#simulator/world/database-xml.ts';
import { parseSexpr } from '#simulator/world/sexpr.ts';
import { relationsOf } from '#simulator/world/relations.ts';

const folder = process.env['POOL_DATABASES'];
const files = folder === undefined ? [] : readdirSync(folder).filter((name) => /\.xml(\.gz)?$/.test(name));

/** Contents alone: releases differ in the order, the white space, the quoting and the zeros they write. */
function contentsOf(file: DatabaseFile): unknown {
  const cells = (row: FileRow) => Object.fromEntries([...row].map(([column, text]) => [column, meaningOf(text)]));
  const rows = (table: FileTable) => Object.fromEntries(table.rows.map((row) => [row.get('ref'), cells(row)]));
  return { manifest: Object.fromEntries(file.manifest), tables: Object.fromEntries(file.tables.map((table) => [table.name, rows(table)])) };
}

function meaningOf(text: string): unknown {
  if (text.startsWith('(')) return parseSexpr(text);
  return /^-?\d+\.\d*$/.test(text) ? String(Number(text)) : text;
}

describe.skipIf(folder === undefined)('databases of real pools', () => {
  let model: Model;
  beforeAll(async () => {
    model = await loadModel();
  });

  describe.each(files)('%s', (name) => {
    let bytes: Uint8Array;
    let loaded: LoadedDatabase;
    beforeAll(() => {
      bytes = readFileSync(join(folder ?? '', name));
      loaded = loadDatabaseFile(bytes, model);
    });

    test('comes out as it went in', () => {
      const written = printDatabaseXml(dumpDatabase(loaded.database, loaded.model, loaded.origin));
      expect(contentsOf(parseDatabaseXml(written))).toEqual(contentsOf(parseDatabaseFile(bytes)));
    });

    test('gives every row the fields its class is served with, and no others of a newer release', () => {
      const file = parseDatabaseFile(bytes);
      for (const { name: table, rows } of file.tables) {
        const known = loaded.model.classes.get(table);
        if (known === undefined || rows.length === 0) continue;
        const columns = new Set(rows.flatMap((row) => [...row.keys()].map((column) => column.replace('__', '_'))));
        expect(known.fields.filter((field) => !columns.has(field.name)).map((field) => `${table}.${field.name}`)).toEqual([]);
        for (const ref of loaded.database.refs(table)) {
          const row = loaded.database.get(table, ref);
          expect(known.fields.filter((field) => row[field.name] === undefined)).toEqual([]);
        }
      }
    });

    test('can be followed with the event calls of today, however old it is', () => {
      expect(['event.from', 'event.inject', 'event.next'].filter((call) => !loaded.model.messages.has(call))).toEqual([]);
    });

    test('knows each object by the reference and uuid in the file', () => {
      for (const { name: table, rows } of parseDatabaseFile(bytes).tables) {
        for (const row of rows) {
          expect(loaded.database.refByUuid(table, row.get('uuid') ?? '')).toBe(row.get('ref'));
        }
      }
    });

    test('mirrors its references as the relations of its release say', () => {
      const { database, model: served } = loaded;
      const broken = relationsOf(served).flatMap(({ one, oneField, many, manyField }) =>
        database.refs(one).filter((ref) => {
          const target = database.get(one, ref)[oneField];
          const mirror = typeof target === 'string' ? database.find(many, target)?.[manyField] : undefined;
          return Array.isArray(mirror) && !mirror.includes(ref);
        }),
      );
      expect(broken).toEqual([]);
    });
  });
});
