import type { HttpHandlers } from '#simulator/xapi-server/routes.ts';
import { blobHandlers } from './blob-handlers.ts';
import { consoleHandlers } from './console/console-handlers.ts';
import { rrdHandlers } from './metrics/rrd-handlers.ts';
import { databaseDumpHandlers } from './reports/database-dump-handlers.ts';
import { databaseRestoreHandlers } from './reports/database-restore-handlers.ts';
import { hostArchiveHandlers } from './reports/host-archive-handlers.ts';
import { statusReportHandlers } from './status-report-handlers.ts';
import { exportHandlers } from './transfer/export-handlers.ts';
import { importHandlers } from './transfer/import-handlers.ts';
import { rawDiskHandlers } from './transfer/raw-disk-handlers.ts';

/** Everything a host serves over plain HTTP. */
export const handlers: HttpHandlers = {
  ...blobHandlers,
  ...rrdHandlers,
  ...consoleHandlers,
  ...exportHandlers,
  ...importHandlers,
  ...rawDiskHandlers,
  ...databaseDumpHandlers,
  ...databaseRestoreHandlers,
  ...hostArchiveHandlers,
  ...statusReportHandlers,
};
