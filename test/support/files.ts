import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const GZIP = Buffer.from([0x1f, 0x8b]);

/** All that lies in a folder and below, one after another; what is compressed also as what it was. */
export async function textOfFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const bytes = await readFile(join(parentPath, name));
      const unpacked = bytes.subarray(0, 2).equals(GZIP) ? gunzipSync(bytes) : bytes;
      return `${name}\n${unpacked.toString('latin1')}`;
    }),
  );
  return texts.join('\n');
}
