import { loadModel } from '#shared/xapi/load-model.ts';
import type { Model } from '#shared/xapi/model.ts';
import { newRow } from '#simulator/model/new-row.ts';
import { createDatabase, type Database } from '#simulator/world/database.ts';
import { relationsOf } from '#simulator/world/relations.ts';
import { tableNamesOf } from '#simulator/world/schema.ts';
import type { Row } from '#simulator/world/value.ts';
import { recordedWorld, type RecordedWorld } from '#test/support/recorded-world.ts';

export const newestModel: Model = await loadModel();

/** An empty database of the newest release. */
export function aDatabase(): Database {
  return createDatabase({ tables: tableNamesOf(newestModel), relations: relationsOf(newestModel) });
}

export function aRow(table: string, given: Row = {}): Row {
  return newRow(newestModel, table, given);
}

export const HOST = 'OpaqueRef:host';
const POOL = 'OpaqueRef:pool';

/** A pool of one host and nothing else, asked over the dispatcher. */
export function aPool(): Promise<RecordedWorld> {
  const contents = [
    { table: 'host', ref: HOST, row: aRow('host', { uuid: 'host-uuid' }), created: 2, modified: 2 },
    { table: 'pool', ref: POOL, row: aRow('pool', { uuid: 'pool-uuid', master: HOST }), created: 3, modified: 3 },
  ];
  return recordedWorld({ contents, master: HOST, startMs: 0 });
}

export function databaseOf({ world }: RecordedWorld): Database {
  const [pool] = world.pools;
  if (pool === undefined) throw new RangeError('the world has no pool');
  return pool.database;
}

/** The result, or the error as code and parameters. */
export async function answerOf(pool: RecordedWorld, method: string, ...parameters: readonly unknown[]): Promise<unknown> {
  const { text } = await pool.ask(method, [pool.session.ref, ...parameters]);
  const answer = JSON.parse(text) as { result?: unknown; error?: { message: string; data: readonly string[] } };
  return answer.error === undefined ? answer.result : [answer.error.message, ...answer.error.data];
}
