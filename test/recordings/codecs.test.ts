import { describe, expect, test } from 'vitest';
import type { Model, TypeShape } from '#shared/xapi/model.ts';
import { bytesOfText, textOfBytes } from '#simulator/codecs/byte-text.ts';
import { dateOfUnixSeconds, readDate } from '#simulator/codecs/date-text.ts';
import { jsonFailure, jsonFailureBeforeDispatch, jsonSuccess, rawJsonFailure, readJsonCall } from '#simulator/codecs/json-envelope.ts';
import { writeJson } from '#simulator/codecs/json-write.ts';
import { MalformedMessage } from '#simulator/codecs/malformed.ts';
import { rpcOfValue } from '#simulator/codecs/rpc-of-value.ts';
import type { RpcValue } from '#simulator/codecs/rpc-value.ts';
import { ParameterException, valueOf } from '#simulator/codecs/typed-parameters.ts';
import { rawXmlFailure, readXmlCall, xmlFailure, xmlSuccess } from '#simulator/codecs/xmlrpc.ts';
import { writeXml } from '#simulator/codecs/xml-write.ts';
import { recordedLines, recordedText, recordingsFolder, tally } from '#test/support/recordings.ts';
import { type RecordedText, rpcOfTagged, type Tagged, textOfRecorded } from '#test/support/tagged-values.ts';

/** Texts of exceptions follow the versions of the real server's libraries and are not compared, only that there was one. */
const RAISED = 'raised';

function isException(recorded: unknown): boolean {
  return typeof recorded === 'object' && recorded !== null && 'exception' in recorded;
}

function outcomeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof MalformedMessage) return RAISED;
    throw error;
  }
}

/** JSON.stringify, which compares, knows neither big integers nor the floats without a literal. */
function comparable(value: RpcValue): unknown {
  switch (value.is) {
    case 'null':
      return 'null';
    case 'array':
      return value.items.map(comparable);
    case 'struct':
      return { members: value.members.map(([name, member]) => [name, comparable(member)]) };
    default:
      return `${value.is} ${Object.is(value.value, -0) ? '-0' : String(value.value)}`;
  }
}

const recordedValue = (tagged: Tagged): unknown => comparable(rpcOfTagged(tagged));

const ENCODINGS = [
  'json',
  'json1_success',
  'json2_success',
  'json1_failure_raw',
  'json2_failure_raw',
  'json2_default_id',
  'xml',
  'xml_success',
  'xml_failure',
] as const;

type EncodeLine = { readonly n: number; readonly value: Tagged } & Readonly<
  Record<(typeof ENCODINGS)[number], RecordedText | { readonly exception: string }>
>;

/** The recorder wrote two values with bare line breaks, which tore their lines apart; the others are whole. */
function wholeLines(): EncodeLine[] {
  return recordedText('3-codecs/encode.jsonl.gz')
    .split('\n')
    .filter((line) => line.startsWith('{"n":') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as EncodeLine);
}

const SEVEN: RpcValue = { is: 'int', value: 7n };
const ZERO: RpcValue = { is: 'int', value: 0n };
const X: RpcValue = { is: 'string', value: 'x' };

function encoded(value: RpcValue, encoding: (typeof ENCODINGS)[number]): string {
  switch (encoding) {
    case 'json':
      return writeJson(value);
    case 'json1_success':
      return jsonSuccess({ version: '1.0', id: SEVEN }, [writeJson(value)]).join('');
    case 'json2_success':
      return jsonSuccess({ version: '2.0', id: SEVEN }, [writeJson(value)]).join('');
    case 'json1_failure_raw':
      return rawJsonFailure({ version: '1.0', id: X }, writeJson(value));
    case 'json2_failure_raw':
      return rawJsonFailure({ version: '2.0', id: X }, writeJson(value));
    case 'json2_default_id':
      return jsonSuccess({ version: '2.0', id: ZERO }, [writeJson(value)]).join('');
    case 'xml':
      return writeXml(value);
    case 'xml_success':
      return xmlSuccess(writeXml(value));
    case 'xml_failure':
      return rawXmlFailure(writeXml(value));
  }
}

interface DecodeLine {
  readonly transport: 'json' | 'xml';
  readonly request: RecordedText;
  readonly parsed: { readonly version?: string; readonly id?: Tagged; readonly method: string; readonly params: readonly Tagged[] };
}

function decoded(line: DecodeLine): unknown {
  const bytes = bytesOfText(textOfRecorded(line.request));
  if (line.transport === 'xml') {
    const call = readXmlCall(bytes);
    return { method: call.method, params: call.parameters.map(comparable) };
  }
  const call = readJsonCall(textOfBytes(bytes));
  return { version: call.version === '1.0' ? 'V1' : 'V2', id: comparable(call.id), method: call.method, params: call.parameters.map(comparable) };
}

