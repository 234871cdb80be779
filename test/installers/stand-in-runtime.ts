import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createPackage } from '@electron/asar';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';

/** Where Electron's program keeps its switches: these words, a version, how many there are, and a digit for each. */
const FUSE_WORDS = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** The switches as Electron ships them. */
const SHIPPED_FUSES = '10110001';

/** A folder laid out like Electron's runtime for Linux and for Windows; its programs have switches and do nothing. */
export async function aStandInRuntime(folder: string): Promise<string> {
  const runtime = join(folder, 'runtime');
  const app = join(folder, 'default-app');
  for (const path of [app, join(runtime, 'resources')]) await mkdir(path, { recursive: true });
  await writeFile(join(app, 'main.js'), '');
  await createPackage(app, join(runtime, 'resources', 'default_app.asar'));
  const switches = Buffer.concat([Buffer.from(FUSE_WORDS), Buffer.from([1, SHIPPED_FUSES.length]), Buffer.from(SHIPPED_FUSES)]);
  await writeFile(join(runtime, 'electron'), switches, { mode: 0o755 });
  await writeFile(join(runtime, 'electron.exe'), Buffer.concat([windowsProgram(), switches]));
  return runtime;
}

/** Windows keeps a program's version, and what it may load, in a table within it. */
function windowsProgram(): Buffer {
  const program = NtExecutable.createEmpty();
  const table = NtExecutableResource.from(program);
  const version = Resource.VersionInfo.createEmpty();
  version.setStringValues({ lang: 1033, codepage: 1200 }, { FileDescription: 'stand-in' });
  version.outputToResourceEntries(table.entries);
  table.outputResource(program);
  return Buffer.from(program.generate());
}

/** The archives that a Windows program will load, each with the digest it must have. */
export function trustedArchives(program: Buffer): unknown {
  const { entries } = NtExecutableResource.from(NtExecutable.from(program));
  const entry = entries.find(({ type, id }) => type === 'INTEGRITY' && id === 'ELECTRONASAR');
  return entry === undefined ? undefined : JSON.parse(Buffer.from(entry.bin).toString('utf8'));
}
