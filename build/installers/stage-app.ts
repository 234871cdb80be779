import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { appEntries, reachableFiles } from './app-files.ts';
import { readManifest, shippedManifest } from './manifest.ts';
import { readBundledPackages, thirdPartyNotices } from './notices.ts';

/** Lays out, alone in a folder, exactly what is packed. Returns the paths, each from there. */
export function stageApp(places: { readonly root: string; readonly dist: string; readonly folder: string }): string[] {
  const { root, dist, folder } = places;
  rmSync(folder, { recursive: true, force: true });
  const texts = new Map([
    ['package.json', `${JSON.stringify(shippedManifest(readManifest(root)), null, 2)}\n`],
    ['LICENSE', readFileSync(join(root, 'LICENSE'), 'utf8')],
    ['THIRD-PARTY-NOTICES.txt', thirdPartyNotices(readBundledPackages(dist))],
  ]);
  const built = reachableFiles(dist, appEntries);
  for (const file of built) cpSync(join(dist, file), join(folder, 'dist', file));
  mkdirSync(dirname(join(folder, 'package.json')), { recursive: true });
  for (const [file, text] of texts) writeFileSync(join(folder, file), text);
  return [...texts.keys(), ...built.map((file) => `dist/${file}`)].toSorted();
}
