import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The members of package.json that installers are made by. */
export interface Manifest {
  readonly name: string;
  readonly productName: string;
  readonly version: string;
  readonly description: string;
  readonly homepage: string;
  readonly author: string;
  readonly license: string;
  readonly type: string;
  readonly main: string;
  readonly devDependencies: { readonly electron: string };
}

export function readManifest(root: string): Manifest {
  // Our own file, and npm would not have brought us here with a broken one.
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
}

/** What Electron and the packager need to read in the app. Everything is bundled, so there are no dependencies to look for. */
export function shippedManifest(manifest: Manifest): Omit<Manifest, 'devDependencies'> {
  const { name, productName, version, description, homepage, author, license, type, main } = manifest;
  return { name, productName, version, description, homepage, author, license, type, main };
}
