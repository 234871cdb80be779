import type { HttpExchange } from '#simulator/xapi-server/routes.ts';
import { handlers } from '#simulator/xapi-server/handlers/all-handlers.ts';
import { underTask } from '#simulator/xapi-server/handlers/task-verdict.ts';
import { endOf, writeOut } from '#simulator/xapi-server/handlers/transfer/write-out.ts';
import { named } from '#test/support/ask.ts';
import { aServedWorld, firstPool } from '#test/support/served-world.ts';
import { answerOrders } from './child.ts';

// A pool in a process of its own whose exports are as long as is asked, and of bytes that cost it nothing to make.
const PIECE = Buffer.alloc(1024 * 1024, 1);
const [, , pieces = '0'] = process.argv;

async function exportVm(exchange: HttpExchange): Promise<void> {
  await underTask(exchange, {
    label: 'VM.export',
    resultType: { kind: 'void' },
    run: async () => {
      const headers = [['connection', 'close']] as const;
      const sink = exchange.respond({ status: 200, reason: 'OK', version: '1.0', headers });
      for (let sent = 0; sent < Number(pieces); sent += 1) await writeOut(sink, PIECE);
      await endOf(sink);
      return '';
    },
  });
}

const served = await aServedWorld('two-hosts-iscsi', { handlers: { ...handlers, get_export: exportVm } });
const { master } = firstPool(served.world);
const about = {
  address: served.addressOf(master),
  fingerprint: served.fingerprintOf(master),
  login: served.login,
  vm: named(served.world, 'VM', 'spare'),
};
answerOrders(async () => await Promise.resolve(about));
