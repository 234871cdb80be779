import { createGunzip, createZstdDecompress } from 'node:zlib';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { XapiError } from '#simulator/world/xapi-error.ts';
import { matchesChecksum } from './block-checksum.ts';
import { byteQueue, PrematureEnd, type ByteQueue } from './byte-queue.ts';
import { DISK_BLOCK_BYTES } from './disk-contents.ts';
import { OVA_NAME } from './ova-document.ts';
import { paddingAfter, readTarHeader, TAR_BLOCK_BYTES, TarError, type TarHeader } from './tar.ts';

/** Nobody describes a VM in more than this. */
const OVA_LIMIT_BYTES = 16 * 1024 * 1024;

export interface ArchivedBlock {
  /** Of the disk, inside the export. */
  readonly id: string;
  readonly index: number;
  readonly bytes: Uint8Array;
}

/** Undoes compression, which shows in the first bytes. */
export async function openArchive(body: Readable): Promise<ByteQueue> {
  const plain = byteQueue(body);
  const magic = await plain.takeUpTo(4);
  const pieces = restOf(magic, plain);
  if (magic[0] === 0x1f && magic[1] === 0x8b) return byteQueue(through(pieces, createGunzip()));
  if (magic.length === 4 && magic.readUInt32LE() === 0xfd2fb528) return byteQueue(through(pieces, createZstdDecompress()));
  return byteQueue(pieces);
}

async function* restOf(first: Buffer, queue: ByteQueue): AsyncGenerator<Buffer> {
  for (let piece = first; piece.length > 0; piece = await queue.takeUpTo(256 * 1024)) yield piece;
}

async function* through(pieces: AsyncIterable<Buffer>, decompressor: NodeJS.ReadWriteStream & AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const done = pipeline(Readable.from(pieces), decompressor).catch((error: unknown) => error);
  try {
    yield* decompressor;
  } catch {
    throw new PrematureEnd('the compressed stream breaks off');
  }
  await done;
}

export async function readOvaBytes(archive: ByteQueue): Promise<Uint8Array> {
  const header = await nextHeader(archive);
  if (header === undefined) throw new PrematureEnd('an empty archive');
  if (header.name !== OVA_NAME) throw new XapiError('IMPORT_ERROR_UNEXPECTED_FILE', OVA_NAME, header.name);
  if (header.size > OVA_LIMIT_BYTES) throw new XapiError('IMPORT_ERROR', `Failure("${OVA_NAME} of ${header.size} bytes")`);
  return await contentOf(archive, header);
}

async function nextHeader(archive: ByteQueue): Promise<TarHeader | undefined> {
  const block = await archive.take(TAR_BLOCK_BYTES);
  try {
    return readTarHeader(block);
  } catch (error) {
    if (error instanceof TarError) throw new XapiError('IMPORT_ERROR', `Failure("${error.message}")`);
    throw error;
  }
}

async function contentOf(archive: ByteQueue, { size }: TarHeader): Promise<Buffer> {
  const content = await archive.take(size);
  await archive.take(paddingAfter(size));
  return content;
}

const BLOCK_NAME = /^(.+)\/(\d{8,})$/;

interface Expected {
  readonly ids: readonly string[];
  /** Whether wrong checksums are let pass. */
  readonly isForced: boolean;
}

interface NamedBytes {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The blocks of the disks, each checked against the checksum that follows it. */
export async function* readBlocks(archive: ByteQueue, expected: Expected): AsyncGenerator<ArchivedBlock> {
  let before: NamedBytes | undefined;
  for (let header = await nextHeader(archive); header !== undefined; header = await nextHeader(archive)) {
    if (before !== undefined && header.name.startsWith(`${before.name}.`)) {
      assertIntact(before, { name: header.name, bytes: await contentOf(archive, header) }, expected);
      continue;
    }
    const place = placeOf(header, expected);
    before = { name: header.name, bytes: await contentOf(archive, header) };
    yield { ...place, bytes: before.bytes };
  }
}

function assertIntact(block: NamedBytes, checksum: NamedBytes, { isForced }: Expected): void {
  const extension = checksum.name.slice(block.name.length);
  const isGood = matchesChecksum(block.bytes, extension, checksum.bytes.toString('latin1'));
  if (isGood === false && !isForced) throw new XapiError('IMPORT_ERROR_SOME_CHECKSUMS_FAILED');
}

function placeOf({ name, size }: TarHeader, { ids }: Expected): { readonly id: string; readonly index: number } {
  const [, id, number] = BLOCK_NAME.exec(name) ?? [];
  if (id !== undefined && ids.includes(id) && size <= DISK_BLOCK_BYTES) return { id, index: Number(number) };
  throw new XapiError('IMPORT_ERROR_UNEXPECTED_FILE', `${ids[0] ?? OVA_NAME}/00000000`, name);
}
