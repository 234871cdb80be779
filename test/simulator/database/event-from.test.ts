import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endSession } from '#simulator/world/sessions.ts';
import type { Database } from '#simulator/world/database.ts';
import type { RecordedWorld } from '#test/support/recorded-world.ts';
import { answerOf, aPool, aRow, databaseOf, HOST } from './a-pool.ts';

interface Event {
  readonly class: string;
  readonly operation: string;
  readonly ref: string;
  readonly snapshot?: Readonly<Record<string, unknown>>;
}

interface Batch {
  readonly events: readonly Event[];
  readonly token: string;
  readonly valid_ref_counts: Readonly<Record<string, number>>;
}

function batchOf(text: string): Batch {
  return (JSON.parse(text) as { result: Batch }).result;
}

async function changes(pool: RecordedWorld, classes: readonly string[], token: string, timeout = 0): Promise<Batch> {
  return batchOf((await pool.ask('event.from', [pool.session.ref, classes, token, timeout])).text);
}

function told({ events }: Batch): string[] {
  return events.map((event) => `${event.operation} ${event.class} ${event.ref.replace('OpaqueRef:', '')}`);
}

interface Step {
  readonly is: 'create' | 'destroy' | 'rename';
  readonly table: 'VM' | 'SR';
  readonly which: number;
  readonly label: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  is: fc.constantFrom('create', 'destroy', 'rename'),
  table: fc.constantFrom('VM', 'SR'),
  which: fc.nat({ max: 3 }),
  label: fc.string({ maxLength: 3 }),
});

/** References are never used twice. */
function apply(database: Database, { is, table, which, label }: Step): void {
  const ref = database.refs(table)[which];
  if (is === 'create') database.create(table, `OpaqueRef:${database.generation()}`, aRow(table, { name_label: label }));
  else if (ref !== undefined && is === 'destroy') database.destroy(table, ref);
  else if (ref !== undefined) database.set(table, ref, { name_label: label });
}

/** What a client knows after applying a batch to what it knew. */
function replica(known: ReadonlyMap<string, unknown>, { events }: Batch): Map<string, unknown> {
  const next = new Map(known);
  for (const { class: name, ref, operation, snapshot } of events) {
    if (operation === 'del') next.delete(`${name} ${ref}`);
    else next.set(`${name} ${ref}`, snapshot?.['name_label']);
  }
  return next;
}

describe('event.from', () => {
  test('tells enough, from any token, to follow every change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 8 }), async (bursts) => {
        const pool = await aPool();
        const database = databaseOf(pool);
        const stops = [{ token: '', known: new Map<string, unknown>() }];
        for (const burst of bursts) {
          for (const change of burst) apply(database, change);
          const last = stops.at(-1);
          const batch = await changes(pool, ['vm', 'sr'], last?.token ?? '');
          expect(batch.token >= (last?.token ?? '')).toBe(true);
          stops.push({ token: batch.token, known: replica(last?.known ?? new Map(), batch) });
        }
        const fresh = replica(new Map(), await changes(pool, ['vm', 'sr'], ''));
        for (const { token, known } of stops) expect(replica(known, await changes(pool, ['vm', 'sr'], token))).toEqual(fresh);
      }),
      { numRuns: 30 },
    );
  });

  test('tells an object at most once, adds before changes before deletions, classes in the order of the model', async () => {
    const pool = await aPool();
    const database = databaseOf(pool);
    for (const name of ['b', 'a']) database.create('SR', `OpaqueRef:sr-${name}`, aRow('SR'));
    const { token } = await changes(pool, ['*'], '');
    database.create('VDI', 'OpaqueRef:vdi', aRow('VDI', { SR: 'OpaqueRef:sr-a' }));
    database.create('VM', 'OpaqueRef:vm', aRow('VM'));
    for (const label of ['x', 'y']) database.set('VM', 'OpaqueRef:vm', { name_label: label });
    database.create('VM', 'OpaqueRef:gone', aRow('VM'));
    database.destroy('VM', 'OpaqueRef:gone');
    database.destroy('SR', 'OpaqueRef:sr-b');

    const batch = await changes(pool, ['*'], token);

    expect(told(batch)).toEqual(['add vm vm', 'add vdi vdi', 'mod sr sr-a', 'del sr sr-b']);
    expect(batch.valid_ref_counts).toMatchObject({ vm: 1, vdi: 1, sr: 1, host: 1, session: 1 });
    expect(batch.events.at(-1)).not.toHaveProperty('snapshot');
  });

  test('gathers a burst for 50 ms, but not for clients that wait for a task', async () => {
    const pool = await aPool();
    const token = async () => (await changes(pool, ['*'], '')).token;
    const delay = async (classes: readonly string[]) => {
      const args = [pool.session.ref, classes, await token(), 5];
      const { ms } = await pool.askDuring('event.from', args, {
        atMs: 20,
        run: () => databaseOf(pool).create('task', `OpaqueRef:${classes.join()}`, aRow('task')),
      });
      return ms;
    };

    expect([await delay(['task']), await delay(['task', 'vm'])]).toEqual([20, 50]);
  });

  test('sleeps through changes that are not asked for', async () => {
    const pool = await aPool();
    const { token } = await changes(pool, ['vm'], '');
    const run = () => databaseOf(pool).create('SR', 'OpaqueRef:sr', aRow('SR'));

    const { text, ms } = await pool.askDuring('event.from', [pool.session.ref, ['vm', 'sr/OpaqueRef:other'], token, 0.4], { atMs: 100, run });

    expect([batchOf(text).events, ms]).toEqual([[], 400]);
  });

  test('is silent about sessions and other rows that make no events', async () => {
    const pool = await aPool();
    const { token } = await changes(pool, ['*'], '');
    pool.openSession();
    databaseOf(pool).create('secret', 'OpaqueRef:secret', aRow('secret'));

    expect((await changes(pool, ['*', 'session', 'secret'], token)).events).toEqual([]);
  });

  test('ends with the session it runs in', async () => {
    const pool = await aPool();
    const other = pool.openSession();
    const [state] = pool.world.pools;
    const end = () => state !== undefined && endSession(state, other);

    const { text, ms } = await pool.askDuring('event.from', [other.ref, ['vm'], '', 5], { atMs: 300, run: () => void end() });

    expect([JSON.parse(text), ms]).toMatchObject([{ error: { message: 'SESSION_INVALID', data: [other.ref] } }, 300]);
  });

  test('brings what was injected, from the token that injecting returns', async () => {
    const pool = await aPool();
    const token = await answerOf(pool, 'event.inject', 'host', HOST);

    expect(told(await changes(pool, ['host'], String(token)))).toEqual(['mod host host']);
    expect(await answerOf(pool, 'event.inject', 'Host', HOST)).toEqual(['HANDLE_INVALID', 'Host', HOST]);
  });

  test('lets deletions beyond its memory show in the counts alone', async () => {
    const pool = await aPool();
    const database = databaseOf(pool);
    for (let index = 0; index < 600; index += 1) database.create('VBD', `OpaqueRef:${index}`, aRow('VBD'));
    const { token } = await changes(pool, ['vbd'], '');
    for (let index = 0; index < 600; index += 1) database.destroy('VBD', `OpaqueRef:${index}`);

    const batch = await changes(pool, ['vbd'], token);

    expect({ told: batch.events.length, counted: batch.valid_ref_counts['vbd'] }).toEqual({ told: 345, counted: 0 });
  });
});
