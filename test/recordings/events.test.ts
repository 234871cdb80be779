import { describe, expect, test } from 'vitest';
import { loadModel } from '#shared/xapi/load-model.ts';
import type { LoadedRow } from '#simulator/world/database.ts';
import { endSession } from '#simulator/world/sessions.ts';
import { msOfDate } from '#simulator/world/times.ts';
import type { Row } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { createReconciler } from '#test/support/reconcile.ts';
import { type Answered, recordedWorld, type RecordedWorld } from '#test/support/recorded-world.ts';
import { recordedLines, recordingsFolder, tally } from '#test/support/recordings.ts';

interface Event {
  readonly id: string;
  readonly class: string;
  readonly operation: string;
  readonly ref: string;
  readonly snapshot?: Row;
}

interface Batch {
  readonly events: readonly Event[];
  readonly token: string;
  readonly valid_ref_counts: Readonly<Record<string, number>>;
}

interface Line {
  readonly name: string;
  readonly method?: string;
  readonly params?: readonly unknown[];
  readonly seconds?: number;
  readonly json?: unknown;
}

const RECORDED_AT = msOfDate('20261121T02:31:00Z');
/** The newest generation of classes whose rows do not show it: it is in the tokens of answers about them alone. */
const LATEST: Readonly<Record<string, number>> = { vm: 330, host: 308, pool: 87, host_metrics: 49 };
/** Recorded times include the fixture's own work. */
const TIME_TOLERANCE_MS = 30;

function batchOf(answer: unknown): Batch {
  return (answer as { result: Batch }).result;
}

function poolOf({ world }: RecordedWorld): PoolState {
  const [pool] = world.pools;
  if (pool === undefined) throw new RangeError('the world has no pool');
  return pool;
}

/** The state that the recorder's first question showed. */
async function worldOf(batch: Batch): Promise<RecordedWorld> {
  const { classes } = await loadModel();
  const names = new Map([...classes.keys()].map((name) => [name.toLowerCase(), name]));
  const seen = new Set<string>();
  const contents = batch.events.map((event): LoadedRow => {
    const latest = seen.has(event.class) ? undefined : LATEST[event.class];
    seen.add(event.class);
    const created = event.operation === 'add' ? Number(event.id) : 0;
    const table = names.get(event.class) ?? event.class;
    return { table, ref: event.ref, row: event.snapshot ?? {}, created, modified: latest ?? Number(event.id) };
  });
  const master = String(batch.events.find((event) => event.class === 'pool')?.snapshot?.['master']);
  return recordedWorld({ contents, master, startMs: RECORDED_AT });
}

/** Things the recorder did between its lines, by the name of the line they lead to. */
const BEFORE: Readonly<Record<string, (pool: RecordedWorld) => Promise<void>>> = {
  '700 tasks made': async ({ ask, session }) => {
    for (let made = 0; made < 700; made += 1) await ask('task.create', [session.ref, `bulk${made}`, '']);
  },
  // Destroying a pending task only marks it.
  '700 tasks destroyed since token: how many dels': async (pool) => {
    for (const ref of poolOf(pool).database.refs('task')) await pool.ask('task.destroy', [pool.session.ref, ref]);
  },
  // Another client logs in before the line that counts two sessions.
  'long poll woken by mod at 0.6s': async (pool) => {
    pool.openSession();
  },
};

/** Some lines record a call that others interfered with while it waited, or leave out what was asked. */
function answerTo(pool: RecordedWorld, line: Line, parameters: readonly unknown[]): Promise<Answered> {
  const { database } = poolOf(pool);
  const token = `${String(database.generation()).padStart(20, '0')},${'0'.repeat(20)}`;
  switch (line.name) {
    case 'timeout as string':
      return pool.ask('event.from', [pool.session.ref, ['pool'], token, '0.1']);
    case 'timeout as int 1':
      return pool.ask('event.from', [pool.session.ref, ['pool'], token, 1]);
    case 'long poll woken by mod at 0.6s': {
      const vm = batchOf(line.json).events[0]?.ref ?? '';
      return pool.askDuring('event.from', parameters, { atMs: 600, run: () => database.set('VM', vm, { name_label: 'woken' }) });
    }
    case 'session logged out during long poll': {
      const other = pool.openSession();
      return pool.askDuring('event.from', [other.ref, ['vm'], token, 5], { atMs: 600, run: () => endSession(poolOf(pool), other) });
    }
    default:
      return pool.ask(line.method ?? '', parameters);
  }
}

/** What a line kept that only sums an answer up. */
function summaryOf(batch: Batch): unknown {
  return {
    event_count: batch.events.length,
    classes: [...new Set(batch.events.map((event) => `${event.class}/${event.operation}`))].sort(),
    token: batch.token,
    valid_ref_counts: batch.valid_ref_counts,
  };
}

function isSummary(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'event_count' in answer;
}

/** Whether it took as long as it did there; the many events of a summed-up answer took the recorder longer. */
function timing(line: Line, ms: number): string {
  const isTimed = line.method === 'event.from' && line.seconds !== undefined && !isSummary(line.json);
  return !isTimed || Math.abs(line.seconds * 1000 - ms) < TIME_TOLERANCE_MS ? 'in time' : `after ${ms} ms`;
}

describe.skipIf(recordingsFolder === undefined)('7-live', () => {
  test('events', async () => {
    const lines = recordedLines<Line>('7-live/events');
    const pool = await worldOf(batchOf(lines[0]?.json));
    const reconcile = createReconciler();
    const check = tally('7-live/events');
    for (const [index, line] of lines.entries()) {
      await BEFORE[line.name]?.(pool);
      if (line.json === undefined) continue;
      const theirs: unknown = typeof line.json === 'string' ? JSON.parse(line.json) : line.json;
      const parameters = (line.params ?? []).map((parameter) => (parameter === '<session>' ? pool.session.ref : reconcile.toOurs(parameter)));
      const { text, ms } = await answerTo(pool, line, parameters);
      const full: unknown = JSON.parse(text);
      const ours = reconcile.translate(isSummary(theirs) ? summaryOf(batchOf(full)) : full, theirs);
      check.compare(`${index} ${line.name}`, [ours, timing(line, ms)], [theirs, 'in time']);
    }
    expect(check.close()).toEqual([]);
  });
});
