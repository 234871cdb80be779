import { hostNow } from '#simulator/world/times.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { answerDocument } from '#simulator/xapi-server/handlers/answers.ts';
import { underTask } from '#simulator/xapi-server/handlers/task-verdict.ts';
import { tarEnd, tarEntry } from '#simulator/xapi-server/handlers/transfer/tar.ts';
import { endOf, writeOut } from '#simulator/xapi-server/handlers/transfer/write-out.ts';
import type { HttpExchange, HttpHandlers } from '#simulator/xapi-server/routes.ts';
import { capabilitiesXml, reportFiles, reportFolder } from '#simulator/world/status-report.ts';

export const statusReportHandlers: HttpHandlers = { get_system_status: sendStatus };

/** Of unknown length and slow to begin, as clients know it. */
async function sendStatus(exchange: HttpExchange): Promise<void> {
  const { world, host, request } = exchange;
  if (request.query.has('list')) {
    answerDocument(exchange, { type: 'text/xml', body: capabilitiesXml() });
    return;
  }
  await underTask(exchange, {
    label: 'Downloading host system status',
    resultType: { kind: 'void' },
    run: async (transfer) => {
      if ((request.query.get('output') ?? 'tar') !== 'tar') throw new XapiError('SYSTEM_STATUS_MUST_USE_TAR_ON_OEM');
      const entries = request.query.get('entries');
      const files = reportFiles(world, host, entries === undefined ? undefined : new Set(entries.split(',')));
      const sink = exchange.respond({ status: 200, reason: 'OK', version: '1.0', headers: headers(transfer.task) });
      const folder = reportFolder(world, host);
      for (const [position, file] of files.entries()) {
        await writeOut(sink, tarEntry(`${folder}/${file.name}`, file.content, hostNow(world, host) / 1000));
        transfer.progress((position + 1) / (files.length + 1));
      }
      await writeOut(sink, tarEnd());
      await endOf(sink);
      return '';
    },
  });
}

function headers(task: string) {
  return [
    ['connection', 'close'],
    ['cache-control', 'no-cache, no-store'],
    ['task-id', task],
    ['content-type', 'application/x-tar'],
    ['Content-Disposition', 'attachment; filename="system_status.tar"'],
  ] as const;
}
