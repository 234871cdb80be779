import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { flag, list, number, ref, text } from '#simulator/world/fields.ts';
import { addDisk, removeDisk } from '#simulator/world/storage/disk-rows.ts';
import type { Ref, Row, Value } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { RefusedTransfer, underTask, type Transfer } from '#simulator/xapi-server/handlers/task-verdict.ts';
import { HttpFailure, type HttpExchange, type HttpHandlers, type HttpRequest } from '#simulator/xapi-server/routes.ts';
import { byteQueue } from './byte-queue.ts';
import { beginUpload, blockCount, discardUpload, DISK_BLOCK_BYTES, readBlock, writeBlock } from './disk-contents.ts';
import { assertMayReceive, repositoryAsked } from './import-handlers.ts';
import { hostSeeing } from './visible-from.ts';

export const rawDiskHandlers: HttpHandlers = { get_export_raw_vdi: exportRaw, put_import_raw_vdi: importRaw };

const VDI_REF = { kind: 'ref', class: 'VDI' } as const;
const NOTHING = { kind: 'void' } as const;

/** In a parameter or at the end of the path. */
function assertRaw(request: HttpRequest): void {
  const format = request.query.get('format') ?? /\.(\w+)$/.exec(request.path)?.[1] ?? 'raw';
  if (format !== 'raw') throw new RefusedTransfer(404, new XapiError('INTERNAL_ERROR', `Unknown format ${format}`));
}

function diskAsked(pool: PoolState, request: HttpRequest): Ref | undefined {
  const asked = request.query.get('vdi');
  if (asked === undefined) return undefined;
  const self = pool.database.refByUuid('VDI', asked) ?? asked;
  pool.database.get('VDI', self);
  return self;
}

function repositoryOf(pool: PoolState, disk: Ref): Ref {
  return ref(pool.database.get('VDI', disk), 'SR') ?? '';
}

/** A running VM may be writing to it. */
function assertAtRest(pool: PoolState, disk: Ref, operation: string): void {
  const slots = list(pool.database.get('VDI', disk), 'VBDs').map((slot) => pool.database.get('VBD', slot));
  if (slots.some((slot) => flag(slot, 'currently_attached') && text(slot, 'mode') === 'RW')) throw new XapiError('VDI_IN_USE', disk, operation);
}

async function exportRaw(exchange: HttpExchange): Promise<void> {
  const { world, host, request } = exchange;
  const { pool } = host;
  const disk = diskAsked(pool, request);
  if (disk === undefined) throw new HttpFailure(400);
  const owner = hostSeeing(world, host, [repositoryOf(pool, disk)]);
  if (owner !== undefined && owner !== host) {
    exchange.redirect(owner);
    return;
  }
  await underTask(exchange, {
    label: 'VDI.export_raw',
    resultType: NOTHING,
    run: async (transfer) => {
      if (owner === undefined) throw new XapiError('SR_HAS_NO_PBDS', repositoryOf(pool, disk));
      assertRaw(request);
      assertAtRest(pool, disk, 'export');
      const row = pool.database.get('VDI', disk);
      const sink = exchange.respond({ status: 200, reason: 'OK', version: '1.1', headers: headers(transfer.task, `${text(row, 'uuid')}.raw`) });
      await pipeline(blocksOf(world, row, transfer), sink, { signal: transfer.signal });
      return '';
    },
  });
}

function headers(task: Ref, fileName: string | undefined) {
  return [
    ['connection', 'close'],
    ['cache-control', 'no-cache, no-store'],
    ['task-id', task],
    ['content-type', 'application/octet-stream'],
    ...(fileName === undefined ? [] : [['Content-Disposition', `attachment; filename="${fileName}"`] as const]),
  ] as const;
}

function* blocksOf(world: World, disk: Row, transfer: Transfer): Generator<Uint8Array> {
  const count = blockCount(disk);
  for (let index = 0; index < count; index += 1) {
    yield readBlock(world, disk, index);
    transfer.progress((index + 1) / count);
  }
}

/** Into a disk that is there, or a new one of the upload's length. */
async function importRaw(exchange: HttpExchange): Promise<void> {
  const { world, host, request } = exchange;
  const { pool } = host;
  const existing = diskAsked(pool, request);
  const sr = existing === undefined ? repositoryAsked(pool, request) : repositoryOf(pool, existing);
  const owner = hostSeeing(world, host, [sr]);
  if (owner !== undefined && owner !== host) {
    exchange.redirect(owner);
    return;
  }
  const answer: { sink?: Writable } = {};
  const run = async (transfer: Transfer): Promise<Value> => {
    assertMayReceive(pool, sr, { isSeen: owner !== undefined });
    assertRaw(request);
    if (request.headers.has('transfer-encoding') || request.query.has('chunked')) {
      throw new RefusedTransfer(403, new XapiError('IMPORT_ERROR_CANNOT_HANDLE_CHUNKED'));
    }
    answer.sink = exchange.respond({ status: 200, reason: 'OK', version: '1.1', headers: headers(transfer.task, undefined) });
    if (existing !== undefined) {
      assertAtRest(pool, existing, 'import');
      await receive(exchange, transfer, existing);
      return '';
    }
    return await receiveNew(exchange, transfer, sr);
  };
  try {
    await underTask(exchange, { label: 'VDI.import', resultType: existing === undefined ? VDI_REF : NOTHING, run });
  } catch (error) {
    if (answer.sink === undefined) throw error;
  }
  answer.sink?.end();
  exchange.body.resume();
}

async function receiveNew(exchange: HttpExchange, transfer: Transfer, sr: Ref): Promise<Ref> {
  const { world, host, request } = exchange;
  const { pool } = host;
  const sizeBytes = Number(request.headers.get('content-length') ?? '0');
  const disk = addDisk(world, pool, { sr, sizeBytes, usedBytes: sizeBytes, fields: { name_label: 'Imported VDI', name_description: '' } });
  try {
    await receive(exchange, transfer, disk);
    return disk;
  } catch (error) {
    discardUpload(world, text(pool.database.get('VDI', disk), 'uuid'));
    removeDisk(pool, disk);
    throw error;
  }
}

async function receive({ world, host, body }: HttpExchange, transfer: Transfer, disk: Ref): Promise<void> {
  const row = host.pool.database.get('VDI', disk);
  const queue = byteQueue(body);
  const size = number(row, 'virtual_size');
  beginUpload(world, row);
  for (let at = 0; at < size; at += DISK_BLOCK_BYTES) {
    const bytes = await queue.takeUpTo(Math.min(DISK_BLOCK_BYTES, size - at));
    transfer.cancelled.throwIfAborted();
    if (bytes.length === 0) return;
    writeBlock(world, row, { index: at / DISK_BLOCK_BYTES, bytes });
    transfer.progress(Math.min(1, (at + bytes.length) / size));
  }
}
