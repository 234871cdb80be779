/** A floppy disk as every system reads it: 2,880 sectors, two tables of twelve bits a cluster, a cluster a sector. */
const SECTOR = 512;
const SECTORS = 2_880;
const TABLE_SECTORS = 9;
const ROOT_ENTRIES = 224;
const ENTRY = 32;
const ROOT_AT = (1 + 2 * TABLE_SECTORS) * SECTOR;
const DATA_AT = ROOT_AT + ROOT_ENTRIES * ENTRY;
const CLUSTERS = (SECTORS * SECTOR - DATA_AT) / SECTOR;
const FIRST_CLUSTER = 2;
const LAST_OF_CHAIN = 0xfff;
const LABEL_ATTRIBUTE = 0x08;
const LONG_NAME_ATTRIBUTE = 0x0f;
const ARCHIVE_ATTRIBUTE = 0x20;
const LONG_NAME_PART = 13;
/** By this name guests look for it. */
const LABEL = 'cidata     ';

export interface DriveFile {
  readonly name: string;
  readonly text: string;
}

/** What a guest with cloud-init reads at its first start; undefined where the texts are longer than a floppy. */
export function configDrive(files: readonly DriveFile[]): Uint8Array | undefined {
  if (files.some(({ text }) => text.length > SECTORS * SECTOR)) return undefined;
  const image = new Uint8Array(SECTORS * SECTOR);
  writeBootSector(image);
  image.set(bytesOf(LABEL), ROOT_AT);
  image[ROOT_AT + 11] = LABEL_ATTRIBUTE;
  const table: number[] = [0xff0, LAST_OF_CHAIN];
  let entryAt = ROOT_AT + ENTRY;
  for (const [index, { name, text }] of files.entries()) {
    const content = bytesOf(text);
    const clusters = Math.max(1, Math.ceil(content.length / SECTOR));
    const first = table.length;
    if (first - FIRST_CLUSTER + clusters > CLUSTERS) return undefined;
    for (let cluster = 1; cluster <= clusters; cluster += 1) table.push(cluster === clusters ? LAST_OF_CHAIN : first + cluster);
    image.set(content, DATA_AT + (first - FIRST_CLUSTER) * SECTOR);
    entryAt = writeEntry(image, entryAt, { name, number: index + 1, first, size: content.length });
  }
  for (const copy of [0, 1]) writeTable(image, (1 + copy * TABLE_SECTORS) * SECTOR, table);
  return image;
}

function writeBootSector(image: Uint8Array): void {
  image.set([0xeb, 0x3c, 0x90], 0);
  image.set(bytesOf('MSWIN4.1'), 3);
  const fields: readonly (readonly [at: number, value: number, bytes: number])[] = [
    [11, SECTOR, 2],
    [13, 1, 1],
    [14, 1, 2],
    [16, 2, 1],
    [17, ROOT_ENTRIES, 2],
    [19, SECTORS, 2],
    [21, 0xf0, 1],
    [22, TABLE_SECTORS, 2],
    [24, 18, 2],
    [26, 2, 2],
    [38, 0x29, 1],
    [39, 0x20260801, 4],
    [510, 0xaa55, 2],
  ];
  for (const [at, value, bytes] of fields) writeNumber(image, at, value, bytes);
  image.set(bytesOf(LABEL), 43);
  image.set(bytesOf('FAT12   '), 54);
}

/** The lowest byte first. */
function writeNumber(image: Uint8Array, at: number, value: number, bytes: number): void {
  for (let index = 0; index < bytes; index += 1) image[at + index] = Math.floor(value / 256 ** index) % 256;
}

/** Two clusters in three bytes. */
function writeTable(image: Uint8Array, at: number, table: readonly number[]): void {
  for (let index = 0; index < table.length; index += 2) {
    const pair = (table[index] ?? 0) + (table[index + 1] ?? 0) * 4_096;
    writeNumber(image, at + (index / 2) * 3, pair, 3);
  }
}

interface Entry extends Pick<DriveFile, 'name'> {
  readonly number: number;
  readonly first: number;
  readonly size: number;
}

/** The name in full before the short one that old systems see; answers where the next one goes. */
function writeEntry(image: Uint8Array, at: number, { name, number, first, size }: Entry): number {
  const short = bytesOf(`FILE~${number}`.padEnd(11));
  const parts = Math.ceil(name.length / LONG_NAME_PART);
  for (let part = parts; part >= 1; part -= 1) {
    const place = at + (parts - part) * ENTRY;
    writeNumber(image, place, part === parts ? part + 0x40 : part, 1);
    writeNumber(image, place + 11, LONG_NAME_ATTRIBUTE, 1);
    writeNumber(image, place + 13, checksumOf(short), 1);
    for (let index = 0; index < LONG_NAME_PART; index += 1) {
      writeNumber(image, place + letterAt(index), letterOf(name, (part - 1) * LONG_NAME_PART + index), 2);
    }
  }
  const own = at + parts * ENTRY;
  image.set(short, own);
  writeNumber(image, own + 11, ARCHIVE_ATTRIBUTE, 1);
  writeNumber(image, own + 26, first, 2);
  writeNumber(image, own + 28, size, 4);
  return own + ENTRY;
}

/** Letters lie in three runs around the fields that old systems read. */
function letterAt(index: number): number {
  if (index < 5) return 1 + index * 2;
  return index < 11 ? 14 + (index - 5) * 2 : 28 + (index - 11) * 2;
}

/** After the name one zero, and then nothing that could be a letter. */
function letterOf(name: string, index: number): number {
  if (index < name.length) return name.charCodeAt(index);
  return index === name.length ? 0 : 0xffff;
}

function checksumOf(short: Uint8Array): number {
  let sum = 0;
  for (const byte of short) sum = ((sum % 2) * 128 + Math.floor(sum / 2) + byte) % 256;
  return sum;
}

function bytesOf(text: string): Uint8Array {
  const bytes: number[] = [];
  // Percent signs stand before what is no plain letter, two digits for each byte.
  for (const [part] of encodeURIComponent(text.toWellFormed()).matchAll(/%[\dA-F]{2}|./g)) {
    bytes.push(part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16));
  }
  return Uint8Array.from(bytes);
}
