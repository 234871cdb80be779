import { expect, test } from 'vitest';
import { configDrive } from '#shared/domain/cloud/config-drive.ts';

/** Reads a floppy as its own standard says, without what wrote it. */
function filesOf(image: Uint8Array): Readonly<Record<string, string>> {
  const bytes = Buffer.from(image);
  const sector = bytes.readUInt16LE(11);
  const tables = bytes.readUInt8(16) * bytes.readUInt16LE(22);
  const rootAt = (bytes.readUInt16LE(14) + tables) * sector;
  const dataAt = rootAt + bytes.readUInt16LE(17) * 32;
  const next = (cluster: number): number => {
    const pair = bytes.readUInt16LE(bytes.readUInt16LE(14) * sector + Math.floor(cluster * 1.5));
    return cluster % 2 === 0 ? pair % 4096 : Math.floor(pair / 16);
  };
  const found: Record<string, string> = {};
  let name = '';
  for (let at = rootAt; bytes[at] !== 0 && at < dataAt; at += 32) {
    const attribute = bytes[at + 11];
    if (attribute === 0x0f) {
      const letters = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30].map((place) => bytes.readUInt16LE(at + place));
      name = String.fromCharCode(...letters.filter((letter) => letter !== 0 && letter !== 0xffff)) + name;
    } else if (attribute === 0x20) {
      const parts: Buffer[] = [];
      for (let cluster = bytes.readUInt16LE(at + 26); cluster < 0xff8; cluster = next(cluster)) {
        const place = dataAt + (cluster - 2) * sector;
        parts.push(bytes.subarray(place, place + sector));
      }
      found[name] = Buffer.concat(parts).toString('utf8', 0, bytes.readUInt32LE(at + 28));
      name = '';
    }
  }
  return found;
}

test('every file is read as it was written, by the name guests look for', () => {
  const long = '# ünïcode €\n'.repeat(200);
  const image = configDrive([
    { name: 'meta-data', text: 'instance-id: 1\n' },
    { name: 'user-data', text: long },
    { name: 'network-config', text: '' },
  ]);
  if (image === undefined) throw new RangeError('no image');
  expect(filesOf(image)).toEqual({ 'meta-data': 'instance-id: 1\n', 'user-data': long, 'network-config': '' });
  expect(Buffer.from(image).toString('latin1', 43, 62)).toBe('cidata     FAT12   ');
});

test('what is too long for a floppy is not cut off', () => {
  expect(configDrive([{ name: 'user-data', text: 'x'.repeat(1_500_000) }])).toBeUndefined();
});
