import { expect, test } from 'vitest';
import type { LoadedRow } from '#simulator/world/database.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { aLoneHost } from '#test/support/lone-host.ts';
import { recordedWorld } from '#test/support/recorded-world.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Line {
  readonly name?: string;
  readonly method: string;
  readonly params: readonly unknown[];
  readonly json: string;
  readonly xml?: string;
}

const RECORDS = '.get_all_records_where';
const EVERYTHING: ReadonlySet<unknown> = new Set(['true', '"x"="x"']);

/** A filter that lets everything through tells what the recorded pool held of a class. */
function contentsOf(lines: readonly Line[]): { readonly contents: readonly LoadedRow[]; readonly master: Ref } {
  const listed = new Map(
    lines.filter((line) => EVERYTHING.has(line.params[1]) && line.method.endsWith(RECORDS)).map((line) => [line.method, line.json]),
  );
  const rows = [...listed].flatMap(([method, json]) => {
    const { result } = JSON.parse(json) as { readonly result: Readonly<Record<Ref, Row>> };
    // The newest is listed first.
    return Object.entries(result)
      .toReversed()
      .map(([ref, row], index): LoadedRow => ({ table: method.split('.')[0] ?? '', ref, row, created: index + 2, modified: index + 2 }));
  });
  const host = rows.find((row) => row.table === 'host')?.ref;
  if (host === undefined) return { contents: [...aLoneHost().contents, ...rows], master: aLoneHost().master };
  return { contents: [...aLoneHost({ host }).contents.filter((row) => row.table !== 'host'), ...rows], master: host };
}

/** New sessions have names of their own, and the order in which methods are listed means nothing. */
function comparable(line: Line, answer: string): string {
  if (line.method === 'session.login_with_password') return answer.replace(/OpaqueRef:[\da-f-]{36}/, 'OpaqueRef:<session>');
  return line.method === 'system.listMethods'
    ? answer.replace(/\[.*\]/, (list) => JSON.stringify((JSON.parse(list) as string[]).toSorted()))
    : answer;
}

/** Alerts are not rows: they are stored beside the tables. */
function storeMessages(pool: PoolState | undefined, contents: readonly LoadedRow[]): void {
  if (pool === undefined) return;
  for (const { table, ref, row } of contents) {
    if (table === 'message') pool.messages.stored.set(ref, { ref, number: pool.database.announce('message', ref), record: row });
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The recorded session is whatever comes first wherever one is called for. */
function withSession(line: Line, recorded: unknown, session: Ref): readonly unknown[] {
  return line.params.map((value) => (value === '<session>' || value === recorded ? session : value));
}

test.skipIf(recordingsFolder === undefined)('bad references, uuids, names and filters are answered with the same errors', async () => {
  const lines = recordedLines<Line>('7-live/bad_refs');
  const { contents, master } = contentsOf(lines);
  const recorded = await recordedWorld({ contents: contents.filter((row) => row.table !== 'message'), master, startMs: 0 });
  storeMessages(recorded.world.pools[0], contents);
  const session = lines.find((line) => line.name === 'x')?.params[0];
  const count = tally('7-live/bad_refs');
  for (const [index, line] of lines.entries()) {
    const parameters = withSession(line, session, recorded.session.ref);
    const body = JSON.stringify({ jsonrpc: '2.0', method: line.method, params: parameters, id: 1 });
    const ours = (await recorded.askJson(body)).text;
    const theirs = line.json.startsWith('<html>') ? 'HTTP 500' : line.json;
    count.compare(`${index + 1} ${line.method} ${parameters.slice(1).filter(isText).join(', ')}`, comparable(line, ours), comparable(line, theirs));
  }
  expect(count.close()).toEqual([]);
});
