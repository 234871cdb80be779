import { describe, expect, test } from 'vitest';
import type { RecordedWorld } from '#test/support/recorded-world.ts';
import { answerOf, aPool, databaseOf } from './a-pool.ts';

interface Told {
  readonly events: readonly { readonly operation: string; readonly snapshot?: { readonly name: string } }[];
  readonly token: string;
}

const file = (pool: RecordedWorld, name: string) => answerOf(pool, 'message.create', name, 3, 'Host', 'host-uuid', 'body');
const tell = async (pool: RecordedWorld, token: string) => (await answerOf(pool, 'event.from', ['message'], token, 0)) as Told;
const told = ({ events }: Told) => events.map(({ operation, snapshot }) => `${operation} ${snapshot?.name ?? ''}`.trim());

describe('alerts', () => {
  test('are listed newest first and told oldest first', async () => {
    const pool = await aPool();
    const refs = [await file(pool, 'one'), await file(pool, 'two')];

    expect(await answerOf(pool, 'message.get_all')).toEqual(refs.toReversed());
    expect(told(await tell(pool, ''))).toEqual(['add one', 'add two']);
  });

  test('are told by a token of their own, whose number comes from the database', async () => {
    const pool = await aPool();
    const generation = databaseOf(pool).generation();
    const first = await file(pool, 'one');
    const { token } = await tell(pool, '');
    await file(pool, 'two');
    await answerOf(pool, 'message.destroy', first);

    expect(token).toBe(`${'0'.repeat(20)},${String(generation + 1).padStart(20, '0')}`);
    expect(told(await tell(pool, token))).toEqual(['add two', 'del']);
  });

  test('wake a client that waits for them', async () => {
    const pool = await aPool();
    const waiting = pool.askDuring('event.from', [pool.session.ref, ['message'], '', 5], { atMs: 200, run: () => void file(pool, 'one') });

    expect((await waiting).ms).toBe(200);
  });

  test('can be asked for by object, by date and by a filter that does not mind missing fields', async () => {
    const pool = await aPool();
    const early = await file(pool, 'early');
    pool.world.clock.advance(60_000);
    const late = await file(pool, 'late');
    const keys = async (method: string, ...parameters: unknown[]) => Object.keys((await answerOf(pool, method, ...parameters)) as object);

    expect(await keys('message.get', 'Host', 'host-uuid', '19700101T00:00:30Z')).toEqual([late]);
    expect(await keys('message.get', 'VM', 'host-uuid', '19690101T00:00:00Z')).toEqual([]);
    expect(await keys('message.get_since', '19690101T00:00:00Z')).toEqual([late, early]);
    expect(await keys('message.get_all_records_where', 'field "name"="early"')).toEqual([early]);
    expect(await keys('message.get_all_records_where', 'not field "nope"="early"')).toEqual([]);
  });

  test('are refused for an object that is not there', async () => {
    const pool = await aPool();

    expect(await answerOf(pool, 'message.create', 'name', 3, 'VM', 'nope', '')).toEqual(['UUID_INVALID', 'VM', 'nope']);
    expect(await answerOf(pool, 'message.get_by_uuid', 'nope')).toEqual(['UUID_INVALID', 'message', 'nope']);
  });

  test('can be destroyed together', async () => {
    const pool = await aPool();
    const refs = [await file(pool, 'one'), await file(pool, 'two')];
    expect(await answerOf(pool, 'message.destroy_many', refs)).toBe('');
    await file(pool, 'three');
    expect(await answerOf(pool, 'message.destroy_all', { colour: 'red' })).toEqual(['INVALID_VALUE', 'colour', 'red']);
    expect(await answerOf(pool, 'message.destroy_all', { priority: '4' })).toBe('');
    expect(await answerOf(pool, 'message.get_all')).toHaveLength(1);
    expect(await answerOf(pool, 'message.destroy_all', { priority: '3', after: '19690101T00:00:00Z' })).toBe('');
    expect(await answerOf(pool, 'message.get_all')).toEqual([]);
  });
});
