import { poolDatabaseXml } from '#simulator/world/database-file.ts';
import { okHead } from '#simulator/xapi-server/handlers/answers.ts';
import { underTask } from '#simulator/xapi-server/handlers/task-verdict.ts';
import type { HttpExchange, HttpHandlers } from '#simulator/xapi-server/routes.ts';

export const databaseDumpHandlers: HttpHandlers = { get_pool_xml_db_sync: sendDatabase };

/** Only the master has the database. */
async function sendDatabase(exchange: HttpExchange): Promise<void> {
  const { host, request, answer } = exchange;
  const { pool } = host;
  if (host !== pool.master) {
    exchange.redirect(pool.master);
    return;
  }
  await underTask(exchange, {
    label: 'Dumping database as XML',
    resultType: { kind: 'void' },
    run: async (transfer) => {
      answer(
        okHead(request, [
          ['task-id', transfer.task],
          ['content-type', 'application/octet-stream'],
        ]),
        poolDatabaseXml(pool),
      );
      return await Promise.resolve('');
    },
  });
}
