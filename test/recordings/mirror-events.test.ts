import { describe, expect, test } from 'vitest';
import { aDecodedPool } from '#test/support/decoded.ts';
import { expectedInventory, plain, type Records } from '#test/support/expected-inventory.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Event {
  readonly class: string;
  readonly operation: string;
  readonly ref: string;
  readonly snapshot?: Readonly<Record<string, unknown>>;
}

interface Batch {
  readonly events: readonly Event[];
  readonly token: string;
  readonly valid_ref_counts?: Readonly<Record<string, number>>;
}

interface Line {
  readonly name?: string;
  readonly method?: string;
  readonly json?: unknown;
  readonly token?: string;
  readonly events?: readonly Event[];
  readonly record?: { readonly class?: string };
}

/** What the recorded server's records are after a batch: the plain reading of the events, kept apart from the mirror. */
function apply(tables: Map<string, Record<string, Readonly<Record<string, unknown>>>>, batch: Batch): void {
  for (const { class: table, operation, ref, snapshot } of batch.events) {
    const records = tables.get(table.toLowerCase()) ?? {};
    if (operation === 'del') delete records[ref];
    else records[ref] = snapshot ?? {};
    tables.set(table.toLowerCase(), records);
  }
}

function batchOf(line: Line): Batch | undefined {
  if (line.events !== undefined) return { events: line.events, token: line.token ?? '' };
  const answer: unknown = typeof line.json === 'string' ? JSON.parse(line.json) : line.json;
  const result: unknown = typeof answer === 'object' && answer !== null && 'result' in answer ? answer.result : undefined;
  // Answers of event.from are the only ones with a list of events.
  return typeof result === 'object' && result !== null && 'events' in result ? (result as Batch) : undefined;
}

describe.skipIf(recordingsFolder === undefined)('7-live', () => {
  test.each(['7-live/events', '7-live/lifecycle'])('%s leaves the mirror with the records of the server', (recording) => {
    const pool = aDecodedPool();
    const tables = new Map<string, Record<string, Readonly<Record<string, unknown>>>>();
    const check = tally(`${recording} mirrored`);
    let batches = 0;
    for (const [index, line] of recordedLines<Line>(recording).entries()) {
      const batch = batchOf(line);
      if (batch === undefined) continue;
      batches += 1;
      apply(tables, batch);
      const reply = pool.answer({ is: 'events' }, JSON.stringify({ jsonrpc: '2.0', result: batch, id: 1 }));
      check.compare(`${index} token`, reply.is === 'read' ? reply.notes.token : reply.is, batch.token);
      const theirs = expectedInventory((name): Records => tables.get(name.toLowerCase()) ?? {});
      check.compare(`${index} records`, sorted(plain(pool.inventory)), sorted(theirs));
    }
    expect(batches).toBeGreaterThan(20);
    expect(check.close()).toEqual([]);
  });

  test('refusals of a token are told as they came', () => {
    const refused = recordedLines<Line>('7-live/events').filter((line) => JSON.stringify(line.json ?? '').includes('EVENT_FROM_TOKEN_PARSE_FAILURE'));
    const replies = refused.map((line) =>
      aDecodedPool().answer({ is: 'events' }, typeof line.json === 'string' ? line.json : JSON.stringify(line.json)),
    );
    expect(replies.length).toBeGreaterThan(5);
    expect(replies.every((reply) => reply.is === 'refused' && reply.error.includes('EVENT_FROM_TOKEN_PARSE_FAILURE'))).toBe(true);
  });
});

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
