/** A picture of one size, as PNG. */
export interface SizedPng {
  readonly size: number;
  readonly png: Buffer;
}

const ICO_HEADER_BYTES = 6;
const ICO_ENTRY_BYTES = 16;

/** Windows' form: a table of sizes, then the pictures. */
export function icoOf(pictures: readonly SizedPng[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER_BYTES);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let at = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * pictures.length;
  const entries = pictures.map(({ size, png }) => {
    const entry = Buffer.alloc(ICO_ENTRY_BYTES);
    // A byte cannot say 256, so 0 stands for it.
    entry.set([size % 256, size % 256], 0);
    // One plane of 32 bits a pixel.
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(at, 12);
    at += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...pictures.map(({ png }) => png)]);
}

/** What macOS calls each size: ordinary ones and those drawn for two pixels a point. */
const icnsTypes: ReadonlyMap<number, readonly string[]> = new Map([
  [16, ['icp4']],
  [32, ['icp5', 'ic11']],
  [64, ['ic12']],
  [128, ['ic07']],
  [256, ['ic08', 'ic13']],
  [512, ['ic09', 'ic14']],
  [1024, ['ic10']],
]);

/** macOS's form: pictures one after the other, each with a name of four letters. */
export function icnsOf(pictures: readonly SizedPng[]): Buffer {
  return block(
    'icns',
    pictures.flatMap(({ size, png }) => (icnsTypes.get(size) ?? []).map((type) => block(type, [png]))),
  );
}

function block(type: string, contents: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 0, 'ascii');
  header.writeUInt32BE(8 + contents.reduce((sum, { length }) => sum + length, 0), 4);
  return Buffer.concat([header, ...contents]);
}
