import { buffer } from 'node:stream/consumers';
import { poolFromBackup, restartInto } from '#simulator/world/restore-database.ts';
import { okHead } from '#simulator/xapi-server/handlers/answers.ts';
import { underTask } from '#simulator/xapi-server/handlers/task-verdict.ts';
import type { HttpExchange, HttpHandlers } from '#simulator/xapi-server/routes.ts';

export const databaseRestoreHandlers: HttpHandlers = { put_pool_xml_db_sync: restoreDatabase };

/** Whoever is asked becomes the master of what it is given; it agrees before it has seen any of it, so only the task tells how it went. */
async function restoreDatabase(exchange: HttpExchange): Promise<void> {
  const { world, host, request, respond } = exchange;
  const answer = respond(okHead(request, []));
  try {
    await underTask(exchange, {
      label: 'Reading database as XML',
      resultType: { kind: 'void' },
      run: async ({ signal }) => {
        const bytes = await buffer(exchange.body);
        signal.throwIfAborted();
        const pool = poolFromBackup(host, bytes);
        if (request.query.get('dry_run') !== 'true') restartInto(world, host, pool);
        return '';
      },
    });
  } finally {
    answer.end();
    exchange.body.resume();
  }
}