function recordedCall({ parsed }: DecodeLine): unknown {
  if (isException(parsed)) return RAISED;
  const call = { method: parsed.method, params: parsed.params.map(recordedValue) };
  return parsed.id === undefined ? call : { version: parsed.version, id: recordedValue(parsed.id), ...call };
}

const TYPES: Readonly<Record<string, TypeShape>> = {
  int: { kind: 'int' },
  float: { kind: 'float' },
  bool: { kind: 'bool' },
  string: { kind: 'string' },
  datetime: { kind: 'datetime' },
  'string set': { kind: 'set', of: { kind: 'string' } },
  'string->string map': { kind: 'map', key: { kind: 'string' }, value: { kind: 'string' } },
  'VM ref': { kind: 'ref', class: 'VM' },
  vm_power_state: { kind: 'enum', name: 'vm_power_state', values: ['Halted', 'Paused', 'Running', 'Suspended'] },
  on_boot: { kind: 'enum', name: 'on_boot', values: ['reset', 'persist'] },
};

const noModel: Model = { classes: new Map(), messages: new Map(), errors: new Map() };

interface TypedLine {
  readonly type: string;
  readonly input: Tagged;
  readonly result: Tagged | { readonly exception: string };
}

function typed(line: TypedLine): unknown {
  const type = TYPES[line.type];
  if (type === undefined) return `no type ${line.type}`;
  try {
    return comparable(rpcOfValue(noModel, type, valueOf(noModel, type, rpcOfTagged(line.input))));
  } catch (error) {
    if (error instanceof ParameterException) return { exception: error.message };
    throw error;
  }
}

interface DateLine {
  readonly unix?: number;
  readonly of_unix_time?: unknown;
  readonly string?: string;
  readonly of_iso8601?: unknown;
}

function dated(line: DateLine): unknown {
  if (line.unix === undefined) {
    const reading = readDate(line.string ?? '');
    return reading.is === 'bad' ? { exception: reading.exception } : { rfc3339: reading.text, unix: reading.unixSeconds };
  }
  try {
    return dateOfUnixSeconds(line.unix);
  } catch (error) {
    if (error instanceof RangeError) return { exception: error.message };
    throw error;
  }
}

interface ErrorLine {
  readonly code: string;
  readonly params: readonly string[];
  readonly json1: string;
  readonly json2: string;
  readonly json2_predispatch: string;
  readonly xml: string;
}

const THREE: RpcValue = { is: 'int', value: 3n };

describe.skipIf(recordingsFolder === undefined)('messages are read and written as the real server does', () => {
  test('values and envelopes', () => {
    const count = tally('3-codecs/encode');
    for (const line of wholeLines()) {
      for (const encoding of ENCODINGS) {
        const theirs = line[encoding];
        const ours = outcomeOf(() => encoded(rpcOfTagged(line.value), encoding));
        count.compare(`${line.n} ${encoding}`, ours, typeof theirs === 'object' && 'exception' in theirs ? RAISED : textOfRecorded(theirs));
      }
    }
    expect(count.close()).toEqual([]);
  });

  test('errors', () => {
    const count = tally('3-codecs/errors');
    for (const { code, params, ...theirs } of recordedLines<ErrorLine>('3-codecs/errors')) {
      const ours = {
        json1: jsonFailure({ version: '1.0', id: THREE }, code, params),
        json2: jsonFailure({ version: '2.0', id: THREE }, code, params),
        json2_predispatch: jsonFailureBeforeDispatch(code, params),
        xml: xmlFailure(code, params),
      };
      count.compare(code, ours, theirs);
    }
    expect(count.close()).toEqual([]);
  });

  test('requests', () => {
    const count = tally('3-codecs/decode_requests');
    for (const line of recordedLines<DecodeLine>('3-codecs/decode_requests')) {
      count.compare(
        `${line.transport} ${JSON.stringify(line.request)}`,
        outcomeOf(() => decoded(line)),
        recordedCall(line),
      );
    }
    expect(count.close()).toEqual([]);
  });

  test('typed parameters, refusals to the letter', () => {
    const count = tally('3-codecs/typed_params');
    for (const line of recordedLines<TypedLine>('3-codecs/typed_params')) {
      const theirs = line.result;
      const expected = typeof theirs === 'object' && 'exception' in theirs ? theirs : recordedValue(theirs);
      count.compare(`${line.type} ${JSON.stringify(line.input)}`, typed(line), expected);
    }
    expect(count.close()).toEqual([]);
  });

  test('dates', () => {
    const count = tally('3-codecs/dates');
    for (const line of recordedLines<DateLine>('3-codecs/dates')) {
      count.compare(String(line.unix ?? line.string), dated(line), line.of_unix_time ?? line.of_iso8601);
    }
    expect(count.close()).toEqual([]);
  });
});
