import { describe, expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import { isMatch, parseFilter } from '#simulator/world/filter.ts';
import {
  EmptyKeyError,
  parseMap,
  parseSet,
  parseSexpr,
  printMap,
  printSet,
  printSexpr,
  protectSpaces,
  SexprError,
  unprotectSpaces,
  withoutControls,
} from '#simulator/world/sexpr.ts';
import { dumpDatabase, loadDatabaseFile } from '#simulator/world/database-file.ts';
import { printDatabaseXml } from '#simulator/world/database-xml.ts';
import type { Row } from '#simulator/world/value.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { recordedLines, recordedText, recordingsFolder, tally } from '#test/support/recordings.ts';

type Text = string | { readonly b64: string };
type Answer = Text | readonly string[] | readonly (readonly [string, string])[] | boolean | { readonly exception: string };

const inputOf = (text: Text): string => (typeof text === 'string' ? text : Buffer.from(text.b64, 'base64').toString('latin1'));

/** What the recorder wrote for an outcome; of the parser's exceptions only that they happened. */
function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof EmptyKeyError) return { exception: 'Db_exn.Empty_key_in_map' };
    if (error instanceof SexprError || error instanceof XapiError) return 'refused';
    throw error;
  }
}

function expected(answer: Answer): unknown {
  if (typeof answer !== 'object' || !('exception' in answer)) return answer;
  return answer.exception.startsWith('Db_exn') ? answer : 'refused';
}

describe.skipIf(recordingsFolder === undefined)('6-db', () => {
  test('filters', () => {
    const row: Readonly<Record<string, string>> = { a: '1', b: '2', t: 'true' };
    const check = tally('6-db/filters');
    for (const { expr, parses, eval: result } of recordedLines<{ expr: string; parses: Answer; eval: Answer }>('6-db/filters')) {
      const parsed = outcome(() => {
        parseFilter(expr);
        return true;
      });
      // The recorder's own row answers a field it lacks with the field's name.
      check.compare(expr, [parsed, outcome(() => isMatch(parseFilter(expr), (name) => row[name] ?? name))], [expected(parses), expected(result)]);
    }
    expect(check.close()).toEqual([]);
  });

  test('sets and maps as S-expressions', () => {
    const check = tally('6-db/sexpr');
    for (const line of recordedLines<SexprLine>('6-db/sexpr')) check.compare(`${line.op} ${JSON.stringify(line.in)}`, ...sexprAnswers(line));
    expect(check.close()).toEqual([]);
  });

  test('a pool as database file and as records', async () => {
    const xml = recordedText('6-db/pool_xmldbdump.xml.gz');
    const records = JSON.parse(recordedText('6-db/pool_records.json.gz')) as Record<string, Record<string, Record<string, unknown>>>;
    const loaded = loadDatabaseFile(Buffer.from(xml), await loadModel());
    const check = tally('6-db/pool_xmldbdump');
    check.compare('the file again', printDatabaseXml(dumpDatabase(loaded.database, loaded.model, loaded.origin)), xml);
    for (const [method, recorded] of Object.entries(records)) {
      const name = method.replace('.get_all_records', '');
      const fields = loaded.model.classes.get(name)?.fields.map((field) => field.name) ?? [];
      const ours = loaded.database.refs(name).map((ref) => [ref, servedFields(loaded.database.get(name, ref), fields)]);
      check.compare(method, sorted(Object.fromEntries(ours)), sorted(recorded));
    }
    expect(check.close()).toEqual([]);
  });
});

const servedFields = (row: Row, fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, row[field]]));

/** Members in order, so that two objects print alike exactly when they are alike. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}

type SexprLine =
  | { readonly op: 'set'; readonly in: readonly string[]; readonly out: Answer }
  | { readonly op: 'map'; readonly in: readonly (readonly [Text, Text])[]; readonly out: Answer }
  | { readonly op: 'parse'; readonly in: string; readonly set: Answer; readonly map: Answer; readonly sexpr_reprint: Answer }
  | ({ readonly op: 'set1'; readonly in: Text } & Readonly<Record<(typeof SET1)[number], Answer>>);

const SET1 = ['set', 'map_key', 'map_val', 'set_roundtrip', 'xml_protect', 'xml_unprotect', 'xml_protect_roundtrip', 'ensure_utf8_xml'] as const;

function sexprAnswers(line: SexprLine): [unknown, unknown] {
  switch (line.op) {
    case 'set':
      return [outcome(() => printSet(line.in)), expected(line.out)];
    case 'map':
      return [outcome(() => printMap(line.in.map(([key, value]) => [inputOf(key), inputOf(value)]))), expected(line.out)];
    case 'parse':
      return [
        [outcome(() => parseSet(line.in)), outcome(() => parseMap(line.in)), outcome(() => printSexpr(parseSexpr(line.in)))],
        [expected(line.set), expected(line.map), expected(line.sexpr_reprint)],
      ];
    default: {
      const text = inputOf(line.in);
      const ours = {
        set: printSet([text]),
        map_key: outcome(() => printMap([[text, 'v']])),
        map_val: printMap([['k', text]]),
        set_roundtrip: parseSet(printSet([text])),
        xml_protect: protectSpaces(text),
        xml_unprotect: unprotectSpaces(text),
        xml_protect_roundtrip: unprotectSpaces(protectSpaces(text)),
        ensure_utf8_xml: withoutControls(text),
      };
      return [SET1.map((key) => ours[key]), SET1.map((key) => expected(line[key]))];
    }
  }
}
