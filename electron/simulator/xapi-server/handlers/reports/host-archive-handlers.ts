import { buffer } from 'node:stream/consumers';
import { hostNow } from '#simulator/world/times.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { okHead } from '#simulator/xapi-server/handlers/answers.ts';
import { underTask } from '#simulator/xapi-server/handlers/task-verdict.ts';
import { tarEnd, tarEntry } from '#simulator/xapi-server/handlers/transfer/tar.ts';
import { endOf, writeOut } from '#simulator/xapi-server/handlers/transfer/write-out.ts';
import type { HttpExchange, HttpHandlers } from '#simulator/xapi-server/routes.ts';

export const hostArchiveHandlers: HttpHandlers = { get_host_backup: sendSystem, put_host_restore: takeSystem };

/** A little of the control domain; on the real one it is most of its file system. */
async function sendSystem(exchange: HttpExchange): Promise<void> {
  const { world, host, request } = exchange;
  const sink = exchange.respond(okHead(request, []));
  await underTask(exchange, {
    label: 'Downloading host backup',
    resultType: { kind: 'void' },
    run: async (transfer) => {
      const seconds = hostNow(world, host) / 1000;
      const files = [
        ['etc/xensource-inventory', `INSTALLATION_UUID='${host.uuid}'\n`],
        ['etc/xensource/pool.conf', host.role.is === 'master' ? 'master' : `slave:${host.role.masterAddress}`],
      ] as const;
      for (const [index, [name, content]] of files.entries()) {
        transfer.signal.throwIfAborted();
        await writeOut(sink, tarEntry(name, content, seconds));
        transfer.progress((index + 1) / (files.length + 1));
      }
      await writeOut(sink, tarEnd());
      await endOf(sink);
      return '';
    },
  });
}

const MAGIC_AT = 257;

/** Unpacked beside the running system, which never notices; the script only minds what it cannot unpack. */
async function takeSystem(exchange: HttpExchange): Promise<void> {
  const answer = exchange.respond(okHead(exchange.request, []));
  try {
    await underTask(exchange, {
      label: 'Uploading host backup',
      resultType: { kind: 'void' },
      run: async ({ signal }) => {
        const bytes = await buffer(exchange.body);
        signal.throwIfAborted();
        const isArchive = bytes.subarray(MAGIC_AT, MAGIC_AT + 5).toString('latin1') === 'ustar';
        if (!isArchive) throw new XapiError('RESTORE_SCRIPT_FAILED', 'tar: This does not look like a tar archive');
        return '';
      },
    });
  } finally {
    answer.end();
    exchange.body.resume();
  }
}
