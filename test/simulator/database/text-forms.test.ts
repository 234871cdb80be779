import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnText, valueOfColumn } from '#simulator/world/column-text.ts';
import { dumpDatabase, loadDatabaseFile, poolDatabaseXml } from '#simulator/world/database-file.ts';
import { DatabaseFileError, printDatabaseXml } from '#simulator/world/database-xml.ts';
import { columnOf, fieldOf } from '#simulator/world/schema.ts';
import { parseMap, parseSet, printMap, printSet, protectSpaces, unprotectSpaces } from '#simulator/world/sexpr.ts';
import { aPool, databaseOf, HOST, newestModel } from './a-pool.ts';

const printable = fc.string({
  unit: fc.constantFrom('a', 'b', ' ', "'", '\\', '(', ')', '%', '"', '<', '>', '&', ';', '\t', '\n', '\r', 'é', '€', '😀'),
});

describe('the texts a database is kept in', () => {
  test('hold any set, map and attribute', () => {
    fc.assert(
      fc.property(fc.array(printable), fc.array(fc.tuple(fc.string({ minLength: 1, unit: 'grapheme-ascii' }), printable)), (set, map) => {
        expect(parseSet(printSet(set))).toEqual(set);
        expect(parseMap(printMap(map))).toEqual(map);
        expect(unprotectSpaces(protectSpaces(set.join()))).toBe(set.join());
      }),
    );
  });

  test('hold numbers as the server prints them', () => {
    const float = { kind: 'float' } as const;
    expect([1, 0.25, 1e21, Number.NaN, Number.POSITIVE_INFINITY].map((value) => columnText(value, float))).toEqual([
      '1',
      '0.25',
      '1e+21',
      'nan',
      'inf',
    ]);
    expect(['1', '0.', '-inf', 'nan'].map((text) => valueOfColumn(text, float))).toEqual([1, 0, Number.NEGATIVE_INFINITY, Number.NaN]);
    fc.assert(
      fc.property(
        fc.double({ noNaN: true }).map((value) => value + 0),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        (value, integer) => {
          expect(valueOfColumn(columnText(value, float), float)).toBe(value);
          expect(String(valueOfColumn(String(integer), { kind: 'int' }))).toBe(String(integer));
        },
      ),
    );
  });

  test('name every field in one way only', () => {
    const fields = [...newestModel.classes.values()].flatMap(({ name, fields: own }) => own.map((field) => [name, field.name] as const));
    for (const [table, field] of fields) expect(fieldOf(table, columnOf(table, field), () => true)).toBe(field);
    expect(
      ['VCPUs_max', 'name_label', 'memory_static_max', 'HVM_boot_params', 'PV_args', 'actions_after_crash', 'tags'].map((field) =>
        columnOf('VM', field),
      ),
    ).toEqual(['VCPUs__max', 'name__label', 'memory__static_max', 'HVM__boot_params', 'PV__args', 'actions__after_crash', 'tags']);
    expect([columnOf('pool', 'name_label'), columnOf('VM_guest_metrics', 'PV_drivers_version')]).toEqual(['name_label', 'PV_drivers_version']);
  });
});

const file = (tables: string, generation = 50) =>
  Buffer.from(
    `<database><manifest><pair key="schema_major_vsn" value="5"/><pair key="schema_minor_vsn" value="66"/><pair key="generation_count" value="${generation}"/></manifest>${tables}</database>`,
  );

describe('a database file', () => {
  test('keeps tables and columns nobody knows', () => {
    const tables =
      '<table name="Novelty"><row ref="OpaqueRef:n" __ctime="3" __mtime="4" _ref="OpaqueRef:n" new__thing="%.x%.&lt;" uuid="u"/></table>';
    const loaded = loadDatabaseFile(file(tables), newestModel);

    expect(loaded.database.find('Novelty', 'OpaqueRef:n')).toEqual({ new__thing: ' x <', uuid: 'u' });
    expect(loaded.model.classes.has('Novelty')).toBe(false);
    expect(printDatabaseXml(dumpDatabase(loaded.database, loaded.model, loaded.origin))).toContain(tables);
  });

  test('serves a class with the fields its rows have', () => {
    const tables = '<table name="secret"><row ref="OpaqueRef:s" uuid="u" value="v"/></table><table name="PCI"/>';
    const { model } = loadDatabaseFile(file(tables), newestModel);

    expect(model.classes.get('secret')?.fields.map(({ name }) => name)).toEqual(['uuid', 'value']);
    expect(
      ['secret.get_value', 'secret.get_other_config', 'secret.create', 'PCI.get_all', 'VM.get_all'].map((name) => model.messages.has(name)),
    ).toEqual([true, false, true, true, false]);
  });

  test('can be had of a pool that never was one, without what lives in memory only', async () => {
    const pool = await aPool();
    const [state] = pool.world.pools;
    const xml = state === undefined ? '' : poolDatabaseXml(state);
    const loaded = loadDatabaseFile(Buffer.from(xml), newestModel);

    expect([loaded.profile.name, loaded.database.refs('host'), loaded.database.refs('session')]).toEqual(['9', [HOST], []]);
    expect(loaded.database.get('host', HOST)).toEqual(databaseOf(pool).get('host', HOST));
  });

  test('goes on counting where the file stopped', () => {
    const { database, model, origin } = loadDatabaseFile(file('<table name="secret"><row ref="OpaqueRef:s" uuid="u"/></table>'), newestModel);
    database.touch('secret', 'OpaqueRef:s');

    expect(database.tables.get('secret')?.rows.get('OpaqueRef:s')).toMatchObject({ created: 49, modified: 50 });
    expect(dumpDatabase(database, model, origin).manifest.get('generation_count')).toBe('52');
  });

  test.each([
    ['<html></html>', 'no <database>'],
    ['<database><manifest/><table name="VM">', 'breaks off'],
    ['<database><manifest/></database>', 'schema_major_vsn'],
    [file('<table name="VBD"><row uuid="u"/></table>').toString(), 'has no reference'],
    [file('<table name="VM"><row ref="OpaqueRef:vm" VCPUs__max="many"/></table>').toString(), 'VM.VCPUs__max'],
  ])('is refused when it is not one: %s', (text, why) => {
    expect(() => loadDatabaseFile(Buffer.from(text), newestModel)).toThrow(
      expect.objectContaining({ name: DatabaseFileError.name, message: expect.stringContaining(why) }),
    );
  });
});
