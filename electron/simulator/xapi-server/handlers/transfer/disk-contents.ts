import { number, text } from '#simulator/world/fields.ts';
import type { Row } from '#simulator/world/value.ts';
import type { World } from '#simulator/world/world.ts';
import { XapiError } from '#simulator/world/xapi-error.ts';

export const DISK_BLOCK_BYTES = 1024 * 1024;
/** What was uploaded is kept in memory, all of it or nothing. */
const UPLOAD_LIMIT_BYTES = 512 * 1024 * 1024;

interface Uploads {
  /** By uuid of the disk, then by block. */
  readonly disks: Map<string, Map<number, Uint8Array>>;
  bytes: number;
}

/** A world's disks are rows; only what a client has uploaded exists as bytes. */
const uploads = new WeakMap<World, Uploads>();

function uploadsOf(world: World): Uploads {
  const known = uploads.get(world) ?? { disks: new Map<string, Map<number, Uint8Array>>(), bytes: 0 };
  uploads.set(world, known);
  return known;
}

export function blockCount(disk: Row): number {
  return Math.ceil(number(disk, 'virtual_size') / DISK_BLOCK_BYTES);
}

function blockLength(disk: Row, index: number): number {
  return Math.min(DISK_BLOCK_BYTES, number(disk, 'virtual_size') - index * DISK_BLOCK_BYTES);
}

/** Blocks that are not all zeros, in order. A disk nobody uploaded bears its name at both ends. */
export function writtenBlocks(world: World, disk: Row): readonly number[] {
  const uploaded = uploadsOf(world).disks.get(text(disk, 'uuid'));
  if (uploaded !== undefined) return [...uploaded.keys()].sort((a, b) => a - b);
  const last = blockCount(disk) - 1;
  return last <= 0 ? [0] : [0, last];
}

export function readBlock(world: World, disk: Row, index: number): Uint8Array {
  const length = blockLength(disk, index);
  const block = Buffer.alloc(Math.max(0, length));
  const uploaded = uploadsOf(world).disks.get(text(disk, 'uuid'));
  if (uploaded !== undefined) {
    block.set(uploaded.get(index)?.subarray(0, block.length) ?? []);
  } else if (writtenBlocks(world, disk).includes(index)) {
    block.write(`disk ${text(disk, 'uuid')} block ${index}\n`, 0, 'latin1');
  }
  return block;
}

/** From here on the disk holds what is written to it and nothing else. */
export function beginUpload(world: World, disk: Row): void {
  discardUpload(world, text(disk, 'uuid'));
  uploadsOf(world).disks.set(text(disk, 'uuid'), new Map());
}

export function writeBlock(world: World, disk: Row, block: { readonly index: number; readonly bytes: Uint8Array }): void {
  if (block.bytes.every((byte) => byte === 0)) return;
  const all = uploadsOf(world);
  if (all.bytes + block.bytes.length > UPLOAD_LIMIT_BYTES) throw new XapiError('VDI_IO_ERROR', 'Device I/O errors');
  all.disks.get(text(disk, 'uuid'))?.set(block.index, block.bytes);
  all.bytes += block.bytes.length;
}

export function discardUpload(world: World, uuid: string): void {
  const all = uploadsOf(world);
  for (const bytes of all.disks.get(uuid)?.values() ?? []) all.bytes -= bytes.length;
  all.disks.delete(uuid);
}
