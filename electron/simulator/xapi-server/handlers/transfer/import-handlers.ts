import type { Writable } from 'node:stream';
import { map, ref, text } from '#simulator/world/fields.ts';
import { setTaskProgress } from '#simulator/world/tasks.ts';
import { NULL_REF, type Ref, type Value } from '#simulator/world/value.ts';
import type { PoolState } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { RefusedTransfer, underTask, type Transfer } from '#simulator/xapi-server/handlers/task-verdict.ts';
import type { HttpExchange, HttpHandlers, HttpRequest } from '#simulator/xapi-server/routes.ts';
import { PrematureEnd, type ByteQueue } from './byte-queue.ts';
import { beginUpload, blockCount, writeBlock } from './disk-contents.ts';
import { importObjects, type Imported } from './import-objects.ts';
import { readOva } from './ova-document.ts';
import { openArchive, readBlocks, readOvaBytes } from './read-archive.ts';
import { hostSeeing } from './visible-from.ts';

export const importHandlers: HttpHandlers = {
  put_import: (exchange) => importArchive(exchange, 'VM.import'),
  put_import_metadata: (exchange) => importArchive(exchange, 'VM.metadata_import'),
};

const VM_REFS = { kind: 'set', of: { kind: 'ref', class: 'VM' } } as const;

type ImportKind = 'VM.import' | 'VM.metadata_import';

async function importArchive(exchange: HttpExchange, kind: ImportKind): Promise<void> {
  const { world, host, request } = exchange;
  const { pool } = host;
  const sr = repositoryAsked(pool, request);
  const owner = hostSeeing(world, host, [sr]);
  if (owner !== undefined && owner !== host) {
    exchange.redirect(owner);
    return;
  }
  const answer: { sink?: Writable } = {};
  const run = async (transfer: Transfer): Promise<Value> => {
    setTaskProgress(pool, transfer.task, 0);
    assertMayReceive(pool, sr, { isSeen: owner !== undefined });
    if (request.headers.has('transfer-encoding')) throw new RefusedTransfer(403, new XapiError('IMPORT_ERROR_CANNOT_HANDLE_CHUNKED'));
    // The answer comes before the upload: only the task tells how it went.
    answer.sink = exchange.respond({ status: 200, reason: 'OK', version: '1.1', headers: headers(transfer.task) });
    return await receive(exchange, transfer, { sr, kind });
  };
  try {
    await underTask(exchange, { label: kind, resultType: VM_REFS, run });
  } catch (error) {
    if (answer.sink === undefined) throw error;
  }
  answer.sink?.end();
  exchange.body.resume();
}

function headers(task: Ref) {
  return [
    ['connection', 'close'],
    ['cache-control', 'no-cache, no-store'],
    ['task-id', task],
    ['content-type', 'application/octet-stream'],
  ] as const;
}

export function repositoryAsked(pool: PoolState, request: HttpRequest): Ref {
  const { database } = pool;
  const uuid = request.query.get('sr_uuid');
  const asked = request.query.get('sr_id') ?? (uuid === undefined ? undefined : database.refByUuid('SR', uuid));
  if (asked !== undefined) {
    database.get('SR', asked);
    return asked;
  }
  if (uuid !== undefined) throw new XapiError('UUID_INVALID', 'SR', uuid);
  const [self] = database.refs('pool');
  const standard = self === undefined ? undefined : ref(database.get('pool', self), 'default_SR');
  if (standard === undefined || database.find('SR', standard) === undefined) throw new XapiError('DEFAULT_SR_NOT_FOUND', standard ?? NULL_REF);
  return standard;
}

export function assertMayReceive(pool: PoolState, sr: Ref, { isSeen }: { readonly isSeen: boolean }): void {
  if (!isSeen) throw new XapiError('SR_HAS_NO_PBDS', sr);
  const isLibrary = text(pool.database.get('SR', sr), 'content_type') === 'iso';
  if (isLibrary) throw new RefusedTransfer(400, new XapiError('SR_OPERATION_NOT_SUPPORTED', sr));
}

async function receive(exchange: HttpExchange, transfer: Transfer, plan: { readonly sr: Ref; readonly kind: ImportKind }): Promise<Value> {
  const { world, host, request, body } = exchange;
  const isForced = request.query.get('force') === 'true';
  let imported: Imported | undefined;
  try {
    const archive = await openArchive(body);
    const document = readOva(host.pool.model, await readOvaBytes(archive));
    transfer.cancelled.throwIfAborted();
    imported = importObjects(world, host.pool, document, { sr: plan.sr, isRestore: request.query.get('restore') === 'true' });
    noteObjects(host.pool, transfer.task);
    if (request.query.get('dry_run') === 'true') imported.undo();
    else if (plan.kind === 'VM.import') await receiveDisks(exchange, transfer, { archive, imported, isForced });
    return imported.vms;
  } catch (error) {
    if (!isForced) imported?.undo();
    throw error instanceof PrematureEnd ? new XapiError('IMPORT_ERROR_PREMATURE_EOF') : error;
  }
}

/** A sign for clients that want to rewire networks while the disks still come. */
function noteObjects(pool: PoolState, task: Ref): void {
  const row = pool.database.find('task', task);
  if (row === undefined) return;
  pool.database.set('task', task, { other_config: { ...map(row, 'other_config'), object_creation: 'complete' } });
}

async function receiveDisks(
  { world, host }: HttpExchange,
  transfer: Transfer,
  job: { readonly archive: ByteQueue; readonly imported: Imported; readonly isForced: boolean },
): Promise<void> {
  const { database } = host.pool;
  const { disks } = job.imported;
  const missing = new Set(disks.keys());
  for (const disk of disks.values()) beginUpload(world, database.get('VDI', disk));
  for await (const { id, index, bytes } of readBlocks(job.archive, { ids: [...disks.keys()].sort(), isForced: job.isForced })) {
    transfer.cancelled.throwIfAborted();
    const row = database.get('VDI', disks.get(id) ?? NULL_REF);
    writeBlock(world, row, { index, bytes });
    if (index >= blockCount(row) - 1) missing.delete(id);
    transfer.progress(Math.min(1, (disks.size - missing.size + (index + 1) / Math.max(1, blockCount(row))) / (disks.size + 1)));
  }
  // The last block is always there, zeros or not.
  if (missing.size > 0) throw new PrematureEnd('the end of a disk is missing');
}
