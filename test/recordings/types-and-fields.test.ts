import { expect, test } from 'vitest';
import { readJson } from '#simulator/codecs/json-read.ts';
import { writeJson } from '#simulator/codecs/json-write.ts';
import { memberOf, rpcString, type RpcValue } from '#simulator/codecs/rpc-value.ts';
import { valueOf } from '#simulator/codecs/typed-parameters.ts';
import { newRow } from '#simulator/model/new-row.ts';
import type { LoadedRow } from '#simulator/world/database.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import { loadModel } from '#shared/xapi/load-model.ts';
import type { Model } from '#shared/xapi/model.ts';
import { aLoneHost } from '#test/support/lone-host.ts';
import { recordedWorld, type RecordedWorld } from '#test/support/recorded-world.ts';
import { recordedText, recordingsFolder, type Tally, tally } from '#test/support/recordings.ts';

/** Numbers of a recorded line beyond what JavaScript's own parser keeps are exact here. */
interface Line {
  readonly name: string;
  readonly table: string;
  readonly call: string;
  readonly parameters: readonly RpcValue[];
  readonly json: string | undefined;
  readonly xml: string | undefined;
}

function lineOf(text: string): Line {
  const line = readJson(text);
  if (line.is !== 'struct') throw new TypeError('a recorded line is an object');
  const method = textOf(memberOf(line.members, 'method')) ?? '';
  const parameters = memberOf(line.members, 'params');
  const [table = '', call = ''] = method.split('.');
  return {
    name: textOf(memberOf(line.members, 'name')) ?? '',
    table,
    call,
    parameters: parameters?.is === 'array' ? parameters.items.slice(1) : [],
    json: textOf(memberOf(line.members, 'json')),
    xml: textOf(memberOf(line.members, 'xml')),
  };
}

function textOf(value: RpcValue | undefined): string | undefined {
  return value?.is === 'string' ? value.value : undefined;
}

/** As the recorder wrote it: control characters stand as they are, for the server to trip over. */
function xmlOf(value: RpcValue): string {
  switch (value.is) {
    case 'array':
      return `<value><array><data>${value.items.map(xmlOf).join('')}</data></array></value>`;
    case 'struct':
      return `<value><struct>${value.members.map(([name, member]) => `<member><name>${name}</name>${xmlOf(member)}</member>`).join('')}</struct></value>`;
    case 'null':
      return '<value><nil/></value>';
    case 'bool':
      return `<value><boolean>${value.value ? 1 : 0}</boolean></value>`;
    case 'float':
      return `<value><double>${value.value}</double></value>`;
    case 'int':
      return `<value>${value.value}</value>`;
    default:
      return `<value><string>${String(value.value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</string></value>`;
  }
}

function requests(line: Line, session: Ref): { readonly json: string; readonly xml: string } {
  const method = `${line.table}.${line.call}`;
  const parameters = [rpcString(session), ...line.parameters];
  const values = parameters.map((value) => `<param>${xmlOf(value)}</param>`).join('');
  return {
    json: `{"jsonrpc":"2.0","method":"${method}","params":${writeJson({ is: 'array', items: parameters })},"id":1}`,
    xml: `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${values}</params></methodCall>`,
  };
}

const EDITORS = /^(?:set|add_to|remove_from|add|remove)_/;
const selfOf = (line: Line): Ref => textOf(line.parameters[0]) ?? '';
const fieldOf = (line: Line): string => line.call.replace(EDITORS, '').replace(/^get_/, '');
const isRead = (line: Line): boolean => line.call.startsWith('get_');

const GIB = 1024 ** 3;
/** Named in refusals; no host had it attached. */
const DETACHED = 'OpaqueRef:98418800-60e9-f27c-88c6-030459d29b50';

