import { describe, expect, test } from 'vitest';
import type { LoadedRow } from '#simulator/world/database.ts';
import type { Ref, Row } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { recordedWorld } from '#test/support/recorded-world.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Line {
  readonly method: string;
  readonly params: readonly string[];
  readonly json: string;
  readonly xml?: string;
}

type Records = Readonly<Record<Ref, Row>>;

function recordsIn(line: Line | undefined): Records {
  return (JSON.parse(line?.json ?? '{}') as { result?: Records }).result ?? {};
}

const RECORDS = '.get_all_records';

function contentsOf(lines: readonly Line[]): LoadedRow[] {
  return lines
    .filter(({ method }) => method.endsWith(RECORDS) && method !== `message${RECORDS}`)
    .flatMap((line) =>
      Object.entries(recordsIn(line)).map(([ref, row], index) => {
        return { table: line.method.replace(RECORDS, ''), ref, row, created: index + 2, modified: index + 2 };
      }),
    );
}

/** The newest comes first in the answer and was stored last. */
function storeMessages(pool: PoolState, line: Line | undefined): void {
  for (const [ref, record] of Object.entries(recordsIn(line)).toReversed()) {
    pool.messages.stored.set(ref, { ref, number: pool.database.announce('message', ref), record });
  }
}

function xmlCall({ method }: Line, parameters: readonly string[]): string {
  const values = parameters.map((value) => `<param><value>${value}</value></param>`);
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${values.join('')}</params></methodCall>`;
}

describe.skipIf(recordingsFolder === undefined)('7-live', () => {
  test('records of every class, byte for byte', async () => {
    const lines = recordedLines<Line>('7-live/records');
    const pools = recordsIn(lines.find(({ method }) => method === `pool${RECORDS}`));
    const master = String(Object.values(pools)[0]?.['master']);
    const recorded = await recordedWorld({ contents: contentsOf(lines), master, startMs: 0 });
    const [pool] = recorded.world.pools;
    const messages = lines.find(({ method }) => method === `message${RECORDS}`);
    if (pool !== undefined) storeMessages(pool, messages);
    const check = tally('7-live/records');
    for (const line of lines) {
      const parameters = line.params.map(() => recorded.session.ref);
      check.compare(`${line.method} json`, (await recorded.ask(line.method, parameters)).text, line.json);
      if (line.xml !== undefined) check.compare(`${line.method} xml`, (await recorded.askXml(xmlCall(line, parameters))).text, line.xml);
    }
    expect(check.close()).toEqual([]);
  });
});
