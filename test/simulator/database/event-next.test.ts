import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { answerOf, aPool, aRow, databaseOf } from './a-pool.ts';

describe('the old event API', () => {
  test('wants a registration first', async () => {
    const pool = await aPool();
    const track = createHash('md5').update(pool.session.ref).digest('hex');

    expect(await answerOf(pool, 'event.next')).toEqual(['SESSION_NOT_REGISTERED', `trackid=${track}`]);
  });

  test('tells every change in its order, also of objects that are gone', async () => {
    const pool = await aPool();
    const database = databaseOf(pool);
    await answerOf(pool, 'event.register', ['vm']);
    database.create('VM', 'OpaqueRef:vm', aRow('VM'));
    database.set('VM', 'OpaqueRef:vm', { name_label: 'x' });
    database.create('SR', 'OpaqueRef:sr', aRow('SR'));
    database.destroy('VM', 'OpaqueRef:vm');

    const events = (await answerOf(pool, 'event.next')) as { id: string; operation: string }[];

    expect(events.map(({ id, operation }) => [Number(id), operation])).toEqual([
      [1, 'add'],
      [2, 'mod'],
      [4, 'del'],
    ]);
    expect(await answerOf(pool, 'event.get_current_id')).toBe(4);
  });

  test('waits for the next change, a fifth of a second at least', async () => {
    const pool = await aPool();
    await answerOf(pool, 'event.register', ['*']);
    const run = () => databaseOf(pool).create('SR', 'OpaqueRef:sr', aRow('SR'));

    expect((await pool.askDuring('event.next', [pool.session.ref], { atMs: 500, run })).ms).toBe(500);
    expect((await pool.askDuring('event.next', [pool.session.ref], { atMs: 10, run: () => databaseOf(pool).touch('SR', 'OpaqueRef:sr') })).ms).toBe(
      200,
    );
  });

  test('says so when it forgot what a slow listener has not read', async () => {
    const pool = await aPool();
    await answerOf(pool, 'event.register', ['sr']);
    databaseOf(pool).create('SR', 'OpaqueRef:sr', aRow('SR'));
    for (let touched = 0; touched < 6000; touched += 1) databaseOf(pool).touch('SR', 'OpaqueRef:sr');

    expect(await answerOf(pool, 'event.next')).toEqual(['EVENTS_LOST']);
  });

  test('stops telling of classes that were unregistered', async () => {
    const pool = await aPool();
    await answerOf(pool, 'event.register', ['sr', 'vm']);
    await answerOf(pool, 'event.unregister', ['sr']);
    databaseOf(pool).create('SR', 'OpaqueRef:sr', aRow('SR'));
    databaseOf(pool).create('VM', 'OpaqueRef:vm', aRow('VM'));

    expect(await answerOf(pool, 'event.next')).toMatchObject([{ class: 'vm' }]);
  });
});