/** The objects the recording is about, as they were before it began, as far as they can be told. */
function contentsOf(model: Model, lines: readonly Line[]): { readonly contents: LoadedRow[]; readonly master: Ref } {
  const refs = new Map(lines.filter((line) => selfOf(line) !== 'OpaqueRef:bad').map((line) => [line.table, selfOf(line)]));
  const lone = aLoneHost({ pool: refs.get('pool') ?? '', host: refs.get('host') ?? '' });
  const given: Readonly<Record<string, Row>> = {
    VM: { power_state: 'Halted', memory_static_min: GIB / 2, memory_dynamic_min: GIB, memory_dynamic_max: GIB, memory_static_max: GIB },
    VDI: { SR: DETACHED },
    VBD: { VM: refs.get('VM') ?? '', VDI: refs.get('VDI') ?? '' },
  };
  const rows = [...refs].map(([table, ref]): LoadedRow => {
    const known = lone.contents.find((row) => row.ref === ref)?.row ?? {};
    return { table, ref, row: newRow(model, table, { ...known, ...given[table] }), created: 2, modified: 2 };
  });
  const detached: LoadedRow = { table: 'SR', ref: DETACHED, row: newRow(model, 'SR', { uuid: 'detached' }), created: 2, modified: 2 };
  return { contents: [...rows, detached], master: lone.master };
}

/** Only a sample of the calls was kept, so what a field held between two of them is taken from what was read. */
function adopt(recorded: RecordedWorld, line: Line): void {
  const type = recorded.model.classes.get(line.table)?.fields.find((field) => field.name === fieldOf(line))?.type;
  const answer = readJson(line.json ?? '{}');
  const result = answer.is === 'struct' ? memberOf(answer.members, 'result') : undefined;
  const [pool] = recorded.world.pools;
  if (type === undefined || result === undefined || pool === undefined) return;
  pool.database.set(line.table, selfOf(line), { [fieldOf(line)]: valueOf(recorded.model, type, result) });
}

function isReadingOf(change: Line, read: Line | undefined): read is Line {
  return read !== undefined && isRead(read) && !isRead(change) && selfOf(change) === selfOf(read) && fieldOf(change) === fieldOf(read);
}

const isRefused = (line: Line): boolean => line.json?.includes('"error"') === true;
const isPage = (answer: string): boolean => answer.startsWith('<html>');

interface Comparison {
  readonly recorded: RecordedWorld;
  readonly count: Tally;
  readonly id: string;
}

async function compare(line: Line, { recorded, count, id }: Comparison): Promise<void> {
  const request = requests(line, recorded.session.ref);
  if (line.json !== undefined) count.compare(id, (await recorded.askJson(request.json)).text, line.json);
  if (line.xml !== undefined) count.compare(`${id} (XML)`, (await recorded.askXml(request.xml)).text, isPage(line.xml) ? 'HTTP 500' : line.xml);
}

function idOf(line: Line, number: number): string {
  const values = isRead(line) ? '' : ` ${line.parameters.slice(1).map(writeJson).join(', ')}`;
  return `${number} ${line.table}.${line.call}${values}`;
}

test.skipIf(recordingsFolder === undefined)('setters and editors take, refuse and keep what the real server does', async () => {
  const lines = recordedText('7-live/types_and_fields.jsonl.gz')
    .split('\n')
    .filter((line) => line !== '')
    .map(lineOf);
  const recorded = await recordedWorld({ ...contentsOf(await loadModel(), lines), startMs: 0 });
  const count = tally('7-live/types_and_fields');
  for (const [index, line] of lines.entries()) {
    const [before, after] = [lines[index - 1], lines[index + 1]];
    // What a refused change must leave alone is known from the reading after it.
    if (isRefused(line) && isReadingOf(line, after)) adopt(recorded, after);
    if (!isRead(line) || (before !== undefined && isReadingOf(before, line))) {
      await compare(line, { recorded, count, id: idOf(line, index + 1) });
    }
    if (isRead(line)) adopt(recorded, line);
  }
  expect(count.close()).toEqual([]);
});
