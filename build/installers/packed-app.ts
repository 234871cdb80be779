import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { extractFile, listPackage, statFile } from '@electron/asar';
import { CannotGoOn } from '../bootstrap/ground.mjs';

/** What the packed app may weigh, without Electron. To raise it is a decision, not an accident. */
export const PACKED_LIMIT_BYTES = 5_000_000;

/** Refuses an archive that holds anything but the staged files, byte for byte, or that has grown out of its budget. */
export function checkPackedApp(archive: string, staged: { readonly folder: string; readonly files: readonly string[] }): void {
  const packed = packedFiles(archive);
  const extra = packed.filter((file) => !staged.files.includes(file));
  const missing = staged.files.filter((file) => !packed.includes(file));
  if (extra.length + missing.length > 0) throw new CannotGoOn(`${archive} should not hold [${extra.join(', ')}] and lacks [${missing.join(', ')}]`);
  const changed = packed.find((file) => !extractFile(archive, native(file)).equals(readFileSync(join(staged.folder, file))));
  if (changed !== undefined) throw new CannotGoOn(`${archive} holds another ${changed} than was built`);
  const { size } = statSync(archive);
  if (size > PACKED_LIMIT_BYTES) throw new CannotGoOn(`${archive} has ${size} bytes; at most ${PACKED_LIMIT_BYTES} are allowed`);
}

/** The paths of all files in an archive, with slashes whatever the system. */
export function packedFiles(archive: string): string[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((path) => !('files' in statFile(archive, native(path), false)))
    .toSorted();
}

/** The archive is asked in the system's own way of writing paths. */
function native(path: string): string {
  return join(...path.split('/'));
}
