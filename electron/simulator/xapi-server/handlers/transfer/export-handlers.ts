import { createGzip, createZstdCompress } from 'node:zlib';
import { pipeline } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { flag, list, map, number, ref, text } from '#simulator/world/fields.ts';
import { assertAllowed } from '#simulator/world/operations/rules.ts';
import { begin, end } from '#simulator/world/operations/with-operation.ts';
import { profileOf } from '#simulator/model/profiles.ts';
import type { Ref } from '#simulator/world/value.ts';
import type { PoolState, World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { HttpFailure, type HttpExchange, type HttpHandlers, type HttpRequest } from '#simulator/xapi-server/routes.ts';
import { underTask, type Transfer } from '#simulator/xapi-server/handlers/task-verdict.ts';
import { collectObjects, type Collected } from './collect-objects.ts';
import { blockChecksum } from './block-checksum.ts';
import { blockCount, DISK_BLOCK_BYTES, readBlock, writtenBlocks } from './disk-contents.ts';
import { exportVersion, OVA_NAME, writeOva } from './ova-document.ts';
import { tarEnd, tarEntry } from './tar.ts';
import { hostSeeing } from './visible-from.ts';
import { endOf, writeOut } from './write-out.ts';

export const exportHandlers: HttpHandlers = { get_export: exportVm, get_export_metadata: exportMetadata };

const NOTHING = { kind: 'void' } as const;

async function exportVm(exchange: HttpExchange): Promise<void> {
  const { world, host, request } = exchange;
  const { pool } = host;
  const vm = vmAsked(pool, request);
  const disks = disksToSend(pool, vm, keepsPowerState(request));
  const owner = hostSeeing(
    world,
    host,
    disks.flatMap((disk) => ref(pool.database.get('VDI', disk), 'SR') ?? []),
  );
  if (owner !== undefined && owner !== host) {
    exchange.redirect(owner);
    return;
  }
  await underTask(exchange, {
    label: 'VM.export',
    resultType: NOTHING,
    run: async (transfer) => {
      if (owner === undefined) throw new XapiError('NO_HOSTS_AVAILABLE');
      await whileExporting(pool, { vm, transfer, operation: 'export' }, () => stream(exchange, transfer, { vm, disks }));
      return '';
    },
  });
}

async function whileExporting(
  pool: PoolState,
  job: { readonly vm: Ref; readonly transfer: Transfer; readonly operation: 'export' | 'metadata_export' },
  work: () => Promise<void>,
): Promise<void> {
  const operation = { table: 'VM', self: job.vm, name: job.operation };
  assertAllowed(pool, 'VM', job.vm, job.operation);
  begin(pool, operation, job.transfer.task);
  try {
    await work();
  } finally {
    end(pool, operation, job.transfer.task);
  }
}

function vmAsked(pool: PoolState, request: HttpRequest): Ref {
  const self = request.query.get('ref');
  if (self !== undefined) {
    pool.database.get('VM', self);
    return self;
  }
  const uuid = request.query.get('uuid');
  if (uuid === undefined) throw new HttpFailure(500, 'Not_found');
  const found = pool.database.refByUuid('VM', uuid);
  if (found === undefined) throw new XapiError('UUID_INVALID', 'VM', uuid);
  return found;
}

function keepsPowerState(request: HttpRequest): boolean {
  return request.query.get('preserve_power_state') === 'true';
}

/** Discs are not part of an export: whoever imports has their own. */
function disksToSend(pool: PoolState, vm: Ref, withMemory: boolean): readonly Ref[] {
  const { database } = pool;
  const row = database.get('VM', vm);
  const slots = list(row, 'VBDs').map((vbd) => database.get('VBD', vbd));
  const disks = slots.filter((slot) => text(slot, 'type') !== 'CD' && !flag(slot, 'empty')).flatMap((slot) => ref(slot, 'VDI') ?? []);
  const image = withMemory && text(row, 'power_state') === 'Suspended' ? ref(row, 'suspend_VDI') : undefined;
  return [...(image === undefined ? [] : [image]), ...disks].filter((disk) => {
    const sr = ref(database.get('VDI', disk), 'SR');
    return sr !== undefined && text(database.get('SR', sr), 'content_type') !== 'iso';
  });
}

function headers(task: Ref) {
  return [
    ['Connection', 'close'],
    ['Cache-Control', 'no-cache, no-store'],
    ['task-id', task],
    ['Content-Type', 'application/octet-stream'],
    ['Content-Disposition', 'attachment; filename="export.xva"'],
  ] as const;
}

async function stream(exchange: HttpExchange, transfer: Transfer, content: { readonly vm: Ref; readonly disks: readonly Ref[] }): Promise<void> {
  const { world, host, request } = exchange;
  const sink = exchange.respond({ status: 200, reason: 'OK', version: '1.0', headers: headers(transfer.task) });
  const collected = collectObjects(host.pool, { vms: [content.vm], keepsPowerState: keepsPowerState(request), hasSnapshots: false });
  const pieces = archive(world, host.pool, { collected, disks: content.disks, transfer });
  const compressor = compressorFor(request.query.get('use_compression'));
  if (compressor === undefined) await pipeline(pieces, sink, { signal: transfer.signal });
  else await pipeline(pieces, compressor, sink, { signal: transfer.signal });
}

function compressorFor(name: string | undefined): (Writable & NodeJS.ReadWriteStream) | undefined {
  if (name === 'true' || name === 'gzip') return createGzip();
  return name === 'zstd' ? createZstdCompress() : undefined;
}

async function* archive(
  world: World,
  pool: PoolState,
  content: { readonly collected: Collected; readonly disks: readonly Ref[]; readonly transfer: Transfer },
): AsyncGenerator<Uint8Array> {
  const { collected, transfer } = content;
  yield tarEntry(OVA_NAME, ovaText(pool, collected));
  const named = content.disks.map((disk) => ({ id: collected.idOf(disk) ?? '', row: pool.database.get('VDI', disk) }));
  const total = named.reduce((sum, { row }) => sum + number(row, 'virtual_size'), 0);
  let done = 0;
  for (const { id, row } of named.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const last = blockCount(row) - 1;
    const blocks = new Set([0, ...writtenBlocks(world, row), Math.max(0, last)]);
    for (const index of [...blocks].sort((a, b) => a - b)) {
      const name = `${id}/${String(index).padStart(8, '0')}`;
      const bytes = readBlock(world, row, index);
      yield tarEntry(name, bytes);
      const checksum = blockChecksum(profileOf(pool.profile), bytes);
      yield tarEntry(`${name}${checksum.extension}`, checksum.text);
      transfer.progress(Math.min(1, (done + (index + 1) * DISK_BLOCK_BYTES) / total));
    }
    done += number(row, 'virtual_size');
  }
  yield tarEnd();
}

function ovaText(pool: PoolState, { objects }: Collected): string {
  const master = pool.database.find('host', pool.master.ref) ?? {};
  const software = Object.fromEntries(Object.entries(map(master, 'software_version')).map(([key, value]) => [key, String(value)]));
  return writeOva(pool.model, { version: exportVersion({ ...software, hostname: text(master, 'hostname') }), objects });
}

async function exportMetadata(exchange: HttpExchange): Promise<void> {
  const { host, request } = exchange;
  const { pool } = host;
  await underTask(exchange, {
    label: 'VM.export_metadata',
    resultType: NOTHING,
    run: async (transfer) => {
      const vms = request.query.get('all') === 'true' ? allVms(pool, request) : [vmAsked(pool, request)];
      const isSnapshot = vms.length === 1 && flag(pool.database.get('VM', vms[0] ?? ''), 'is_a_snapshot');
      if (isSnapshot) throw new XapiError('OPERATION_NOT_ALLOWED', 'Exporting metadata of a snapshot is not allowed');
      const hasSnapshots = request.query.get('export_snapshots') !== 'false';
      const collected = collectObjects(pool, { vms, keepsPowerState: true, hasSnapshots });
      const body = Buffer.concat([tarEntry(OVA_NAME, ovaText(pool, collected)), tarEnd()]);
      const sink = exchange.respond({
        status: 200,
        reason: 'OK',
        version: '1.0',
        headers: [...headers(transfer.task), ['Content-Length', String(body.length)]],
      });
      await writeOut(sink, body);
      await endOf(sink);
      return '';
    },
  });
}

/** Templates that came with the product are everywhere already. */
function allVms(pool: PoolState, request: HttpRequest): readonly Ref[] {
  const withControlDomains = request.query.get('include_dom0') !== 'false';
  return pool.database.refs('VM').filter((vm) => {
    const row = pool.database.get('VM', vm);
    const isDefaultTemplate =
      flag(row, 'is_default_template') || (flag(row, 'is_a_template') && map(row, 'other_config')['default_template'] === 'true');
    return !isDefaultTemplate && (withControlDomains || !flag(row, 'is_control_domain'));
  });
}
